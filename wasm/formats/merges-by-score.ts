import { BpeekError } from '../errors.ts';
import { type Parts, tokenAt } from '../parts.ts';

/** A token that is made by a merge. */
interface Made {
  readonly id: number;
  readonly score: number;
  readonly length: number;
  readonly parents: readonly [number, number];
}

/**
 * The merges of a model of scores, best first: one for each token that merges make, as as-ranks.ts
 * explains. Of pairs with equal scores the leftmost merges, which no list can say; but where all
 * of them make runs of one character, such as spaces, the longest first comes to the same.
 */
export function mergesByScore(
  parts: Parts,
  parentsOf: (id: number) => readonly [number, number] | undefined,
): [number, number][] {
  const made: Made[] = [];
  for (let id = 0; id < parts.tokenEnds.length; id++) {
    const parents = parentsOf(id);
    if (!parents) continue;
    made.push({ id, score: parts.scores[id] ?? 0, length: tokenAt(parts, id).length, parents });
  }
  made.sort((a, b) => b.score - a.score || b.length - a.length || a.id - b.id);
  for (let begin = 0; begin < made.length; ) {
    let end = begin + 1;
    while (made[end]?.score === made[begin]?.score) end++;
    const equals = made.slice(begin, end);
    if (equals.length > 1 && !areOrdered(parts, equals, made.slice(0, begin))) {
      throw new BpeekError(
        'unsupported',
        `A tokenizer.json can't hold this model: the tokens ${equals[0]?.id} and ` +
          `${equals[1]?.id} have the same score, so that the leftmost pair would merge first.`,
      );
    }
    begin = end;
  }
  return made.map(({ parents: [left, right] }) => [left, right]);
}

/** Runs of up to so many characters are tried out. */
const longestRun = 64;

/** Whether tokens of equal score merge alike by leftmost pair and by longest result. */
function areOrdered(parts: Parts, equals: readonly Made[], better: readonly Made[]): boolean {
  const runs = runsOf(parts, equals);
  const ids = new Set(equals.map(({ id }) => id));
  // A better merge that takes part of a run would come between.
  if (!runs || better.some(({ parents }) => parents.some((id) => ids.has(id)))) return false;
  const longest = Math.max(...runs.keys());
  if (longest > longestRun) return false;
  for (let length = 2; length <= 4 * longest; length++) {
    if (leftmostFirst(length, runs).join() !== longestFirst(length, runs).join()) return false;
  }
  return true;
}

/** Of tokens that are runs of one character: by their lengths those of their left parents. */
function runsOf(parts: Parts, equals: readonly Made[]): Map<number, number> | undefined {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const all = equals.map(({ id, parents: [left] }) => ({
    characters: Array.from(decoder.decode(tokenAt(parts, id))),
    left: Array.from(decoder.decode(tokenAt(parts, left))).length,
  }));
  const units = new Set(all.flatMap(({ characters }) => characters));
  if (units.size !== 1) return undefined;
  return new Map(all.map(({ characters, left }) => [characters.length, left]));
}

/** What becomes of a run of `length` characters if always the leftmost pair merges. */
function leftmostFirst(length: number, runs: ReadonlyMap<number, number>): number[] {
  const tokens = new Array<number>(length).fill(1);
  for (;;) {
    const at = tokens.findIndex((token, i) => runs.has(token + (tokens[i + 1] ?? Number.NaN)));
    if (at < 0) return tokens;
    tokens.splice(at, 2, (tokens[at] ?? 0) + (tokens[at + 1] ?? 0));
  }
}

/** The same if the merge comes first that makes the longest token, each by one pair only. */
function longestFirst(length: number, runs: ReadonlyMap<number, number>): number[] {
  const tokens = new Array<number>(length).fill(1);
  const results = [...runs.keys()].sort((a, b) => b - a);
  for (;;) {
    const result = results.find((made) => leftmost(tokens, made, runs.get(made) ?? 0) >= 0);
    if (result === undefined) return tokens;
    tokens.splice(leftmost(tokens, result, runs.get(result) ?? 0), 2, result);
  }
}

function leftmost(tokens: readonly number[], result: number, left: number): number {
  return tokens.findIndex((token, i) => token === left && tokens[i + 1] === result - left);
}
