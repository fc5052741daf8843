// Measures where the tokens of a line lie. Reads the layout, so it belongs in the editor's
// measure phase; and reads little of it, for each box costs some microseconds.
import type { EditorView } from '@codemirror/view';
import type { LiveTokens } from '../state/live-tokens.ts';
import { sharedStart } from '../state/tokens.ts';
import { isUnseen } from '../state/visible.ts';
import { createDomPositions } from './dom-positions.ts';
import type { Box, SharedBox, Tick, TokenBox, WhitespaceBox } from './geometry.ts';
import type { LinePart } from './line-parts.ts';

/** What there is in a line, or a part of one. */
export interface LineGeometry {
  readonly boxes: readonly TokenBox[];
  readonly ticks: readonly Tick[];
  readonly shared: readonly SharedBox[];
  readonly whitespace: readonly WhitespaceBox[];
}

export function measureLine(
  meter: Meter,
  tokens: LiveTokens,
  part: LinePart,
  withWhitespace: boolean,
): LineGeometry {
  const boxes: TokenBox[] = [];
  const ticks: Tick[] = [];
  const shared: SharedBox[] = [];
  const whitespace: WhitespaceBox[] = [];
  const isRightToLeft = RIGHT_TO_LEFT.test(part.text);
  let sharedTo = -1;

  function addBoxes(index: number, begin: number, from: number, to: number) {
    const first = boxes.length;
    for (const box of meter.boxes(from, to)) boxes.push({ ...box, index });
    const box = boxes[first];
    // A line begins with a token anyway: nothing to separate there.
    if (!box || from !== begin || from === part.lineFrom) return;
    const x = isRightToLeft ? meter.startX(from, box) : box.left;
    ticks.push({ x, top: box.top, bottom: box.bottom });
  }

  function addShared(index: number, id: number, begin: number) {
    const place = sharedStart(tokens, id, begin);
    if (!place) return;
    const last = shared.at(-1);
    if (last && place.to === sharedTo) {
      last.last = index;
      return;
    }
    const [box] = meter.boxes(place.from, place.to);
    if (!box) return;
    sharedTo = place.to;
    shared.push({ ...box, first: index - 1, last: index });
  }

  function addWhitespace(from: number, to: number) {
    let at = from;
    for (const character of part.text.slice(from - part.from, to - part.from)) {
      const next = at + character.length;
      const [box] = isUnseen(character) ? meter.boxes(at, next) : [];
      if (box) whitespace.push({ ...box, character });
      at = next;
    }
  }

  for (const [i, id] of part.ids.entries()) {
    const index = part.first + i;
    const begin = part.begins[i] ?? 0;
    const from = Math.max(begin, part.from);
    const to = Math.min(part.ends[i] ?? 0, part.to);
    if (to > from) addBoxes(index, begin, from, to);
    addShared(index, id, begin);
    if (withWhitespace) addWhitespace(from, to);
  }
  const end = withWhitespace && part.hasBreak ? meter.lineEnd(part.to) : undefined;
  if (end) whitespace.push({ ...end, character: '\n' });
  return { boxes, ticks, shared, whitespace };
}

// Hebrew, Arabic and the other scripts that are written from right to left.
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

export interface Meter {
  /** The boxes of a part of one line; more than one where the line is wrapped inside it. */
  boxes(from: number, to: number): Box[];
  /** The side of the box on which its text begins. */
  startX(from: number, box: Box): number;
  /** Where a line break would be if it could be seen. */
  lineEnd(at: number): Box | undefined;
  /** The element of the line that a position is in, with its box. */
  line(from: number): { element: Element; box: Box };
}

/** For one measure phase. */
export function createMeter(view: EditorView): Meter {
  const positions = createDomPositions(view);
  const range = document.createRange();
  const origin = view.contentDOM.getBoundingClientRect();
  const { scaleX, scaleY } = view;

  const place = (rect: { left: number; top: number; right: number; bottom: number }): Box => ({
    left: (rect.left - origin.left) / scaleX,
    top: (rect.top - origin.top) / scaleY,
    right: (rect.right - origin.left) / scaleX,
    bottom: (rect.bottom - origin.top) / scaleY,
  });

  return {
    boxes(from, to) {
      const start = positions.start(from);
      const end = positions.end(to);
      range.setStart(start.node, start.offset);
      range.setEnd(end.node, end.offset);
      return Array.from(range.getClientRects(), place);
    },

    startX(from, box) {
      const rect = view.coordsAtPos(from, 1);
      return rect ? place(rect).left : box.left;
    },

    lineEnd(at) {
      const rect = view.coordsAtPos(at, -1);
      if (!rect) return undefined;
      const box = place(rect);
      return { ...box, right: box.left + view.defaultCharacterWidth };
    },

    line(from) {
      const { node } = positions.start(from);
      const inside = node instanceof Element ? node : node.parentElement;
      const element = inside?.closest('.cm-line') ?? view.contentDOM;
      return { element, box: place(element.getBoundingClientRect()) };
    },
  };
}
