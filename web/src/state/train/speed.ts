// How fast a training is to go on: merges a second, or as many as the machine can.

export const FULL = Number.POSITIVE_INFINITY;

export const speeds = [1, 2, 5, 10, 25, 50, 100, 250, FULL] as const;

export type Speed = (typeof speeds)[number];

export const DEFAULT_SPEED: Speed = 10;

/** The page is drawn about so often, in ms: what goes faster is done several at a time. */
const TICK = 40;

/** What a step at full speed may take: short enough for a pause to be one. */
const SLICE = 32;

/** How many merges come next; `size` is how many the last ones suggest at full speed. */
export const nextCount = (speed: Speed, size: number) =>
  speed === FULL ? size : Math.max(1, Math.round((speed * TICK) / 1000));

/** How many merges to do next at full speed, after `size` of them took `ms`. */
export function nextSize(size: number, ms: number): number {
  if (ms < SLICE / 2) return size * 2;
  return ms > SLICE ? Math.max(1, size >> 1) : size;
}

/** How long to wait after `count` merges that took `ms`, so that the speed is kept. */
export const pauseAfter = (speed: Speed, count: number, ms: number) =>
  speed === FULL ? 0 : Math.max(0, (count * 1000) / speed - ms);
