// The tokens in sight, line by line: what an edit has left alone is found again by its line.
import type { Text } from '@codemirror/state';
import type { LiveTokens } from '../state/live-tokens.ts';
import type { Range } from './visible-tokens.ts';

/** A line, or the part of a very long one that is near sight. */
export interface LinePart {
  /** Its text, which begins at `from`, without the line break. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Where the line itself begins. */
  readonly lineFrom: number;
  /** Whether the line break that follows is in sight too. */
  readonly hasBreak: boolean;
  /** The number of its first token; one that goes on in the next line is in both. */
  readonly first: number;
  readonly ids: Uint32Array;
  readonly begins: Uint32Array;
  readonly ends: Uint32Array;
}

export function forEachLinePart(
  doc: Text,
  tokens: LiveTokens,
  range: Range,
  visit: (part: LinePart) => void,
): void {
  const { first, ids, begins, ends } = tokens.between(range.from, range.to);
  let next = 0;
  for (let from = range.from; from <= range.to; ) {
    const line = doc.lineAt(from);
    const to = Math.min(range.to, line.to);
    const start = next > 0 && (ends[next - 1] ?? 0) > from ? next - 1 : next;
    while (next < ids.length && ((begins[next] ?? 0) <= to || range.to <= line.to)) next++;
    visit({
      text: line.text.slice(from - line.from, to - line.from),
      from,
      to,
      lineFrom: line.from,
      hasBreak: range.to > line.to,
      first: first + start,
      ids: ids.subarray(start, next),
      begins: begins.subarray(start, next),
      ends: ends.subarray(start, next),
    });
    from = line.to + 1;
  }
}

/** Whether two parts have the same text and the same tokens, wherever they are. */
export function isAlike(one: LinePart, other: LinePart): boolean {
  const { ids, begins, ends, from } = one;
  return (
    one.text === other.text &&
    one.hasBreak === other.hasBreak &&
    from - one.lineFrom === other.from - other.lineFrom &&
    ids.length === other.ids.length &&
    ids.every(
      (id, i) =>
        id === other.ids[i] &&
        (begins[i] ?? 0) - from === (other.begins[i] ?? 0) - other.from &&
        (ends[i] ?? 0) - from === (other.ends[i] ?? 0) - other.from,
    )
  );
}
