// The way from a token of the text, as it is edited, to its merges.
import type { LiveTokens } from '../live-tokens.ts';
import type { Ready } from '../tokenization.ts';
import { build } from './build.ts';
import { BLOCK, unitOf } from './units.ts';

/** The view's name in addresses. */
export const MERGES = 'merges';

export interface TokenMerges {
  /** How many merges make the token. */
  readonly steps: number;
  /** The address of its piece in the Merges view. */
  readonly params: { readonly piece: string; readonly at: string };
}

/** No piece that can be looked at has more tokens. */
const REACH = 256;

/** A token's surroundings as if they were all of the text. */
function around(live: LiveTokens, index: number): { ready: Ready; base: number; first: number } {
  const run = live.at(Math.max(0, index - REACH), 2 * REACH + 1);
  const { encoding, policy, revision } = live;
  // Blocks of long pieces begin where they begin in the whole text.
  const base = Math.floor((run.begins[0] ?? 0) / BLOCK) * BLOCK;
  const end = run.ends.at(-1) ?? base;
  const moved = (positions: Uint32Array<ArrayBuffer>) => positions.map((each) => each - base);
  // The last piece ends with what is looked at.
  const pieceEnds = run.pieceEnds.at(-1) === end ? run.pieceEnds : [...run.pieceEnds, end];
  const tokens = {
    ids: run.ids,
    begins: moved(run.begins),
    ends: moved(run.ends),
    pieceEnds: moved(Uint32Array.from(pieceEnds)),
  };
  const text = revision.text.sliceString(base, end);
  return { ready: { status: 'ready', text, encoding, policy, tokens }, base, first: run.first };
}

/** The merges of a token; none of a special token, or one of too long a piece. */
export function mergesOfToken(live: LiveTokens, index: number): TokenMerges | undefined {
  const { ready, base, first } = around(live, index);
  const unit = unitOf(ready, index - first);
  const isCutOff = unit.firstToken === 0 && first > 0;
  const result = build(ready, [unit]);
  if (isCutOff || unit.kinds[0] === 'special' || 'tooLong' in result) return undefined;
  const token = result.parts[0]?.tokens[index - first - unit.firstToken];
  if (!token) return undefined;
  const steps = result.steps.filter(({ begin, end }) => begin >= token.begin && end <= token.end);
  const piece = ready.text.slice(unit.from, unit.to);
  return { steps: steps.length, params: { piece, at: String(unit.from + base) } };
}
