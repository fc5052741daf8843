// Why what stands side by side in the end did not merge: another piece, no such token,
// or a better pair that went first.
import type { Boundary, MergeStep } from '../../../../wasm/index.ts';
import type { Ready } from '../tokenization.ts';
import { type Build, bytesOfUnit, type Part, type Span, type Step, spansAfter } from './build.ts';
import type { Kinds } from './groups.ts';
import { type Unit, unitOf } from './units.ts';

/** Two neighbours, as bytes. */
export interface Pair {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
}

export type Why =
  | { readonly why: 'wall'; readonly leftKinds: Kinds; readonly rightKinds: Kinds }
  | { readonly why: 'no token' | 'no merge' }
  | {
      readonly why: 'lost';
      /** The merge that would have been, and the one that was, with its place among the steps. */
      readonly lost: Pair & { readonly rank: number };
      readonly won: Pair & { readonly rank: number; readonly step: number };
    };

export type Reason = Pair & Why & { readonly at: number };

/** What stands before and after a stretch in its text. */
export interface Surroundings {
  readonly before: Unit | undefined;
  readonly after: Unit | undefined;
}

export function surroundingsOf(ready: Ready, units: readonly Unit[]): Surroundings {
  const first = units[0]?.firstToken ?? 0;
  const end = units.at(-1)?.endToken ?? 0;
  return {
    before: first > 0 ? unitOf(ready, first - 1) : undefined,
    after: end > 0 && end < ready.tokens.ids.length ? unitOf(ready, end) : undefined,
  };
}

/** The pair that would have merged. */
function lostPair({ encoding }: Ready, of: Build, { at, left, right, rank }: MergeStep) {
  const lengthOf = (id: number | undefined, begin: number) =>
    id === undefined
      ? (of.starts.find((start) => start.begin === begin)?.end ?? begin) - begin
      : encoding.vocabulary.bytes(id).length;
  const middle = at + lengthOf(left, at);
  const end = middle + lengthOf(right, middle);
  return { left: of.bytes.subarray(at, middle), right: of.bytes.subarray(middle, end), rank };
}

export const pairOf = (bytes: Uint8Array, { begin, middle, end }: Step): Pair => ({
  left: bytes.subarray(begin, middle),
  right: bytes.subarray(middle, end),
});

function whyOf(ready: Ready, of: Build, boundary: Boundary): Why {
  if (boundary.reason !== 'lost') return { why: boundary.reason };
  const step = boundary.winner;
  const winner = of.steps[step];
  if (!winner) throw new Error(`there is no step ${step}`);
  return {
    why: 'lost',
    lost: lostPair(ready, of, boundary.lost),
    won: { ...pairOf(of.bytes, winner), rank: winner.rank, step },
  };
}

/** Of two stretches of one piece, what keeps them apart when they are looked at together. */
function whyNotAcross({ encoding }: Ready, { left, right }: Pair): Why | undefined {
  const joined = new Uint8Array([...left, ...right]);
  const { boundaries } = encoding.tokenizer.explain(joined);
  const reason = boundaries.find(({ at }) => at === left.length)?.reason;
  // A better pair that went first lies outside of the steps that are shown.
  return reason === 'no token' || reason === 'no merge' ? { why: reason } : undefined;
}

function whyApart(ready: Ready, left: Unit, right: Unit): Why | undefined {
  if (left.endsPiece) return { why: 'wall', leftKinds: left.kinds, rightKinds: right.kinds };
  const pair = { left: bytesOfUnit(ready, left), right: bytesOfUnit(ready, right) };
  return whyNotAcross(ready, pair);
}

function withinPart(ready: Ready, of: Build, part: Part, spans: readonly Span[]): Reason[] {
  // A piece that is a token as it is has no neighbours within.
  if (part.tokens.length === 1) return [];
  return part.boundaries.map((boundary) => {
    const left = spans.find(({ end }) => end === boundary.at);
    const right = spans.find(({ begin }) => begin === boundary.at);
    return {
      at: boundary.at,
      left: of.bytes.subarray(left?.begin, left?.end),
      right: of.bytes.subarray(right?.begin, right?.end),
      ...whyOf(ready, of, boundary),
    };
  });
}

/** All places between neighbours, in order, from the one before the stretch to the one after it. */
export function reasonsOf(ready: Ready, of: Build, around: Surroundings): Reason[] {
  const spans = spansAfter(of, of.steps.length);
  const units = [around.before, ...of.parts.map(({ unit }) => unit), around.after];
  const reasons = of.parts.flatMap((part) => withinPart(ready, of, part, spans));
  for (const [index, right] of units.entries()) {
    const left = units[index - 1];
    if (!left || !right) continue;
    const why = whyApart(ready, left, right);
    if (!why) continue;
    const at = of.parts[index - 1]?.begin ?? of.bytes.length;
    reasons.push({ at, left: bytesOfUnit(ready, left), right: bytesOfUnit(ready, right), ...why });
  }
  return reasons.sort((a, b) => a.at - b.at);
}
