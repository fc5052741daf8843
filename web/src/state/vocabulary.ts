// What the page asks again and again about the tokens of one encoding, kept by id.
import type { Tokenizer } from '../../../wasm/index.ts';
import { isContinuation } from './utf8.ts';
import { type LabelPart, visibleBytes } from './visible.ts';

export interface Vocabulary {
  /** No id is as large as this. */
  readonly idLimit: number;
  bytes(id: number): Uint8Array;
  /** Whether the token's first byte continues a character that an earlier token began. */
  startsInsideCharacter(id: number): boolean;
  isSpecial(id: number): boolean;
  /** The token's text with whitespace made visible, and as hex what is not a whole character. */
  label(id: number): readonly LabelPart[];
}

export function createVocabulary(tokenizer: Tokenizer): Vocabulary {
  const bytes = new Map<number, Uint8Array>();
  const labels = new Map<number, readonly LabelPart[]>();
  const special = new Set(tokenizer.specialTokens.values());

  const bytesOf = (id: number) => {
    const known = bytes.get(id);
    if (known) return known;
    const fresh = tokenizer.tokenBytes(id);
    bytes.set(id, fresh);
    return fresh;
  };

  return {
    idLimit: tokenizer.vocabularySize,
    bytes: bytesOf,
    startsInsideCharacter: (id) => isContinuation(bytesOf(id)[0] ?? 0),
    isSpecial: (id) => special.has(id),
    label(id) {
      const known = labels.get(id);
      if (known) return known;
      const fresh = visibleBytes(bytesOf(id));
      labels.set(id, fresh);
      return fresh;
    },
  };
}
