// Measures the tokens in sight. Of a line that an edit has left as it was only its place is measured,
// and one token to be sure; its geometry is moved along.
import type { EditorView } from '@codemirror/view';
import type { LiveTokens } from '../state/live-tokens.ts';
import type { Box, Geometry } from './geometry.ts';
import { forEachLinePart, isAlike, type LinePart } from './line-parts.ts';
import { createMeter, type LineGeometry, type Meter, measureLine } from './measure.ts';
import type { Sight } from './sight.ts';
import type { Range } from './visible-tokens.ts';

export interface WhatToMeasure {
  tokens: LiveTokens;
  sight: Sight;
  /** The parts of the text that are near sight. */
  ranges: readonly Range[];
  withWhitespace: boolean;
}

interface Measured {
  readonly part: LinePart;
  /** The line's own box. */
  readonly box: Box;
  readonly geometry: LineGeometry;
  readonly withWhitespace: boolean;
}

export function createTokenMeter(view: EditorView) {
  const known = new WeakMap<Element, Measured>();

  function lineGeometry(meter: Meter, part: LinePart, what: WhatToMeasure): LineGeometry {
    const { tokens, withWhitespace } = what;
    const { element, box } = meter.line(part.from);
    const before = known.get(element);
    const isKnown = before?.withWhitespace === withWhitespace && isAlike(before.part, part);
    const geometry =
      (isKnown && moved(before, part, box, meter)) ||
      measureLine(meter, tokens, part, withWhitespace);
    known.set(element, { part, box, geometry, withWhitespace });
    return geometry;
  }

  return (what: WhatToMeasure): Geometry => {
    const { tokens, sight, ranges } = what;
    const meter = createMeter(view);
    const lines: LineGeometry[] = [];
    for (const range of ranges) {
      forEachLinePart(view.state.doc, tokens, range, (part) => {
        lines.push(lineGeometry(meter, part, what));
      });
    }
    return {
      tokens,
      sight,
      boxes: lines.flatMap(({ boxes }) => boxes),
      ticks: lines.flatMap(({ ticks }) => ticks),
      shared: lines.flatMap(({ shared }) => shared),
      whitespace: lines.flatMap(({ whitespace }) => whitespace),
    };
  };
}

const isNear = (one: number, other: number) => Math.abs(one - other) < 0.01;

/** How far a box has moved; undefined if it has not only moved. */
function way(from: Box, to: Box): { x: number; y: number } | undefined {
  const x = to.left - from.left;
  const y = to.top - from.top;
  const isMoved = isNear(to.right - from.right, x) && isNear(to.bottom - from.bottom, y);
  return isMoved ? { x, y } : undefined;
}

/** The geometry of a line that is as it was, where it is now; undefined if it is laid out otherwise. */
function moved(
  { part: before, box, geometry }: Measured,
  part: LinePart,
  boxNow: Box,
  meter: Meter,
): LineGeometry | undefined {
  const by = way(box, boxNow);
  if (!by) return undefined;
  // Another font, another size of it, another place to wrap: the end of the line tells.
  const last = geometry.boxes.at(-1);
  if (last) {
    const i = last.index - before.first;
    const from = Math.max(part.begins[i] ?? 0, part.from);
    const lastNow = meter.boxes(from, Math.min(part.ends[i] ?? 0, part.to)).at(-1);
    const lastBy = lastNow && way(last, lastNow);
    if (!lastBy || !isNear(lastBy.x, by.x) || !isNear(lastBy.y, by.y)) return undefined;
  }
  return shifted(geometry, by, part.first - before.first);
}

function shifted(
  geometry: LineGeometry,
  { x, y }: { x: number; y: number },
  tokens: number,
): LineGeometry {
  if (x === 0 && y === 0 && tokens === 0) return geometry;
  const shift = <T extends Box>(box: T): T => ({
    ...box,
    left: box.left + x,
    top: box.top + y,
    right: box.right + x,
    bottom: box.bottom + y,
  });
  return {
    boxes: geometry.boxes.map((box) => ({ ...shift(box), index: box.index + tokens })),
    ticks: geometry.ticks.map((tick) => ({
      x: tick.x + x,
      top: tick.top + y,
      bottom: tick.bottom + y,
    })),
    shared: geometry.shared.map((box) => ({
      ...shift(box),
      first: box.first + tokens,
      last: box.last + tokens,
    })),
    whitespace: geometry.whitespace.map(shift),
  };
}
