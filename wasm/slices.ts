/**
 * How large the next slice of a long piece of work should be to take about `goal` ms, after one of
 * this size took `ms`. It is wrong at first, but soon right.
 */
export function nextSlice(size: number, ms: number, goal: number): number {
  if (ms < goal / 2) return size * 2;
  return ms > goal ? Math.max(1, Math.floor((size * goal) / ms)) : size;
}
