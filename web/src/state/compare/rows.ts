// A text under several encodings, row by row: the tokens of each encoding, on tints that
// are the same wherever the encodings agree.
import { TINTS } from '../tokens.ts';
import { type Cuts, cutAt, firstFrom, has, positionOf } from './cuts.ts';

/** The tokens of one encoding in a row: those that begin in it. */
export interface Cell {
  readonly from: number;
  readonly to: number;
  readonly tints: readonly number[];
  /** Those of them that begin where not all encodings cut. */
  readonly marked: ReadonlySet<number>;
}

export interface Row {
  readonly from: number;
  readonly to: number;
  /** In the order of the encodings. */
  readonly cells: readonly Cell[];
}

/** Units of UTF-16 in a row of a long line, about. */
const ROW = 120;
/** How far to look for a place where all encodings cut. */
const SEARCH = 240;

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** A place near a position, and not before it, where all encodings cut the text. */
export function commonPlace(text: string, shared: Cuts, position: number): number {
  const cut = shared[firstFrom(shared, cutAt(position))];
  const place = cut === undefined ? text.length : positionOf(cut);
  // A shared cut inside of a character is none between rows.
  if (cut !== undefined && cut % 4 === 0 && place - position <= SEARCH) return place;
  return isLowSurrogate(text.charCodeAt(position)) ? position + 1 : position;
}

/** Where the rows of a stretch begin: with its lines, and where long lines are broken. */
export function rowStarts(text: string, shared: Cuts, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let at = from; at < to; ) {
    starts.push(at);
    const lineBreak = text.indexOf('\n', at);
    const end = lineBreak < 0 || lineBreak >= to ? to : lineBreak + 1;
    const broken = end - at > 2 * ROW ? commonPlace(text, shared, at + ROW) : end;
    at = Math.min(end, Math.max(at + 1, broken));
  }
  return starts;
}

/** The index of the token that begins at a cut, or first after it. */
const firstBeginning = (cuts: Cuts, cut: number) => (cut === 0 ? 0 : firstFrom(cuts, cut) + 1);

/** Where tokens begin: each where the one before it ends. */
const beginsOf = (cuts: Cuts, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => cuts[from + i - 1] ?? 0);

/** A tint to begin with that no encoding has ended with. */
function nextBase(base: number, counts: readonly number[]): number {
  const lasts = new Set(counts.filter((n) => n > 0).map((n) => (base + n - 1) % TINTS));
  let next = base + Math.max(0, ...counts);
  while (lasts.has(next % TINTS)) next++;
  return next % TINTS;
}

function cellsOf(all: readonly Cuts[], shared: Cuts, from: number, to: number): Cell[] {
  const isLast = (cuts: Cuts) => (cuts.at(-1) ?? 0) <= cutAt(to);
  const ranges = all.map((cuts) => {
    const first = firstBeginning(cuts, cutAt(from));
    const end = isLast(cuts) ? cuts.length : Math.min(cuts.length, firstFrom(cuts, cutAt(to)) + 1);
    return {
      first,
      end: Math.max(first, end),
      begins: beginsOf(cuts, first, Math.max(first, end)),
    };
  });
  const isShared = (begin: number) => begin === 0 || has(shared, begin);
  const tints = all.map((): number[] => []);
  const segmentEnds = (ranges[0]?.begins ?? []).filter((begin) => begin > 0 && isShared(begin));
  let base = 0;
  for (const segmentEnd of [...segmentEnds, Number.POSITIVE_INFINITY]) {
    const counts = ranges.map(({ begins }, i) => {
      const own = tints[i] ?? [];
      const start = own.length;
      for (let k = start; k < begins.length && (begins[k] ?? 0) < segmentEnd; k++) {
        own.push((base + k - start) % TINTS);
      }
      return own.length - start;
    });
    if (counts.some((n) => n > 0)) base = nextBase(base, counts);
  }
  return ranges.map(({ first, end, begins }, i) => ({
    from: first,
    to: end,
    tints: tints[i] ?? [],
    marked: new Set(begins.flatMap((begin, k) => (isShared(begin) ? [] : [first + k]))),
  }));
}

export function rowsOf(
  text: string,
  all: readonly Cuts[],
  shared: Cuts,
  from: number,
  to: number,
): Row[] {
  const starts = rowStarts(text, shared, from, to);
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? to;
    return { from: start, to: end, cells: cellsOf(all, shared, start, end) };
  });
}
