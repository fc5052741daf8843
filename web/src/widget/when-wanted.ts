// When a widget is to fetch the playground.
import type { Placeholder } from './placeholder.ts';
import type { WidgetLoading } from './settings.ts';

/** How far from the window a widget begins, so that it is ready when it comes into sight. */
const NEAR = '400px';

export async function whenWanted(
  element: Element,
  loading: WidgetLoading,
  placeholder: Placeholder,
  cancelled: AbortSignal,
): Promise<void> {
  if (loading === 'click') await placeholder.ask(cancelled);
  if (loading === 'lazy') await whenNear(element, cancelled);
}

function whenNear(element: Element, cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        resolve();
      },
      { rootMargin: NEAR },
    );
    observer.observe(element);
    cancelled.addEventListener(
      'abort',
      () => {
        observer.disconnect();
        reject(cancelled.reason);
      },
      { once: true },
    );
  });
}
