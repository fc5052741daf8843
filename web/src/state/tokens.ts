// Finding one's way in the tokens of a text. Positions are UTF-16 offsets. A
// token that ends inside a character has the end of that character as its end,
// so that the tokens that continue the character may have no width at all.
import type { Text } from '@codemirror/state';
import type { Tokens } from '../../../wasm/index.ts';
import type { LiveTokens } from './live-tokens.ts';
import type { Ready } from './tokenization.ts';
import { textWithBytes } from './visible.ts';

export const TINTS = 6;

export const beginOf = ({ begins }: Tokens, index: number) => begins[index] ?? 0;

export const endOf = ({ ends }: Tokens, index: number) => ends[index] ?? 0;

export function firstEndingAfter(ends: Uint32Array, position: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The first token that ends after this position: the one that holds the character there. At the
 * beginning it is the first one, also if that is a space that only the tokenizer put there.
 */
export const tokenAt = ({ ends }: Tokens, position: number) =>
  position === 0 ? 0 : firstEndingAfter(ends, position);

/** Tints go in turn along a line and start again with the next one: see tints.ts. */
export const tintFrom = (firstOfLine: number, index: number) => (index - firstOfLine) % TINTS;

/** The tints of tokens `from` to `to` (excluded), in one walk over their lines. */
export function tintsOf({ text, tokens }: Ready, from: number, to: number): number[] {
  const tints: number[] = [];
  let lineEnd = -1;
  let firstOfLine = 0;
  for (let index = from; index < to; index++) {
    const start = beginOf(tokens, index);
    if (start > lineEnd || index === from) {
      const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
      const lineBreak = text.indexOf('\n', start);
      lineEnd = lineBreak < 0 ? text.length : lineBreak;
      firstOfLine = tokenAt(tokens, lineStart);
    }
    tints.push(tintFrom(firstOfLine, index));
  }
  return tints;
}

/** The character that ends at a position, which is not 0. */
export const characterBefore = (text: Text, end: number): string =>
  Array.from(text.sliceString(Math.max(0, end - 2), end)).at(-1) ?? '';

/**
 * The character that a token shares with those before it, if its first byte is inside one; `begin`
 * is where the token begins.
 */
export function sharedStart({ revision, encoding }: LiveTokens, id: number, begin: number) {
  if (begin === 0 || !encoding.vocabulary.startsInsideCharacter(id)) return undefined;
  return { from: begin - characterBefore(revision.text, begin).length, to: begin };
}

/**
 * The texts of all tokens, as JSON. A byte that is no whole character within its token is written
 * as SentencePiece writes byte tokens, such as <0xEB>.
 */
export function writeTokens({ tokens, encoding: { vocabulary } }: Ready): string {
  const texts = Array.from(tokens.ids, (id) => textWithBytes(vocabulary.bytes(id)));
  return JSON.stringify(texts);
}

export interface LinePosition {
  line: number;
  column: number;
}

/** Line and column of an offset, both from 1; columns count characters. */
export function linePosition(text: string, offset: number): LinePosition {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', start)) {
    line++;
    start = at + 1;
  }
  return { line, column: Array.from(text.slice(start, offset)).length + 1 };
}

/** The same in the text of the editor. */
export function ropePosition(text: Text, offset: number): LinePosition {
  const { number: line, from } = text.lineAt(offset);
  return { line, column: Array.from(text.sliceString(from, offset)).length + 1 };
}
