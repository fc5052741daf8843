// Measures where the tokens lie. Reads the layout, so it belongs in the editor's
// measure phase; and reads little of it, for each box costs some microseconds.
import type { EditorView } from '@codemirror/view';
import type { LiveTokens } from '../state/live-tokens.ts';
import { sharedStart } from '../state/tokens.ts';
import { isUnseen } from '../state/visible.ts';
import { createDomPositions } from './dom-positions.ts';
import type { Box, Geometry, SharedBox, Tick, TokenBox, WhitespaceBox } from './geometry.ts';
import type { Sight } from './sight.ts';
import { forEachVisibleToken, type Range, type VisibleToken } from './visible-tokens.ts';

export interface WhatToMeasure {
  tokens: LiveTokens;
  sight: Sight;
  /** The parts of the text that are near sight. */
  ranges: readonly Range[];
  withWhitespace: boolean;
}

export function measureTokens(view: EditorView, what: WhatToMeasure): Geometry {
  const { tokens, sight, ranges, withWhitespace } = what;
  const meter = createMeter(view, ranges);
  const boxes: TokenBox[] = [];
  const ticks: Tick[] = [];
  const shared: SharedBox[] = [];
  const whitespace: WhitespaceBox[] = [];
  let sharedTo = -1;

  function addBoxes(token: VisibleToken, text: string) {
    forEachSegment(text, token, (from, to) => {
      const first = boxes.length;
      for (const box of meter.boxes(from, to)) boxes.push({ ...box, index: token.index });
      const box = boxes[first];
      // A line begins with a token anyway: nothing to separate there.
      if (box && from === token.from && from > token.lineStart) {
        ticks.push({ x: meter.startX(from, box), top: box.top, bottom: box.bottom });
      }
    });
  }

  function addShared({ index, id, begin }: VisibleToken) {
    const place = sharedStart(tokens, id, begin);
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

  function addWhitespace({ from }: VisibleToken, text: string) {
    let at = from;
    for (const character of text) {
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

  for (const range of ranges) {
    const text = view.state.sliceDoc(range.from, range.to);
    forEachVisibleToken(tokens, [range], (token) => {
      const itsText = text.slice(token.from - range.from, token.to - range.from);
      addBoxes(token, itsText);
      addShared(token);
      if (withWhitespace) addWhitespace(token, itsText);
    });
  }
  return { tokens, sight, boxes, ticks, shared, whitespace };
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
    if (at < to && text.charCodeAt(at - from) !== LINE_FEED) continue;
    if (at > start) visit(start, at);
    start = at + 1;
  }
}

// Hebrew, Arabic and the other scripts that are written from right to left.
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function createMeter(view: EditorView, ranges: readonly Range[]) {
  const positions = createDomPositions(view);
  const range = document.createRange();
  const origin = view.contentDOM.getBoundingClientRect();
  const { scaleX, scaleY } = view;
  const hasRightToLeft = ranges.some(({ from, to }) =>
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
