// Which view is shown: the first step of the address's fragment, as in #/tokens.
import { computed, type ReadonlySignal, signal } from '@preact/signals';

export interface Route {
  /** One of the views, always; the first one where the address names none. */
  readonly view: ReadonlySignal<string>;
  /** What follows the view's name in the fragment, for the view itself to read. */
  readonly rest: ReadonlySignal<string>;
  dispose(): void;
}

export const hrefOf = (view: string) => `#/${view}`;

export function createRoute(views: readonly [string, ...string[]]): Route {
  const hash = signal(location.hash);
  const follow = () => {
    hash.value = location.hash;
  };
  addEventListener('hashchange', follow);
  const steps = computed(() => /^#\/([^/?]*)(.*)$/s.exec(hash.value));
  return {
    view: computed(() => views.find((view) => view === steps.value?.[1]) ?? views[0]),
    rest: computed(() => steps.value?.[2] ?? ''),
    dispose: () => removeEventListener('hashchange', follow),
  };
}
