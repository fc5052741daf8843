// Tints go in turn along a line and start again with the next one, so that an edit changes the
// colours of its own line only.
import type { LiveTokens, TokenRun } from './live-tokens.ts';
import { firstEndingAfter, tintFrom } from './tokens.ts';

/** Calls `visit` for each token of a run, with its place in the run, its line's start and its tint. */
export function forEachTint(
  { revision: { text }, indexAt }: LiveTokens,
  { first, begins, ends }: TokenRun,
  visit: (i: number, lineStart: number, tint: number) => void,
): void {
  let lineStart = 0;
  let lineEnd = -1;
  let firstOfLine = 0;
  for (const [i, begin] of begins.entries()) {
    if (begin > lineEnd || i === 0) {
      const line = text.lineAt(begin);
      lineStart = line.from;
      lineEnd = line.to;
      // Only the first line of a run may have begun before it.
      firstOfLine = i === 0 ? indexAt(lineStart) : first + firstEndingAfter(ends, lineStart);
    }
    visit(i, lineStart, tintFrom(firstOfLine, first + i));
  }
}

export function tintsOfRun(live: LiveTokens, run: TokenRun): number[] {
  const tints: number[] = [];
  forEachTint(live, run, (_, __, tint) => tints.push(tint));
  return tints;
}
