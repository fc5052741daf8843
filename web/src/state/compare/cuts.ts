// Where encodings cut a text, and where all of them do. A cut is a number: four times
// its place in units of UTF-16, and how many bytes of a character lie before it where it
// is inside of one.
import type { Ready } from '../tokenization.ts';
import { endOf } from '../tokens.ts';
import { isContinuation } from '../utf8.ts';

export type Cuts = Uint32Array;

export const cutAt = (position: number) => 4 * position;

/** Where the character begins in which a cut lies, or which it lies before. */
export const positionOf = (cut: number) => cut >> 2;

/** How many bytes a token holds of the character that it leaves unfinished. */
function unfinishedBytes(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start > 0 && isContinuation(bytes[start] ?? 0)) start--;
  return bytes.length - start;
}

/** Units of UTF-16 in the character that ends at a position. */
const unitsBefore = (text: string, end: number) =>
  Array.from(text.slice(Math.max(0, end - 2), end)).at(-1)?.length ?? 0;

/** The end of each token. */
export function cutsOf({ text, tokens, encoding: { vocabulary } }: Ready): Cuts {
  const { ids } = tokens;
  const cuts = new Uint32Array(ids.length);
  let inside = 0;
  for (let i = 0; i < ids.length; i++) {
    const end = endOf(tokens, i);
    const next = ids[i + 1];
    const isAscii = text.charCodeAt(end - 1) < 0x80;
    if (isAscii || next === undefined || !vocabulary.startsInsideCharacter(next)) {
      inside = 0;
      cuts[i] = cutAt(end);
      continue;
    }
    const bytes = vocabulary.bytes(ids[i] ?? 0);
    inside = bytes.every(isContinuation) ? inside + bytes.length : unfinishedBytes(bytes);
    cuts[i] = cutAt(end - unitsBefore(text, end)) + inside;
  }
  return cuts;
}

/** The cuts that two rows of cuts have in common, each once. */
function intersection(one: Cuts, other: Cuts): Cuts {
  const common = new Uint32Array(Math.min(one.length, other.length));
  let count = 0;
  for (let i = 0, k = 0; i < one.length && k < other.length; ) {
    const cut = one[i] ?? 0;
    const its = other[k] ?? 0;
    if (cut === its && (count === 0 || common[count - 1] !== cut)) common[count++] = cut;
    if (cut <= its) i++;
    if (its <= cut) k++;
  }
  return common.slice(0, count);
}

/** The cuts that all of these have. */
export const sharedCuts = ([first = new Uint32Array(), ...others]: readonly Cuts[]): Cuts =>
  others.reduce(intersection, intersection(first, first));

/** The index of the first cut that is not before another. */
export function firstFrom(cuts: Cuts, cut: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0) >= cut) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const has = (cuts: Cuts, cut: number) => cuts[firstFrom(cuts, cut)] === cut;

/** The first cut after a place that not all make. */
export function nextDifference(
  all: readonly Cuts[],
  shared: Cuts,
  after: number,
): number | undefined {
  const found = all.map((cuts) => {
    for (let i = firstFrom(cuts, after + 1); i < cuts.length; i++) {
      const cut = cuts[i] ?? 0;
      if (!has(shared, cut)) return cut;
    }
    return undefined;
  });
  const known = found.filter((cut) => cut !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
