// What is in sight, or near it. Of a line that goes on and on, the editor renders much more than
// that, and to paint and measure all of it would be felt at each key press.
import type { EditorView } from '@codemirror/view';
import type { Range } from './visible-tokens.ts';

/** A stretch of the editor's content, from the top of it. */
export interface Sight {
  readonly top: number;
  readonly bottom: number;
}

/** The part in sight, with as much again above and below it. */
export function nearSight({ scrollDOM: { scrollTop, clientHeight } }: EditorView): Sight {
  return { top: scrollTop - clientHeight, bottom: scrollTop + 2 * clientHeight };
}

/** Whether all that is in sight, and a little more, lies between two heights. */
export function isInSight({ top, bottom }: Sight, { scrollDOM }: EditorView): boolean {
  const { scrollTop, scrollHeight, clientHeight } = scrollDOM;
  const margin = clientHeight / 4;
  return (
    Math.max(0, scrollTop - margin) >= top &&
    Math.min(scrollHeight, scrollTop + clientHeight + margin) <= bottom
  );
}

/** More than this is rendered only of a very long line. */
const MUCH = 12_000;

/** The rendered parts of the text that are near sight. To be asked for in the measure phase. */
export function rangesNearSight(view: EditorView, { top, bottom }: Sight): readonly Range[] {
  const origin = view.contentDOM.getBoundingClientRect().top;
  const heightAt = (position: number) => {
    const place = view.coordsAtPos(position, 1) ?? view.coordsAtPos(position, -1);
    return place ? (place.top - origin) / view.scaleY : undefined;
  };
  return view.visibleRanges
    .map(({ from, to }) =>
      to - from <= MUCH
        ? { from, to }
        : {
            from: firstFrom(top, from, to, heightAt),
            to: firstFrom(bottom, from, to, heightAt),
          },
    )
    .filter(({ from, to }) => from < to);
}

/** The first position between two that is at a height or below it. */
function firstFrom(
  height: number,
  from: number,
  to: number,
  heightAt: (position: number) => number | undefined,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = heightAt(middle);
    if (there === undefined || there >= height) high = middle;
    else low = middle + 1;
  }
  return low;
}
