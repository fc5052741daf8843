import { differentialTests } from '../support/differential.ts';

differentialTests('cl100k_base');
