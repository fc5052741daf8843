// What one token is made of: its bytes, sorted by the characters they belong to.
import type { Ready } from './tokenization.ts';
import { beginOf, characterBefore, endOf } from './tokens.ts';
import { isContinuation, sequenceLength } from './utf8.ts';

export interface CharacterBytes {
  /** The whole character, also where the token holds only a part of it. */
  character: string;
  /** All its bytes; those of this token are `from` (included) to `to` (excluded). */
  bytes: Uint8Array;
  from: number;
  to: number;
  /** The other tokens that hold the rest of it. */
  others: readonly number[];
}

export interface TokenDetails {
  index: number;
  total: number;
  id: number;
  isSpecial: boolean;
  bytes: Uint8Array;
  characters: readonly CharacterBytes[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The tokens that hold bytes of the character which ends at this position. */
function holdersOf({ tokens, encoding: { vocabulary } }: Ready, index: number): number[] {
  const inside = (i: number) => vocabulary.startsInsideCharacter(tokens.ids[i] ?? 0);
  let first = index;
  while (first > 0 && inside(first)) first--;
  const holders = [first];
  for (let i = first + 1; i < tokens.ids.length && inside(i); i++) holders.push(i);
  return holders;
}

/** How many bytes a token has before its first character begins. */
function leadingContinuations(bytes: Uint8Array) {
  const first = bytes.findIndex((byte) => !isContinuation(byte));
  return first < 0 ? bytes.length : first;
}

/** How many bytes a token has of the character that it leaves unfinished. */
function trailingBytes(bytes: Uint8Array) {
  let start = bytes.length - 1;
  while (start > 0 && isContinuation(bytes[start] ?? 0)) start--;
  return bytes.length - start;
}

/** The part of a character that token `index` holds when it begins inside that character. */
function continued(ready: Ready, index: number): CharacterBytes | undefined {
  const { text, tokens, encoding } = ready;
  const end = beginOf(tokens, index);
  if (end === 0) return undefined;
  const bytesOf = (i: number) => encoding.vocabulary.bytes(tokens.ids[i] ?? 0);
  const character = text.slice(characterBefore(text, end), end);
  const bytes = encoder.encode(character);
  const holders = holdersOf(ready, index);
  let from = trailingBytes(bytesOf(holders[0] ?? 0));
  for (const i of holders.slice(1)) {
    if (i === index) break;
    from += bytesOf(i).length;
  }
  const to = Math.min(bytes.length, from + leadingContinuations(bytesOf(index)));
  return { character, bytes, from, to, others: holders.filter((i) => i !== index) };
}

export function tokenDetails(ready: Ready, index: number): TokenDetails {
  const { text, tokens, encoding } = ready;
  const id = tokens.ids[index] ?? 0;
  const bytes = encoding.vocabulary.bytes(id);
  const characters: CharacterBytes[] = [];

  let at = leadingContinuations(bytes);
  const shared = at > 0 ? continued(ready, index) : undefined;
  if (shared) characters.push(shared);

  while (at < bytes.length) {
    const length = Math.max(1, sequenceLength(bytes[at] ?? 0));
    if (at + length <= bytes.length) {
      const whole = bytes.subarray(at, at + length);
      characters.push({
        character: decoder.decode(whole),
        bytes: whole,
        from: 0,
        to: length,
        others: [],
      });
    } else {
      const end = endOf(tokens, index);
      const character = text.slice(characterBefore(text, end), end);
      characters.push({
        character,
        bytes: encoder.encode(character),
        from: 0,
        to: bytes.length - at,
        others: holdersOf(ready, index + 1).filter((i) => i !== index),
      });
    }
    at += length;
  }

  const isSpecial = encoding.vocabulary.isSpecial(id);
  return { index, total: tokens.ids.length, id, isSpecial, bytes, characters };
}
