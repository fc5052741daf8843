// Finding one's way in the tokens of a text. Positions are UTF-16 offsets. A
// token that ends inside a character has the end of that character as its end,
// so that the tokens that continue the character may have no width at all.
import type { Tokens } from '../../../wasm/index.ts';
import type { Ready } from './tokenization.ts';
import { textWithBytes } from './visible.ts';

export const TINTS = 6;

export const beginOf = ({ begins }: Tokens, index: number) => begins[index] ?? 0;

export const endOf = ({ ends }: Tokens, index: number) => ends[index] ?? 0;

/** The first token that ends after this position: the one that holds the character there. */
export function tokenAt(tokens: Tokens, position: number): number {
  let low = 0;
  let high = tokens.ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endOf(tokens, middle) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The token that holds the character before this position, as a caret there means it. */
export const tokenBefore = (tokens: Tokens, position: number) =>
  Math.min(tokenAt(tokens, Math.max(0, position - 1)), tokens.ids.length - 1);

/**
 * Tints go in turn along a line and start again with the next one, so that an
 * edit changes the colours of its own line only.
 */
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

export const tintOf = (ready: Ready, index: number) => tintsOf(ready, index, index + 1)[0] ?? 0;

/** Where the character begins that ends at this position. */
export function characterBefore(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1);
  const before = text.charCodeAt(end - 2);
  const isPair = unit >= 0xdc00 && unit < 0xe000 && before >= 0xd800 && before < 0xdc00;
  return end - (isPair ? 2 : 1);
}

/** The character that a token shares with those before it, if its first byte is inside one. */
export function sharedStart({ text, tokens, encoding }: Ready, index: number) {
  if (!encoding.vocabulary.startsInsideCharacter(tokens.ids[index] ?? 0)) return undefined;
  const end = beginOf(tokens, index);
  return end === 0 ? undefined : { from: characterBefore(text, end), to: end };
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
