// Setting tokens in rows like words on a page, by arithmetic alone: of a long
// text only the rows in sight are ever in the document.

/** Between two tokens of a row, in px. */
export const GAP = 4;

export interface Widths {
  /** By id; 0 where nobody has asked yet. */
  readonly known: Float32Array;
  of(id: number): number;
}

export interface Rows {
  /** The first token of each row, and after the last row the number of tokens. */
  readonly starts: readonly number[];
  /** How wide the token at an index is. */
  widthAt(index: number): number;
}

export function flow(ids: Uint32Array | undefined, widths: Widths, rowWidth: number): Rows {
  if (!ids || ids.length === 0) return { starts: [], widthAt: () => 0 };
  const { known } = widths;
  const starts = [0];
  let used = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0;
    const width = known[id] || widths.of(id);
    if (used > 0 && used + width > rowWidth) {
      starts.push(index);
      used = 0;
    }
    used += width + GAP;
  }
  starts.push(ids.length);
  return { starts, widthAt: (index) => widths.of(ids[index] ?? 0) };
}

/** The row that a token is in. */
export function rowOf({ starts }: Rows, index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }
  return low;
}

/** Where the middle of a token is in its row. */
function middleOf(rows: Rows, index: number): number {
  let left = 0;
  for (let i = rows.starts[rowOf(rows, index)] ?? 0; i < index; i++) left += rows.widthAt(i) + GAP;
  return left + rows.widthAt(index) / 2;
}

/** The token of a row whose middle is nearest to that of a token in another row. */
function nearestInRow(rows: Rows, row: number, index: number): number {
  const goal = middleOf(rows, index);
  const first = rows.starts[row] ?? 0;
  const inRow = Array.from(
    { length: (rows.starts[row + 1] ?? first) - first },
    (_, i) => first + i,
  );
  const distance = (i: number) => Math.abs(middleOf(rows, i) - goal);
  return inRow.reduce((nearest, i) => (distance(i) < distance(nearest) ? i : nearest), first);
}

/** The token that a key leads to; undefined for a key that leads nowhere. */
export function nextToken(
  key: string,
  index: number,
  rows: Rows,
  rowsOfPage: number,
): number | undefined {
  const last = (rows.starts.at(-1) ?? 1) - 1;
  const down = (change: number) => {
    const row = rowOf(rows, index) + change;
    return nearestInRow(rows, Math.max(0, Math.min(rows.starts.length - 2, row)), index);
  };
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return down(-1);
    case 'ArrowDown':
      return down(1);
    case 'PageUp':
      return down(-rowsOfPage);
    case 'PageDown':
      return down(rowsOfPage);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
