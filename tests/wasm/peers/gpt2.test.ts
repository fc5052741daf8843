import { differentialTests } from '../support/differential.ts';

differentialTests('gpt2');
