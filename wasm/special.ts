import { BpeekError } from './errors.ts';

/**
 * What becomes of the text of a special token, such as `<|endoftext|>`, in the input.
 *
 * - `'error'`: encoding fails with `special_token`, which says where (tiktoken's default).
 * - `'literal'`: it is encoded like any other text.
 * - `'parse'`: it becomes its id.
 * - a list of special tokens: these become their ids, all others are literal text.
 * - `{ parse, others }`: the same with a choice for the others; `others: 'error'` is what tiktoken
 *   does with `allowed_special`.
 *
 * Where several special tokens begin at one place, the longest counts. Two that have the same id
 * are parsed both or not at all.
 */
export type Special =
  | 'error'
  | 'literal'
  | 'parse'
  | readonly string[]
  | { readonly parse: readonly string[]; readonly others: 'error' | 'literal' };

/** A special-token policy in the engine's terms. */
export interface SpecialPolicy {
  readonly mode: number;
  /** Ids that are parsed whatever the mode says. */
  readonly parsed: Uint32Array;
}

/** By the numbers of bpeek.h. */
export const modes = { error: 0, literal: 1, parse: 2 } as const;
const nothing = new Uint32Array(0);
const plain = {
  error: { mode: modes.error, parsed: nothing },
  literal: { mode: modes.literal, parsed: nothing },
  parse: { mode: modes.parse, parsed: nothing },
} as const satisfies Record<string, SpecialPolicy>;

/** Translates a policy, given the special tokens of the encoding. */
export function specialPolicy(
  special: Special,
  specialTokens: ReadonlyMap<string, number>,
): SpecialPolicy {
  if (special === 'error' || special === 'literal' || special === 'parse') return plain[special];
  if (isList(special)) return { mode: modes.literal, parsed: idsOf(special, specialTokens) };
  if (typeof special === 'object' && special !== null && isList(special.parse)) {
    const { parse, others } = special;
    if (others === 'error' || others === 'literal') {
      return { mode: modes[others], parsed: idsOf(parse, specialTokens) };
    }
  }
  throw new BpeekError(
    'bad_argument',
    "special must be 'error', 'literal', 'parse', a list of special tokens, or " +
      "{ parse: a list of special tokens, others: 'error' or 'literal' }.",
  );
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function idsOf(names: readonly string[], specialTokens: ReadonlyMap<string, number>): Uint32Array {
  return Uint32Array.from(names, (name) => {
    const id = specialTokens.get(name);
    if (id === undefined) {
      const known = [...specialTokens.keys()].join(', ') || 'none';
      throw new BpeekError(
        'bad_argument',
        `${JSON.stringify(name)} is not a special token of this encoding. It has: ${known}.`,
      );
    }
    return id;
  });
}
