import { differentialTests } from './support/differential.ts';

differentialTests('p50k_base');
// p50k_base with other special tokens.
differentialTests('p50k_edit', { sample: 20 });
