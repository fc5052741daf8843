// How wide a byte is drawn: as wide as there is room for, within limits.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

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
