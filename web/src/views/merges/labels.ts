// Pieces and symbols in words.
import type { Messages, PlainMessage } from '../../i18n/messages.ts';
import type { Kind, Kinds } from '../../state/merges/groups.ts';
import { hexOf } from '../../state/utf8.ts';
import { type LabelPart, labelText, visibleBytes } from '../../state/visible.ts';
import { spokenLabel } from '../token-label.tsx';

const kindWords = {
  letters: 'kindLetters',
  digits: 'kindDigits',
  contraction: 'kindContraction',
  punctuation: 'kindPunctuation',
  symbols: 'kindSymbols',
  marks: 'kindMarks',
  space: 'kindSpace',
  lineBreak: 'kindLineBreak',
  special: 'kindSpecial',
  other: 'kindOther',
  mixed: 'kindMixed',
} as const satisfies Record<Kind, PlainMessage>;

export const kindsInWords = (words: Messages, kinds: Kinds) =>
  words.joinKinds(kinds.map((kind) => words[kindWords[kind]]));

/** What stands in a cell: a control character, which has no short sign, as its byte. */
export function cellLabel(bytes: Uint8Array): readonly LabelPart[] {
  const parts = visibleBytes(bytes);
  const [byte] = bytes;
  if (bytes.length !== 1 || byte === undefined || labelText(parts).length <= 2) return parts;
  return [{ kind: 'hex', text: hexOf(byte), source: hexOf(byte) }];
}

export const spokenBytes = (bytes: Uint8Array, words: Messages) =>
  spokenLabel(visibleBytes(bytes), words);
