// What opens over the page closes again on Escape, or when the reader turns to
// anything else.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

export function useDismiss(
  root: RefObject<HTMLElement | null>,
  isOpen: boolean,
  /** `isEscape`: by the keyboard, whose focus goes back to what opened it. */
  close: (isEscape: boolean) => void,
) {
  useEffect(() => {
    const element = root.current;
    if (!isOpen || !element) return;
    const leave = (event: Event) => {
      // The path, since the target of an event in a shadow tree is its host to the document.
      if (!event.composedPath().includes(element)) close(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close(true);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    element.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
      element.removeEventListener('keydown', closeOnEscape);
    };
  }, [root, isOpen, close]);
}

/** The element in focus, in a shadow tree as in the document. */
export function focusedIn(element: HTMLElement | null): Element | null {
  const root = element?.getRootNode();
  return root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
}
