// What is in the rows of the token list. A row that an edit has left as it was is the very same
// object as before, so that it need not be rendered again.
import type { LiveTokens } from '../../state/live-tokens.ts';
import { tintsOfRun } from '../../state/tints.ts';
import type { Vocabulary } from '../../state/vocabulary.ts';

export interface RowContent {
  /** The number of its first token. */
  readonly from: number;
  readonly ids: Uint32Array;
  readonly tints: readonly number[];
  readonly vocabulary: Vocabulary;
}

const isSame = (one: RowContent, other: RowContent) =>
  one.vocabulary === other.vocabulary &&
  one.ids.length === other.ids.length &&
  one.ids.every((id, i) => id === other.ids[i]) &&
  one.tints.every((tint, i) => tint === other.tints[i]);

/** Keeps the rows that are shown, from one time to the next. */
export function createRowContents() {
  let kept = new Map<number, RowContent>();

  /** The rows of which each begins at one of `starts` and ends at the next. */
  return (tokens: LiveTokens, starts: readonly number[]): RowContent[] => {
    const rows = starts.slice(0, -1).map((from, row) => {
      const run = tokens.at(from, (starts[row + 1] ?? from) - from);
      const { vocabulary } = tokens.encoding;
      const fresh = { from, ids: run.ids, tints: tintsOfRun(tokens, run), vocabulary };
      const before = kept.get(from);
      return before && isSame(before, fresh) ? before : fresh;
    });
    kept = new Map(rows.map((row) => [row.from, row]));
    return rows;
  };
}
