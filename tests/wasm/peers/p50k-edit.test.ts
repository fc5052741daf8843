import { differentialTests } from '../support/differential.ts';

differentialTests('p50k_edit', { strings: 4_000 });
