import { differentialTests } from '../support/differential.ts';

differentialTests('o200k_harmony', { strings: 4_000 });
