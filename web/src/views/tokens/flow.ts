// Setting tokens in rows like words on a page, by arithmetic alone: of a long
// text only the rows in sight are ever in the document.
import type { TokenChange } from '../../../../wasm/index.ts';
import type { Since } from '../../state/aside.ts';
import type { LiveTokens } from '../../state/live-tokens.ts';

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

export const noRows: Rows = { starts: [], widthAt: () => 0 };

/** How tokens are set: a change of any of these sets all of them anew. */
export interface Setting {
  readonly widths: Widths;
  readonly rowWidth: number;
}

/** Tokens that are read from the document at a time. */
const STEP = 1 << 14;
/** Rows that are set anew behind an edit before a short row is the lesser evil. */
const MANY_ROWS = 64;

/**
 * Sets tokens in rows, from one that begins a row on. Calls `visit` with the first token of each
 * further row until it returns true; returns whether it did.
 */
function setRows(
  tokens: LiveTokens,
  { widths, rowWidth }: Setting,
  from: number,
  visit: (start: number) => boolean,
): boolean {
  const { known } = widths;
  let used = 0;
  // Few at first: behind an edit some rows are all that is needed.
  for (let first = from, step = 512; first < tokens.count; first += step, step = STEP) {
    const { ids } = tokens.at(first, step);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const width = known[id] || widths.of(id);
      if (used > 0 && used + width > rowWidth) {
        if (visit(first + i)) return true;
        used = 0;
      }
      used += width + GAP;
    }
  }
  return false;
}

/** All rows of a text. */
function allRows(tokens: LiveTokens, setting: Setting): number[] {
  if (tokens.count === 0) return [];
  const starts = [0];
  setRows(tokens, setting, 0, (start) => {
    starts.push(start);
    return false;
  });
  starts.push(tokens.count);
  return starts;
}

/**
 * The rows after a change of some tokens: set anew from the row before the change until one begins
 * where one began before. Where that does not happen soon, one row is left short of its end.
 */
function changedRows(
  before: readonly number[],
  tokens: LiveTokens,
  setting: Setting,
  { first, removed, added }: TokenChange,
): number[] {
  const shift = added - removed;
  const from = rowOf(before, Math.max(0, first - 1));
  const fresh: number[] = [];
  /** The first of the rows before that stays, or the end of them. */
  let kept = from + 1;
  const end = before.length - 1;
  const startOfKept = () => (before[kept] ?? 0) + shift;
  const hasMet = setRows(tokens, setting, before[from] ?? 0, (start) => {
    const isBehind = start >= first + added;
    if (isBehind) {
      while (kept < end && startOfKept() < start) kept++;
      if (startOfKept() === start) return true;
    }
    fresh.push(start);
    return isBehind && fresh.length >= MANY_ROWS;
  });
  if (!hasMet) kept = end;
  const starts = before.slice(0, from + 1).concat(fresh, before.slice(kept));
  for (let row = from + 1 + fresh.length; row < starts.length; row++) {
    starts[row] = (starts[row] ?? 0) + shift;
  }
  return starts;
}

/** Keeps the rows of a text that is edited. */
export function createRowSetter() {
  let last: { tokens: LiveTokens; setting: Setting; starts: readonly number[] } | undefined;

  function startsOf(tokens: LiveTokens, setting: Setting, since?: Since): readonly number[] {
    const isSetAlike =
      last?.setting.widths === setting.widths && last.setting.rowWidth === setting.rowWidth;
    if (last && isSetAlike && last.tokens === tokens) return last.starts;
    const isKnown = isSetAlike && last?.tokens === since?.tokens;
    return last && since && isKnown && last.tokens.count > 0 && tokens.count > 0
      ? changedRows(last.starts, tokens, setting, since.change)
      : allRows(tokens, setting);
  }

  return (tokens: LiveTokens, setting: Setting, since?: Since): Rows => {
    const starts = startsOf(tokens, setting, since);
    last = { tokens, setting, starts };
    const widthAt = (index: number) => setting.widths.of(tokens.at(index, 1).ids[0] ?? 0);
    return { starts, widthAt };
  };
}

/** The row that a token is in. */
export function rowOf(starts: readonly number[], index: number): number {
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
  for (let i = rows.starts[rowOf(rows.starts, index)] ?? 0; i < index; i++)
    left += rows.widthAt(i) + GAP;
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
    const row = rowOf(rows.starts, index) + change;
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
