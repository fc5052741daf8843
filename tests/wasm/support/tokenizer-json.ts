/** tokenizer.json files for tests, put together from parts. */
import type { ToyModel } from './toy-bpe.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface AddedTokenFlags {
  readonly special?: boolean;
  readonly normalized?: boolean;
  readonly single_word?: boolean;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
}

export function addedToken(id: number, content: string, flags: AddedTokenFlags = {}): Json {
  const plain = { single_word: false, lstrip: false, rstrip: false };
  return { id, content, ...plain, normalized: false, special: true, ...flags };
}

/** Added tokens with the ids that follow those of a model. */
export function addedAfter(
  { vocab }: ToyModel,
  ...tokens: readonly (readonly [string, AddedTokenFlags?])[]
): Json[] {
  const first = Object.keys(vocab).length;
  return tokens.map(([content, flags], i) => addedToken(first + i, content, flags));
}

export function tokenizerJson(model: ToyModel, parts: Json = {}, bpe: Json = {}): string {
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    ...parts,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: model.vocab,
      merges: model.merges,
      ...bpe,
    },
  });
}

export const byteLevel = {
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
};
export const bytesOnly = { ...byteLevel, use_regex: false };
export const replaceSpaces = { type: 'Replace', pattern: { String: ' ' }, content: '\u2581' };
export const prepend = { type: 'Prepend', prepend: '\u2581' };
export const metaspace = {
  type: 'Metaspace',
  replacement: '\u2581',
  prepend_scheme: 'always',
  split: true,
};

export const split = (regex: string, behavior = 'Isolated', invert = false): Json => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior,
  invert,
});
export const preTokenizers = (...pretokenizers: Json[]): Json => ({
  type: 'Sequence',
  pretokenizers,
});
export const normalizers = (...all: Json[]): Json => ({ type: 'Sequence', normalizers: all });

const restoreSpaces = { type: 'Replace', pattern: { String: '\u2581' }, content: ' ' };
const fallback = [{ type: 'ByteFallback' }, { type: 'Fuse' }];
const strip = { type: 'Strip', content: ' ', start: 1, stop: 0 };
export const decoders = (...all: Json[]): Json => ({ type: 'Sequence', decoders: all });
export const plainDecoder = decoders(...fallback);
export const spaceDecoder = decoders(restoreSpaces, ...fallback);
export const strippingDecoder = decoders(restoreSpaces, ...fallback, strip);
