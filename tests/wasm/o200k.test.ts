import { differentialTests } from './support/differential.ts';

differentialTests('o200k_base');
// o200k_base with other special tokens.
differentialTests('o200k_harmony', { sample: 20 });
