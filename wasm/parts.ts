/** What a model is made of, in JavaScript's terms: bpeek_parts of bpeek.h, which explains it. */

export type MergeRule = 'rank by bytes' | 'merge list' | 'score';
export type Unit = 'bytes' | 'characters';
export type Prefix = 'never' | 'always' | 'unless space';
/** A normal form of Unicode, as `String.prototype.normalize` names it. */
export type Normalization = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** By the numbers of bpeek.h. */
export const rules: readonly MergeRule[] = ['rank by bytes', 'merge list', 'score'];
export const units: readonly Unit[] = ['bytes', 'characters'];
export const prefixes: readonly Prefix[] = ['never', 'always', 'unless space'];
export const normalizations: readonly (Normalization | undefined)[] = [
  undefined,
  'NFC',
  'NFD',
  'NFKC',
  'NFKD',
];

export interface SpecialToken {
  readonly text: string;
  readonly id: number;
  /** Another token has this id too, and its text is what the id decodes to. */
  readonly alias: boolean;
  /** It becomes its id whatever the policy for special tokens. */
  readonly always: boolean;
  /** It is looked for before the text is normalized. */
  readonly asWritten: boolean;
}

export interface Parts {
  readonly rule: MergeRule;
  readonly wholePieceFirst: boolean;
  /** The bytes of all ordinary tokens in a row; token `id` ends at `tokenEnds[id]`. */
  readonly tokenBytes: Uint8Array;
  readonly tokenEnds: Uint32Array;
  /** For each merge three ids: left, right, result. Only for a merge list. */
  readonly merges: Uint32Array;
  /** One for each token. Only for scores. */
  readonly scores: Float32Array;
  readonly unit: Unit;
  /** 256 ids, for byte fallback. Only if the unit is characters. */
  readonly byteTokens: Uint32Array;
  readonly spaceIs2581: boolean;
  readonly prefix: Prefix;
  readonly prefixOnlyFirst: boolean;
  readonly decodingDropsSpace: boolean;
  readonly normalization: Normalization | undefined;
  readonly specialTokens: readonly SpecialToken[];
  readonly pattern: string;
  readonly keepUnmatched: boolean;
}

/** The bytes of an ordinary token; none if no token has the id. */
export function tokenAt({ tokenBytes, tokenEnds }: Parts, id: number): Uint8Array {
  return tokenBytes.subarray(id === 0 ? 0 : tokenEnds[id - 1], tokenEnds[id]);
}
