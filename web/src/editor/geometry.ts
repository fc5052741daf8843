// Where the tokens in sight lie: what the boundary ticks, the outline and the
// pointer need. Coordinates are those of the editor's content.
import type { LiveTokens } from '../state/live-tokens.ts';
import type { Sight } from './sight.ts';

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
  tokens: LiveTokens;
  /** What was measured lies in there, or is all there is. */
  sight: Sight;
  boxes: readonly TokenBox[];
  ticks: readonly Tick[];
  shared: readonly SharedBox[];
  whitespace: readonly WhitespaceBox[];
}

const contains = (box: Box, x: number, y: number) =>
  x >= box.left && x < box.right && y >= box.top && y < box.bottom;

/**
 * The token at a point; on a shared character, the one whose share of its width is hit. The space
 * between two lines belongs to the nearer one, so that the pointer meets no gaps.
 */
export function tokenAtPoint(
  geometry: Geometry,
  lineHeight: number,
  x: number,
  y: number,
): number | undefined {
  const isHit = (box: Box) => {
    const space = Math.max(0, (lineHeight - (box.bottom - box.top)) / 2);
    return contains({ ...box, top: box.top - space, bottom: box.bottom + space }, x, y);
  };
  const shared = geometry.shared.find(isHit);
  if (shared) {
    const parts = shared.last - shared.first + 1;
    const part = Math.floor(((x - shared.left) / (shared.right - shared.left)) * parts);
    return shared.first + Math.min(part, parts - 1);
  }
  return geometry.boxes.find(isHit)?.index;
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
