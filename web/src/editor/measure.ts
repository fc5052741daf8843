// Measures where the tokens lie. Reads the layout, so it belongs in the editor's
// measure phase; and reads little of it, for each box costs some microseconds.
import type { EditorView } from '@codemirror/view';
import type { Ready } from '../state/tokenization.ts';
import { sharedStart } from '../state/tokens.ts';
import { isUnseen } from '../state/visible.ts';
import { createDomPositions } from './dom-positions.ts';
import type { Box, Geometry, SharedBox, Tick, TokenBox, WhitespaceBox } from './geometry.ts';
import { forEachVisibleToken, type VisibleToken } from './visible-tokens.ts';

/** The editor renders thousands of tokens of a very long line; more than this are sifted first. */
const FEW = 400;

export function measureTokens(view: EditorView, ready: Ready, withWhitespace: boolean): Geometry {
  const meter = createMeter(view);
  const { top, bottom } = nearSight(view);
  const boxes: TokenBox[] = [];
  const ticks: Tick[] = [];
  const shared: SharedBox[] = [];
  const whitespace: WhitespaceBox[] = [];
  let sharedTo = -1;

  function addBoxes(token: VisibleToken) {
    forEachSegment(ready.text, token, (from, to) => {
      const first = boxes.length;
      for (const box of meter.boxes(from, to)) boxes.push({ ...box, index: token.index });
      const box = boxes[first];
      // A line begins with a token anyway: nothing to separate there.
      if (box && from === token.from && from > token.lineStart) {
        ticks.push({ x: meter.startX(from, box), top: box.top, bottom: box.bottom });
      }
    });
  }

  function addShared({ index }: VisibleToken) {
    const place = sharedStart(ready, index);
    if (!place) return;
    const last = shared.at(-1);
    if (last && place.to === sharedTo) {
      last.last = index;
      return;
    }
    const box = meter.boxes(place.from, place.to)[0];
    if (!box) return;
    sharedTo = place.to;
    shared.push({ ...box, first: index - 1, last: index });
  }

  function addWhitespace({ from, to }: VisibleToken) {
    let at = from;
    for (const character of ready.text.slice(from, to)) {
      const next = at + character.length;
      if (character === '\n') {
        const box = meter.lineEnd(at);
        if (box) whitespace.push({ ...box, character });
      } else if (isUnseen(character)) {
        const box = meter.boxes(at, next)[0];
        if (box) whitespace.push({ ...box, character });
      }
      at = next;
    }
  }

  const rendered: VisibleToken[] = [];
  forEachVisibleToken(view, ready, (token) => rendered.push(token));
  const topOf = (token: VisibleToken) => firstBox(ready.text, token, meter)?.top;
  const measured = rendered.length > FEW ? between(rendered, topOf, top, bottom) : rendered;
  for (const token of measured) {
    addBoxes(token);
    addShared(token);
    if (withWhitespace) addWhitespace(token);
  }
  return { ready, top, bottom, boxes, ticks, shared, whitespace };
}

/** The part in sight, with as much again above and below it. */
function nearSight({ scrollDOM: { scrollTop, clientHeight } }: EditorView) {
  return { top: scrollTop - clientHeight, bottom: scrollTop + 2 * clientHeight };
}

/** Whether all that is in sight now lies in what was measured. */
export function isMeasured({ top, bottom }: Geometry, { scrollDOM }: EditorView): boolean {
  const { scrollTop, clientHeight } = scrollDOM;
  return scrollTop >= top && scrollTop + clientHeight <= bottom;
}

/** Of tokens in the order of the text, those between two heights. */
function between(
  tokens: readonly VisibleToken[],
  topOf: (token: VisibleToken) => number | undefined,
  top: number,
  bottom: number,
): readonly VisibleToken[] {
  // A token without a box, such as a line break, is where the next one with a box is.
  const heightAt = (index: number): number => {
    for (let i = index; i < tokens.length; i++) {
      const token = tokens[i];
      const height = token && topOf(token);
      if (height !== undefined) return height;
    }
    return Number.POSITIVE_INFINITY;
  };
  const firstFrom = (height: number) => {
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (heightAt(middle) >= height) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return tokens.slice(firstFrom(top), firstFrom(bottom));
}

const LINE_FEED = 10;

/** The parts of a token between line breaks: a line break itself has no box. */
function forEachSegment(
  text: string,
  { from, to }: VisibleToken,
  visit: (from: number, to: number) => void,
) {
  let start = from;
  for (let at = from; at <= to; at++) {
    if (at < to && text.charCodeAt(at) !== LINE_FEED) continue;
    if (at > start) visit(start, at);
    start = at + 1;
  }
}

function firstBox(text: string, token: VisibleToken, meter: Meter): Box | undefined {
  let box: Box | undefined;
  forEachSegment(text, token, (from, to) => {
    box ??= meter.boxes(from, to)[0];
  });
  return box;
}

// Hebrew, Arabic and the other scripts that are written from right to left.
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

type Meter = ReturnType<typeof createMeter>;

function createMeter(view: EditorView) {
  const positions = createDomPositions(view);
  const range = document.createRange();
  const origin = view.contentDOM.getBoundingClientRect();
  const { scaleX, scaleY } = view;
  const hasRightToLeft = view.visibleRanges.some(({ from, to }) =>
    RIGHT_TO_LEFT.test(view.state.sliceDoc(from, to)),
  );

  const place = (rect: { left: number; top: number; right: number; bottom: number }): Box => ({
    left: (rect.left - origin.left) / scaleX,
    top: (rect.top - origin.top) / scaleY,
    right: (rect.right - origin.left) / scaleX,
    bottom: (rect.bottom - origin.top) / scaleY,
  });

  return {
    /** The boxes of a part of one line; more than one where the line is wrapped inside it. */
    boxes(from: number, to: number): Box[] {
      const start = positions.start(from);
      const end = positions.end(to);
      range.setStart(start.node, start.offset);
      range.setEnd(end.node, end.offset);
      return Array.from(range.getClientRects(), place);
    },

    /** The side of the box on which its text begins. */
    startX(from: number, box: Box): number {
      const rect = hasRightToLeft ? view.coordsAtPos(from, 1) : null;
      return rect ? place(rect).left : box.left;
    },

    /** Where a line break would be if it could be seen. */
    lineEnd(at: number): Box | undefined {
      const rect = view.coordsAtPos(at, -1);
      if (!rect) return undefined;
      const box = place(rect);
      return { ...box, right: box.left + view.defaultCharacterWidth };
    },
  };
}
