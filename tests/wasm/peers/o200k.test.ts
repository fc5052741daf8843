import { differentialTests } from '../support/differential.ts';

differentialTests('o200k_base');
