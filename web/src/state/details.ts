// What one token is made of: its bytes, sorted by the characters they belong to.
import type { LiveTokens, TokenRun } from './live-tokens.ts';
import { characterBefore } from './tokens.ts';
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

/** A character has four bytes at most: no more tokens than that before this one, or behind it. */
const REACH = 4;

/** A token among its neighbours. */
interface Place {
  live: LiveTokens;
  run: TokenRun;
  index: number;
}

function placeOf(live: LiveTokens, index: number): Place {
  const first = Math.max(0, index - REACH);
  return { live, run: live.at(first, index - first + 1 + REACH), index };
}

const idAt = ({ first, ids }: TokenRun, index: number) => ids[index - first] ?? 0;

const bytesAt = ({ live, run }: Place, index: number) =>
  live.encoding.vocabulary.bytes(idAt(run, index));

/** The tokens that hold bytes of the character in whose inside this one begins, if any does. */
function holdersOf({ live, run }: Place, index: number): number[] {
  const end = run.first + run.ids.length;
  const inside = (i: number) => live.encoding.vocabulary.startsInsideCharacter(idAt(run, i));
  let first = index;
  while (first > run.first && inside(first)) first--;
  const holders = [first];
  for (let i = first + 1; i < end && inside(i); i++) holders.push(i);
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

/** The part of a character that a token holds when it begins inside that character. */
function continued(place: Place): CharacterBytes | undefined {
  const { live, run, index } = place;
  const end = run.begins[index - run.first] ?? 0;
  if (end === 0) return undefined;
  const character = characterBefore(live.revision.text, end);
  const bytes = encoder.encode(character);
  const holders = holdersOf(place, index);
  let from = trailingBytes(bytesAt(place, holders[0] ?? 0));
  for (const i of holders.slice(1)) {
    if (i === index) break;
    from += bytesAt(place, i).length;
  }
  const to = Math.min(bytes.length, from + leadingContinuations(bytesAt(place, index)));
  return { character, bytes, from, to, others: holders.filter((i) => i !== index) };
}

/** The part of a character that a token holds when it leaves that character unfinished. */
function unfinished(place: Place, length: number): CharacterBytes {
  const { live, run, index } = place;
  const end = run.ends[index - run.first] ?? 0;
  const character = characterBefore(live.revision.text, end);
  return {
    character,
    bytes: encoder.encode(character),
    from: 0,
    to: length,
    others: holdersOf(place, index + 1).filter((i) => i !== index),
  };
}

export function tokenDetails(live: LiveTokens, index: number): TokenDetails {
  const place = placeOf(live, index);
  const id = idAt(place.run, index);
  const bytes = bytesAt(place, index);
  const characters: CharacterBytes[] = [];

  let at = leadingContinuations(bytes);
  const shared = at > 0 ? continued(place) : undefined;
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
    } else characters.push(unfinished(place, bytes.length - at));
    at += length;
  }

  const isSpecial = live.encoding.vocabulary.isSpecial(id);
  return { index, total: live.count, id, isSpecial, bytes, characters };
}
