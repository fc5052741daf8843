// What is loaded by the names of encodings, several at once: each when it is first wanted.
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { BpeekError, type LoadOptions } from '../../../wasm/index.ts';
import type { LoadFailure, Loading } from './encoding.ts';

/** An encoding that was asked for: ready, still loading, or not to be had. */
export interface Load<T> {
  readonly name: string;
  readonly value?: T;
  readonly loading?: Loading;
  readonly failure?: LoadFailure;
}

export interface Loads<T> {
  /** In the order of the names. */
  readonly entries: ReadonlySignal<readonly Load<T>[]>;
  /** Loads what the names name, from now until the function that it returns is called. */
  watch(): () => void;
  /** Asks once more for an encoding that could not be loaded. */
  retry(name: string): void;
  dispose(): void;
}

export interface LoadsOptions<T> {
  readonly load: (name: string, options: LoadOptions) => Promise<T>;
  readonly free: (value: T) => void;
  /** What they name no more is freed. */
  readonly names: ReadonlySignal<readonly string[]>;
}

interface Slot<T> {
  readonly entry: Signal<Load<T>>;
  free(): void;
}

function createSlot<T>({ load, free }: LoadsOptions<T>, name: string): Slot<T> {
  const entry = signal<Load<T>>({ name, loading: { name, loaded: 0, total: undefined } });
  const request = new AbortController();
  const { signal: cancelled } = request;

  async function begin() {
    try {
      const value = await load(name, {
        signal: cancelled,
        onProgress(loaded, total) {
          if (!cancelled.aborted) entry.value = { name, loading: { name, loaded, total } };
        },
      });
      if (cancelled.aborted) free(value);
      else entry.value = { name, value };
    } catch (error) {
      // An abort is somebody's newer wish, not a failure.
      if (cancelled.aborted) return;
      if (!(error instanceof BpeekError)) throw error;
      entry.value = { name, failure: { name, error } };
    }
  }

  void begin();
  return {
    entry,
    free() {
      request.abort();
      const { value } = entry.peek();
      if (value !== undefined) free(value);
    },
  };
}

export function createLoads<T>(options: LoadsOptions<T>): Loads<T> {
  const slots = signal<ReadonlyMap<string, Slot<T>>>(new Map());
  const follow = () => {
    const now = slots.peek();
    const next = new Map(
      options.names.value.map((name) => [name, now.get(name) ?? createSlot(options, name)]),
    );
    slots.value = next;
    for (const [name, slot] of now) if (!next.has(name)) slot.free();
  };
  return {
    entries: computed(() => [...slots.value.values()].map(({ entry }) => entry.value)),
    watch: () => effect(follow),
    retry(name) {
      const slot = slots.peek().get(name);
      if (!slot) return;
      slot.free();
      slots.value = new Map(slots.peek()).set(name, createSlot(options, name));
    },
    dispose() {
      for (const slot of slots.peek().values()) slot.free();
      slots.value = new Map();
    },
  };
}
