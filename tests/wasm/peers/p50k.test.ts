import { differentialTests } from '../support/differential.ts';

differentialTests('p50k_base');
