// The line of tokens against merges.

export interface ChartPoint {
  readonly merges: number;
  readonly tokens: number;
}

/** More points than this are not seen. */
const POINTS = 240;

/** Some of the counts, the first and the last among them. */
export function chartPoints(counts: readonly number[], mergeCount: number): ChartPoint[] {
  const stride = Math.max(1, Math.ceil(mergeCount / POINTS));
  const points: ChartPoint[] = [];
  for (let merges = 0; merges < mergeCount; merges += stride) {
    points.push({ merges, tokens: counts[merges] ?? 0 });
  }
  points.push({ merges: mergeCount, tokens: counts[mergeCount] ?? 0 });
  return points;
}
