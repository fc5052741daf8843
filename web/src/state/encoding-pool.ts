// Several encodings in use at once, for views that compare them.
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { BpeekError } from '../../../wasm/index.ts';
import type { LoadFailure, Loading, LoadTokenizer } from './encoding.ts';
import type { Encoding } from './tokenization.ts';
import { createVocabulary } from './vocabulary.ts';

/** An encoding that was asked for: ready, still loading, or not to be had. */
export interface PoolEntry {
  readonly name: string;
  readonly encoding?: Encoding;
  readonly loading?: Loading;
  readonly failure?: LoadFailure;
}

export interface PoolUse {
  /** In the order of the names. */
  readonly entries: ReadonlySignal<readonly PoolEntry[]>;
  /** Asks once more for an encoding that could not be loaded. */
  retry(name: string): void;
  dispose(): void;
}

export interface EncodingPool {
  /** Loads what these names name, and frees what they name no more. */
  use(names: ReadonlySignal<readonly string[]>): PoolUse;
}

interface Slot {
  readonly entry: Signal<PoolEntry>;
  free(): void;
}

function createSlot(load: LoadTokenizer, name: string): Slot {
  const entry = signal<PoolEntry>({ name, loading: { name, loaded: 0, total: undefined } });
  const request = new AbortController();
  const { signal: cancelled } = request;

  async function begin() {
    try {
      const tokenizer = await load(name, {
        signal: cancelled,
        onProgress(loaded, total) {
          if (!cancelled.aborted) entry.value = { name, loading: { name, loaded, total } };
        },
      });
      if (cancelled.aborted) tokenizer.free();
      else {
        const encoding = { name, tokenizer, vocabulary: createVocabulary(tokenizer) };
        entry.value = { name, encoding };
      }
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
      entry.peek().encoding?.tokenizer.free();
    },
  };
}

export function createEncodingPool(load: LoadTokenizer): EncodingPool {
  return {
    use(names) {
      const slots = signal<ReadonlyMap<string, Slot>>(new Map());
      const stop = effect(() => {
        const wanted = new Set(names.value);
        const now = slots.peek();
        const next = new Map(
          [...wanted].map((name) => [name, now.get(name) ?? createSlot(load, name)]),
        );
        slots.value = next;
        for (const [name, slot] of now) if (!wanted.has(name)) slot.free();
      });
      const entries = computed(() => [...slots.value.values()].map((slot) => slot.entry.value));
      return {
        entries,
        retry(name) {
          slots.peek().get(name)?.free();
          slots.value = new Map(slots.peek()).set(name, createSlot(load, name));
        },
        dispose() {
          stop();
          for (const slot of slots.peek().values()) slot.free();
          slots.value = new Map();
        },
      };
    },
  };
}
