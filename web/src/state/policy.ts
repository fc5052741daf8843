// What becomes of special tokens in the text.
import type { Special } from '../../../wasm/index.ts';

export const policies = ['literal', 'parse', 'error'] as const satisfies readonly Special[];

export type Policy = (typeof policies)[number];

export const policyOf = (value: unknown) => policies.find((policy) => policy === value);
