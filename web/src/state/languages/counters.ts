// The encodings that count here, each loaded in the worker when it is first wanted.
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { BpeekError, type LoadOptions, type Special } from '../../../../wasm/index.ts';
import type { LoadFailure, Loading } from '../encoding.ts';

export interface Counter {
  countAll(
    texts: readonly string[],
    options: { special: Special; signal: AbortSignal },
  ): Promise<Uint32Array>;
  free(): void;
}

export type LoadCounter = (name: string, options: LoadOptions) => Promise<Counter>;

/** An encoding that was asked for: ready to count, still loading, or not to be had. */
export interface CounterEntry {
  readonly name: string;
  readonly counter?: Counter;
  readonly loading?: Loading;
  readonly failure?: LoadFailure;
}

export interface Counters {
  /** In the order of the names. */
  readonly entries: ReadonlySignal<readonly CounterEntry[]>;
  /** Loads what the names name, from now until the function that it returns is called. */
  watch(): () => void;
  retry(name: string): void;
  dispose(): void;
}

interface Slot {
  readonly entry: Signal<CounterEntry>;
  free(): void;
}

function createSlot(load: LoadCounter, name: string): Slot {
  const entry = signal<CounterEntry>({ name, loading: { name, loaded: 0, total: undefined } });
  const request = new AbortController();
  const { signal: cancelled } = request;

  async function begin() {
    try {
      const counter = await load(name, {
        signal: cancelled,
        onProgress(loaded, total) {
          if (!cancelled.aborted) entry.value = { name, loading: { name, loaded, total } };
        },
      });
      if (cancelled.aborted) counter.free();
      else entry.value = { name, counter };
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
      entry.peek().counter?.free();
    },
  };
}

export function createCounters(
  load: LoadCounter,
  names: ReadonlySignal<readonly string[]>,
): Counters {
  const slots = signal<ReadonlyMap<string, Slot>>(new Map());
  const follow = () => {
    const now = slots.peek();
    const next = new Map(
      names.value.map((name) => [name, now.get(name) ?? createSlot(load, name)]),
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
      slots.value = new Map(slots.peek()).set(name, createSlot(load, name));
    },
    dispose() {
      for (const slot of slots.peek().values()) slot.free();
      slots.value = new Map();
    },
  };
}
