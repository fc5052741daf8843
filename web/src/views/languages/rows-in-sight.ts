// Which rows of a long list are in the document: those in sight, some around them,
// and one that must stay; gaps stand for the others.

export type Part =
  | { readonly kind: 'row'; readonly index: number }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

interface Options {
  total: number;
  rowHeight: number;
  /** How far the list is scrolled, and how much of it is seen. */
  top: number;
  height: number;
  /** The row that must stay; -1 for none. */
  pinned: number;
}

/** Rows kept ready above and below those in sight. */
const SPARE = 6;

export function rowsInSight({ total, rowHeight, top, height, pinned }: Options): Part[] {
  const first = Math.min(total, Math.max(0, Math.floor(top / rowHeight) - SPARE));
  const last = Math.min(total, Math.ceil((top + height) / rowHeight) + SPARE);
  const indices = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  if (pinned >= 0 && pinned < first) indices.unshift(pinned);
  if (pinned >= last) indices.push(pinned);
  const parts: Part[] = [];
  let next = 0;
  for (const index of indices) {
    if (index > next) parts.push({ kind: 'gap', from: next, to: index });
    parts.push({ kind: 'row', index });
    next = index + 1;
  }
  if (next < total) parts.push({ kind: 'gap', from: next, to: total });
  return parts;
}
