// Views that are fetched when they are first shown.
import { effect, type ReadonlySignal, signal } from '@preact/signals';

export type ViewState<T> =
  | { status: 'ready'; view: T }
  | { status: 'loading' }
  | { status: 'failed' };

export interface ViewLoader<T> {
  readonly state: ReadonlySignal<ViewState<T>>;
  retry(): void;
  dispose(): void;
}

/** Follows `name`; `load` gives a view at once, or promises the module whose default it is. */
export function createViewLoader<T>(
  name: ReadonlySignal<string>,
  load: (name: string) => T | Promise<{ default: T }>,
): ViewLoader<T> {
  const state = signal<ViewState<T>>({ status: 'loading' });
  const attempt = signal(0);
  const here = new Map<string, T>();

  async function fetchView(wanted: string, view: Promise<{ default: T }>) {
    let next: ViewState<T>;
    try {
      next = { status: 'ready', view: (await view).default };
      here.set(wanted, next.view);
    } catch (error) {
      // A chunk that could not be fetched; a fault of its code would be no TypeError.
      if (!(error instanceof TypeError)) throw error;
      next = { status: 'failed' };
    }
    if (name.peek() === wanted) state.value = next;
  }

  const stop = effect(() => {
    attempt.value;
    const wanted = name.value;
    const view = here.get(wanted) ?? load(wanted);
    if (view instanceof Promise) {
      state.value = { status: 'loading' };
      void fetchView(wanted, view);
    } else {
      state.value = { status: 'ready', view };
    }
  });
  return {
    state,
    retry() {
      attempt.value++;
    },
    dispose: stop,
  };
}
