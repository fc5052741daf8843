// Work that can wait, so that the page answers first.

/** Calls back in a moment when the page has nothing else to do; soon, where it can't tell. */
export function whenIdle(callback: () => void, options?: IdleRequestOptions): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const waiting = setTimeout(callback);
    return () => clearTimeout(waiting);
  }
  const waiting = requestIdleCallback(callback, options);
  return () => cancelIdleCallback(waiting);
}

/** In ms; so long may a page be busy before what follows its paint no longer waits. */
const LATEST = 100;

/** Calls back once the next frame is painted, when the page has nothing else to do. */
export function afterPaint(callback: () => void): () => void {
  const idle = () => whenIdle(callback, { timeout: LATEST });
  // Nothing is painted where nobody looks.
  if (document.hidden) return idle();
  let stop = () => cancelAnimationFrame(frame);
  const frame = requestAnimationFrame(() => {
    stop = idle();
  });
  return () => stop();
}
