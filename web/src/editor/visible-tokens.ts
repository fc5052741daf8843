// Which tokens can be seen, and how each is to look. Work is done for the
// rendered part of the text only.
import type { EditorView } from '@codemirror/view';
import type { Live, LiveTokens } from '../state/live-tokens.ts';
import { forEachTint } from '../state/tints.ts';
import { beginOf, endOf, sharedStart, TINTS } from '../state/tokens.ts';

/** Names of highlights and, in the fallback, of classes. */
export const tintStyles = Array.from({ length: TINTS }, (_, i) => `bpeek-tint-${i + 1}`);
export const SPECIAL_STYLE = 'bpeek-special';
export const SHARED_STYLE = 'bpeek-shared';
export const styles: readonly string[] = [...tintStyles, SPECIAL_STYLE, SHARED_STYLE];

/** A part of the text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface VisibleToken {
  index: number;
  id: number;
  /** Where it begins, also where that is before the range. */
  begin: number;
  /** The token's place in the text, cut where the range is cut. */
  from: number;
  to: number;
  /** Where its line begins, and which of its line's tokens it is. */
  lineStart: number;
  tint: number;
}

/** Whether the tokens are those of the text in the editor, which may be behind by one dispatch. */
export const isOfText = (live: Live, { state: { doc } }: EditorView) =>
  'revision' in live && live.revision.text.length === doc.length;

/** The tokens in some ranges, in the order of the text. */
export function forEachVisibleToken(
  live: LiveTokens,
  ranges: readonly Range[],
  visit: (token: VisibleToken) => void,
) {
  for (const range of ranges) {
    const run = live.between(range.from, range.to);
    forEachTint(live, run, (i, lineStart, tint) => {
      const begin = beginOf(run, i);
      visit({
        index: run.first + i,
        id: run.ids[i] ?? 0,
        begin,
        from: Math.max(begin, range.from),
        to: Math.min(endOf(run, i), range.to),
        lineStart,
        tint,
      });
    });
  }
}

/** Everything that is to be painted, in the order of the text. */
export function forEachPainted(
  live: Live,
  ranges: readonly Range[],
  paint: (style: string, from: number, to: number) => void,
) {
  if (live.status === 'refused') {
    const { error, special } = live;
    if (special === undefined || error.offset === undefined) return;
    const from = error.offset;
    const isVisible = ranges.some((range) => from >= range.from && from < range.to);
    if (isVisible) paint(SPECIAL_STYLE, from, from + special.length);
  }
  if (live.status !== 'ready') return;
  const { vocabulary } = live.encoding;
  let sharedTo = -1;
  forEachVisibleToken(live, ranges, ({ id, begin, from, to, tint }) => {
    const shared = sharedStart(live, id, begin);
    if (shared && shared.to > sharedTo) {
      sharedTo = shared.to;
      paint(SHARED_STYLE, shared.from, shared.to);
    }
    if (to <= from) return;
    paint(vocabulary.isSpecial(id) ? SPECIAL_STYLE : (tintStyles[tint] ?? ''), from, to);
  });
}
