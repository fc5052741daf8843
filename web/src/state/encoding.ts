// Which encoding is in use, and the way from one to the next.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { BpeekError, type LoadOptions, type Tokenizer } from '../../../wasm/index.ts';
import type { Encoding } from './tokenization.ts';
import { createVocabulary } from './vocabulary.ts';

export type LoadTokenizer = (name: string, options: LoadOptions) => Promise<Tokenizer>;

export interface Loading {
  name: string;
  loaded: number;
  total: number | undefined;
}

export interface LoadFailure {
  name: string;
  error: BpeekError;
}

export interface EncodingState {
  /** The encoding in use. It stays in use until the next one is ready. */
  readonly current: ReadonlySignal<Encoding | undefined>;
  readonly loading: ReadonlySignal<Loading | undefined>;
  readonly failure: ReadonlySignal<LoadFailure | undefined>;
  /** The name that the picker shows: what was asked for last. */
  readonly wanted: ReadonlySignal<string>;
  /** Loads an encoding and puts it in use; what was being loaded before is given up. */
  choose(name: string): Promise<void>;
  dismiss(): void;
  dispose(): void;
}

export function createEncodingState(load: LoadTokenizer, initial: string): EncodingState {
  const current = signal<Encoding | undefined>(undefined);
  const loading = signal<Loading | undefined>(undefined);
  const failure = signal<LoadFailure | undefined>(undefined);
  const asked = signal(initial);
  let request = new AbortController();

  function use(tokenizer: Tokenizer, name: string) {
    const before = current.peek();
    batch(() => {
      current.value = { name, tokenizer, vocabulary: createVocabulary(tokenizer) };
      loading.value = undefined;
    });
    before?.tokenizer.free();
  }

  async function choose(name: string) {
    if (loading.peek()?.name === name) return;
    request.abort();
    request = new AbortController();
    const { signal: cancelled } = request;
    batch(() => {
      asked.value = name;
      failure.value = undefined;
      loading.value =
        name === current.peek()?.name ? undefined : { name, loaded: 0, total: undefined };
    });
    if (!loading.peek()) return;
    try {
      const tokenizer = await load(name, {
        signal: cancelled,
        onProgress(loaded, total) {
          if (!cancelled.aborted) loading.value = { name, loaded, total };
        },
      });
      if (cancelled.aborted) tokenizer.free();
      else use(tokenizer, name);
    } catch (error) {
      // An abort is somebody's newer wish, not a failure.
      if (cancelled.aborted) return;
      batch(() => {
        loading.value = undefined;
        if (error instanceof BpeekError) failure.value = { name, error };
      });
      if (!(error instanceof BpeekError)) throw error;
    }
  }

  return {
    current,
    loading,
    failure,
    wanted: computed(() => asked.value),
    choose,
    dismiss() {
      batch(() => {
        failure.value = undefined;
        asked.value = current.peek()?.name ?? asked.peek();
      });
    },
    dispose() {
      request.abort();
      current.peek()?.tokenizer.free();
      current.value = undefined;
    },
  };
}
