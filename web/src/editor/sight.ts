// What is in sight, or near it. Of a line that goes on and on, the editor renders much more than
// that, and to paint and measure all of it would be felt at each key press.
import type { EditorView } from '@codemirror/view';
import type { Range } from './visible-tokens.ts';

/** A stretch of the editor's content, from the top of it. */
export interface Sight {
  readonly top: number;
  readonly bottom: number;
}

const sightWith = ({ scrollDOM: { scrollTop, clientHeight } }: EditorView, share: number) => ({
  top: scrollTop - clientHeight * share,
  bottom: scrollTop + clientHeight * (1 + share),
});

/** The part in sight, with half as much above and below it. */
export const nearSight = (view: EditorView): Sight => sightWith(view, 1 / 2);

/** The part in sight, with little more than that. */
export const inSight = (view: EditorView): Sight => sightWith(view, 1 / 8);

/** Whether all that is in sight, and a little more, lies between two heights. */
export function isInSight({ top, bottom }: Sight, view: EditorView): boolean {
  const least = sightWith(view, 1 / 16);
  return (
    Math.max(0, least.top) >= top && Math.min(view.scrollDOM.scrollHeight, least.bottom) <= bottom
  );
}

/** Characters of a line that are sifted no further. */
const SOME = 2000;

/** The rendered parts of the text that are near sight. To be asked for in the measure phase. */
export function rangesNearSight(view: EditorView, { top, bottom }: Sight): readonly Range[] {
  const padding = view.documentPadding.top;
  const first = view.lineBlockAtHeight(top - padding).from;
  const last = view.lineBlockAtHeight(bottom - padding).to;
  return view.visibleRanges.flatMap((range) => {
    const from = Math.max(range.from, first);
    const to = Math.min(range.to, last);
    if (from > to) return [];
    return [{ from: firstBelow(view, top, from, to), to: lastAbove(view, bottom, from, to) }];
  });
}

/** Where to begin between two positions so that all below a height is there. */
function firstBelow(view: EditorView, height: number, from: number, to: number): number {
  const { to: end } = view.lineBlockAt(from);
  return end - from > SOME ? search(view, height, from, Math.min(to, end)) : from;
}

/** Where to end between two positions so that all above a height is there. */
function lastAbove(view: EditorView, height: number, from: number, to: number): number {
  const { from: begin } = view.lineBlockAt(to);
  return to - begin > SOME ? search(view, height, Math.max(from, begin), to) : to;
}

/** The first position between two in a line that is at a height or below it; else the last. */
function search(view: EditorView, height: number, from: number, to: number): number {
  const origin = view.contentDOM.getBoundingClientRect().top;
  const isBelow = (position: number) => {
    const place = view.coordsAtPos(position);
    return place === null || (place.top - origin) / view.scaleY >= height;
  };
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** More than this is rendered only of a very long line. */
const MUCH = 12_000;

/** The rendered parts of the text that are to be painted: all, unless that is far too much. */
export function rangesToPaint(view: EditorView, near: readonly Range[]): readonly Range[] {
  const { from, to } = view.viewport;
  return to - from > MUCH ? near : view.visibleRanges;
}
