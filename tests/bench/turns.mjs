// How contestants are timed: in turn (A B C A B C), until each has its runs or its time is up.
const RUNS = 7;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How long an action takes, in milliseconds. */
export function timed(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

/**
 * Takes turns among contestants { name, time }, `time` giving milliseconds, until each has had so
 * many seconds; name -> the times.
 */
export async function takeTurns(contestants, seconds = 6) {
  const times = new Map(contestants.map(({ name }) => [name, []]));
  const spent = new Map(contestants.map(({ name }) => [name, 0]));
  for (let round = 0; round < RUNS; round++) {
    for (const { name, time } of contestants) {
      if (spent.get(name) > seconds * 1000) continue;
      const ms = await time(round);
      times.get(name).push(ms);
      spent.set(name, spent.get(name) + ms);
    }
  }
  return times;
}
