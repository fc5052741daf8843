// How wide a byte is drawn: as wide as there is room for, within limits; and where that is
// too wide for the box, which bytes are in sight.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';

/** Two hexadecimal digits and a gap. */
const NARROWEST = 18;

export function useUnitWidth(
  box: RefObject<HTMLElement | null>,
  bytes: number,
  widest: number,
): ReadonlySignal<number> {
  const unit = useSignal(widest);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const fitting = Math.floor(element.clientWidth / Math.max(1, bytes));
      unit.value = Math.max(NARROWEST, Math.min(widest, fitting));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, bytes, widest, unit]);
  return unit;
}

/** Scrolls a box sideways when it shows bytes of which some are out of sight. */
export function useInSight(
  box: RefObject<HTMLElement | null>,
  unit: number,
  bytes: { readonly begin: number; readonly end: number } | undefined,
): void {
  const begin = (bytes?.begin ?? 0) * unit;
  const end = (bytes?.end ?? 0) * unit;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { scrollLeft, clientWidth } = element;
    if (begin >= scrollLeft && end <= scrollLeft + clientWidth) return;
    element.scrollLeft = (begin + end - clientWidth) / 2;
  }, [box, begin, end]);
}
