// A long text in pages, so that no more of it is in the document than one looks at.

/**
 * Where the pages of a text begin, each of about `size` units of UTF-16: they end with a line
 * where one ends in their second half. `roundUp` moves a place on to one where a page may end.
 */
export function pageStarts(
  text: string,
  size: number,
  roundUp: (position: number) => number,
): number[] {
  const starts = [0];
  for (let from = 0; text.length - from > size; ) {
    const line = text.lastIndexOf('\n', from + size - 1) + 1;
    const to = roundUp(line > from + size / 2 ? line : from + size);
    if (to >= text.length) break;
    starts.push(to);
    from = to;
  }
  return starts;
}

/** The page that holds a place. */
export function pageAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return low;
}
