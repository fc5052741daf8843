import { differentialTests } from '../support/differential.ts';

differentialTests('r50k_base', { strings: 4_000 });
