// Something fetched once, when it is first wanted, and again if that fails.
import { type ReadonlySignal, signal } from '@preact/signals';
import { FileProblem, type Progress } from './packed-file.ts';

export type FetchState<T> =
  | { readonly status: 'unasked' }
  | { readonly status: 'loading'; readonly progress: Progress }
  | { readonly status: 'failed'; readonly problem: FileProblem }
  | { readonly status: 'ready'; readonly value: T };

export interface Fetched<T> {
  readonly state: ReadonlySignal<FetchState<T>>;
  /** What has been fetched; undefined until then. */
  value(): T | undefined;
  /** Fetches it, if nobody has asked for it yet. */
  want(): void;
  /** Asks once more for what could not be fetched. */
  retry(): void;
  /** Gives up what is on its way. */
  giveUp(): void;
}

export function createFetched<T>(
  load: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<T>,
): Fetched<T> {
  const state = signal<FetchState<T>>({ status: 'unasked' });
  let request = new AbortController();

  async function begin() {
    request = new AbortController();
    const { signal: cancelled } = request;
    state.value = { status: 'loading', progress: { loaded: 0, total: undefined } };
    try {
      const value = await load(cancelled, (progress) => {
        if (!cancelled.aborted) state.value = { status: 'loading', progress };
      });
      if (!cancelled.aborted) state.value = { status: 'ready', value };
    } catch (error) {
      if (cancelled.aborted) return;
      if (!(error instanceof FileProblem)) throw error;
      state.value = { status: 'failed', problem: error };
    }
  }

  return {
    state,
    value: () => (state.value.status === 'ready' ? state.value.value : undefined),
    want() {
      if (state.peek().status === 'unasked') void begin();
    },
    retry() {
      if (state.peek().status === 'failed') void begin();
    },
    giveUp() {
      if (state.peek().status !== 'loading') return;
      request.abort();
      state.value = { status: 'unasked' };
    },
  };
}
