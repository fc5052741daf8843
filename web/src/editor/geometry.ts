// Where the rendered tokens lie: what the boundary ticks, the outline and the
// pointer need. Coordinates are those of the editor's content.
import type { EditorView } from '@codemirror/view';
import type { Ready } from '../state/tokenization.ts';
import { sharedStart } from '../state/tokens.ts';
import { isUnseen } from '../state/visible.ts';
import { createDomPositions, type DomPositions } from './dom-positions.ts';
import { forEachVisibleToken, type VisibleToken } from './visible-tokens.ts';

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface TokenBox extends Box {
  index: number;
}

export interface Tick {
  x: number;
  top: number;
  bottom: number;
}

/** A character that tokens `first` to `last` have a part of. */
export interface SharedBox extends Box {
  first: number;
  last: number;
}

export interface WhitespaceBox extends Box {
  character: string;
}

export interface Geometry {
  ready: Ready;
  boxes: readonly TokenBox[];
  ticks: readonly Tick[];
  shared: readonly SharedBox[];
  whitespace: readonly WhitespaceBox[];
}

// Hebrew, Arabic and the other scripts that are written from right to left.
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

export function measureTokens(view: EditorView, ready: Ready, withWhitespace: boolean): Geometry {
  const meter = createMeter(view);
  const boxes: TokenBox[] = [];
  const ticks: Tick[] = [];
  const shared: SharedBox[] = [];
  const whitespace: WhitespaceBox[] = [];
  let sharedTo = -1;

  forEachVisibleToken(view, ready, (token) => {
    addShared(token);
    forEachSegment(ready.text, token, (from, to) => {
      const first = boxes.length;
      for (const box of meter.boxes(from, to)) boxes.push({ ...box, index: token.index });
      const box = boxes[first];
      // A line begins with a token anyway: nothing to separate there.
      if (box && from === token.from && from > token.lineStart) {
        ticks.push({ x: meter.startX(from, box), top: box.top, bottom: box.bottom });
      }
    });
    if (withWhitespace) addWhitespace(token);
  });

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

  return { ready, boxes, ticks, shared, whitespace };
}

/** The parts of a token between line breaks: a line break itself has no box. */
function forEachSegment(
  text: string,
  { from, to }: VisibleToken,
  visit: (from: number, to: number) => void,
) {
  for (let at = from; at < to; ) {
    const lineBreak = text.indexOf('\n', at);
    const end = lineBreak < 0 || lineBreak > to ? to : lineBreak;
    if (end > at) visit(at, end);
    at = end + 1;
  }
}

function createMeter(view: EditorView) {
  const positions: DomPositions = createDomPositions(view);
  const range = document.createRange();
  const origin = view.contentDOM.getBoundingClientRect();
  const { scaleX, scaleY } = view;
  let line = { from: -1, to: -1, hasRightToLeft: false };

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
      if (from < line.from || from > line.to) {
        const { from: start, to, text } = view.state.doc.lineAt(from);
        line = { from: start, to, hasRightToLeft: RIGHT_TO_LEFT.test(text) };
      }
      if (!line.hasRightToLeft) return box.left;
      const rect = view.coordsAtPos(from, 1);
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

const contains = (box: Box, x: number, y: number) =>
  x >= box.left && x < box.right && y >= box.top && y < box.bottom;

/** The token at a point; on a shared character, the one whose share of its width is hit. */
export function tokenAtPoint(geometry: Geometry, x: number, y: number): number | undefined {
  const shared = geometry.shared.find((box) => contains(box, x, y));
  if (shared) {
    const parts = shared.last - shared.first + 1;
    const part = Math.floor(((x - shared.left) / (shared.right - shared.left)) * parts);
    return shared.first + Math.min(part, parts - 1);
  }
  return geometry.boxes.find((box) => contains(box, x, y))?.index;
}

/** What to outline for a token: its boxes, with its share of the characters it has a part of. */
export function outlineOf(geometry: Geometry, index: number): Box[] {
  const boxes: Box[] = geometry.boxes.filter((box) => box.index === index);
  for (const shared of geometry.shared) {
    if (index < shared.first || index > shared.last) continue;
    const slice = sliceOf(shared, index);
    const isOnLine = (box: Box) => box.top < shared.bottom && box.bottom > shared.top;
    const around = boxes.findIndex((box) => isOnLine(box) && contains(box, slice.left, slice.top));
    const after = boxes.findIndex((box) => isOnLine(box) && Math.abs(box.left - shared.right) < 1);
    if (around >= 0) boxes[around] = { ...slice, left: boxes[around]?.left ?? slice.left };
    else if (after >= 0) boxes[after] = { ...slice, right: boxes[after]?.right ?? slice.right };
    else boxes.push(slice);
  }
  return boxes;
}

function sliceOf({ first, last, left, right, top, bottom }: SharedBox, index: number): Box {
  const width = (right - left) / (last - first + 1);
  const from = left + (index - first) * width;
  return { left: from, right: from + width, top, bottom };
}

/** Where tokens meet inside the characters that they share. */
export const innerTicks = (geometry: Geometry): Tick[] =>
  geometry.shared.flatMap((box) =>
    Array.from({ length: box.last - box.first }, (_, part) => ({
      x: sliceOf(box, box.first + part + 1).left,
      top: box.top,
      bottom: box.bottom,
    })),
  );
