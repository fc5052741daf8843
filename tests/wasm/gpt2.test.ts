import { differentialTests } from './support/differential.ts';

differentialTests('gpt2');
// The vocabulary and the pattern of gpt2 under another name.
differentialTests('r50k_base', { sample: 20 });
