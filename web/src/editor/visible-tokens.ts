// Which tokens can be seen, and how each is to look. Work is done for the
// rendered part of the text only, found by binary search.
import type { EditorView } from '@codemirror/view';
import type { Ready, Tokenization } from '../state/tokenization.ts';
import { beginOf, endOf, sharedStart, TINTS, tintFrom, tokenAt } from '../state/tokens.ts';

/** Names of highlights and, in the fallback, of classes. */
export const tintStyles = Array.from({ length: TINTS }, (_, i) => `bpeek-tint-${i + 1}`);
export const SPECIAL_STYLE = 'bpeek-special';
export const SHARED_STYLE = 'bpeek-shared';
export const styles: readonly string[] = [...tintStyles, SPECIAL_STYLE, SHARED_STYLE];

export interface VisibleToken {
  index: number;
  /** The token's place in the text, cut where the rendered text is cut. */
  from: number;
  to: number;
  /** Where its line begins, and which of its line's tokens it is. */
  lineStart: number;
  tint: number;
}

export function forEachVisibleToken(
  view: EditorView,
  ready: Ready,
  visit: (token: VisibleToken) => void,
) {
  const { tokens } = ready;
  for (const range of view.visibleRanges) {
    let index = tokenAt(tokens, range.from);
    let line = view.state.doc.lineAt(beginOf(tokens, index));
    let firstOfLine = tokenAt(tokens, line.from);
    for (; index < tokens.ids.length; index++) {
      const start = beginOf(tokens, index);
      if (start > range.to) break;
      if (start > line.to) {
        line = view.state.doc.lineAt(start);
        firstOfLine = tokenAt(tokens, line.from);
      }
      visit({
        index,
        from: Math.max(start, range.from),
        to: Math.min(endOf(tokens, index), range.to),
        lineStart: line.from,
        tint: tintFrom(firstOfLine, index),
      });
    }
  }
}

/** Everything that is to be painted, in the order of the text. */
export function forEachPainted(
  view: EditorView,
  tokenization: Tokenization,
  paint: (style: string, from: number, to: number) => void,
) {
  if (tokenization.status === 'refused') {
    const { error, special } = tokenization;
    if (special === undefined || error.offset === undefined) return;
    const from = error.offset;
    const isVisible = view.visibleRanges.some((range) => from >= range.from && from < range.to);
    if (isVisible) paint(SPECIAL_STYLE, from, from + special.length);
  }
  if (tokenization.status !== 'ready') return;
  const { vocabulary } = tokenization.encoding;
  let sharedTo = -1;
  forEachVisibleToken(view, tokenization, ({ index, from, to, tint }) => {
    const shared = sharedStart(tokenization, index);
    if (shared && shared.to > sharedTo) {
      sharedTo = shared.to;
      paint(SHARED_STYLE, shared.from, shared.to);
    }
    if (to <= from) return;
    const isSpecial = vocabulary.isSpecial(tokenization.tokens.ids[index] ?? 0);
    paint(isSpecial ? SPECIAL_STYLE : (tintStyles[tint] ?? ''), from, to);
  });
}
