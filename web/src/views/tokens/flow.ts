// Setting tokens in rows like words on a page, by arithmetic alone: of a long
// text only the rows in sight are ever in the document.

export interface Widths {
  /** By id; 0 where nobody has asked yet. */
  readonly known: Float32Array;
  of(id: number): number;
}

/** The first token of each row, and after the last row the number of tokens. */
export function flow(ids: Uint32Array, widths: Widths, rowWidth: number, gap: number): number[] {
  const { known } = widths;
  const rows = ids.length > 0 ? [0] : [];
  let used = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0;
    const width = known[id] || widths.of(id);
    if (used > 0 && used + width > rowWidth) {
      rows.push(index);
      used = 0;
    }
    used += width + gap;
  }
  rows.push(ids.length);
  return rows;
}

/** The row that a token is in. */
export function rowOf(rows: readonly number[], index: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }
  return low;
}

/** The token in the next or an earlier row whose middle is nearest to that of this one. */
export function tokenInRow(
  rows: readonly number[],
  index: number,
  row: number,
  widthAt: (index: number) => number,
  gap: number,
): number {
  const middleOf = (wanted: number) => {
    let left = 0;
    for (let i = rows[rowOf(rows, wanted)] ?? 0; i < wanted; i++) left += widthAt(i) + gap;
    return left + widthAt(wanted) / 2;
  };
  const goal = middleOf(index);
  let nearest = rows[row] ?? 0;
  let distance = Number.POSITIVE_INFINITY;
  for (let i = nearest; i < (rows[row + 1] ?? 0); i++) {
    const away = Math.abs(middleOf(i) - goal);
    if (away < distance) {
      distance = away;
      nearest = i;
    }
  }
  return nearest;
}
