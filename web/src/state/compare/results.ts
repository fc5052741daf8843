// The cuts of the text under each encoding: at once where nobody would notice, and in a worker
// where the page would have to wait.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { connect } from '../../../../wasm/index.ts';
import type { PoolEntry } from '../encoding-pool.ts';
import type { Load } from '../loads.ts';
import type { Policy } from '../policy.ts';
import type { Store } from '../store.ts';
import {
  type Encoding,
  type Ready,
  type Refused,
  tokenize,
  tokenizeAside,
} from '../tokenization.ts';
import { createWorkerLoads } from '../worker-loads.ts';
import { type Cuts, cutsOf } from './cuts.ts';

/** Units of UTF-16 that are tokenized and cut in a fraction of a frame. */
const QUICK = 100_000;

/** The text under one encoding. */
export interface Cut {
  readonly status: 'cut';
  readonly ready: Ready;
  readonly cuts: Cuts;
}

export type Result = Cut | { readonly status: 'refused'; readonly refused: Refused };

export interface ResultsOptions {
  /** The encodings; none while the view is not shown. */
  readonly entries: ReadonlySignal<readonly PoolEntry[]>;
  readonly text: ReadonlySignal<string>;
  readonly policy: ReadonlySignal<Policy>;
}

export interface Results {
  /** Those that are known of the text as it is now. */
  readonly of: ReadonlySignal<ReadonlyMap<Encoding, Result>>;
  /** The encodings in the worker, as far as they are needed there. */
  readonly aside: ReadonlySignal<readonly Load<unknown>[]>;
  retry(name: string): void;
  dispose(): void;
}

const resultOf = (now: Ready | Refused): Result =>
  now.status === 'ready'
    ? { status: 'cut', ready: now, cuts: cutsOf(now) }
    : { status: 'refused', refused: now };

const none: ReadonlyMap<Encoding, Result> = new Map();

export function createResults(store: Store, { entries, text, policy }: ResultsOptions): Results {
  const of = signal(none);
  // The text is not read while the view is not shown: it may have to be made first.
  const isShown = computed(() => entries.value.length > 0);
  const isQuick = computed(() => !isShown.value || text.value.length <= QUICK);
  const engine = connect();
  const names = computed(() => (isQuick.value ? [] : entries.value.map(({ name }) => name)));
  const aside = createWorkerLoads(engine, store.own, names);
  const unwatch = aside.watch();

  // What has been made of the text is kept as long as the text is, whatever else changes.
  let made: { text: string; policy: Policy; request: AbortController } | undefined;
  const begun = new Set<Encoding>();
  function begin(): void {
    made?.request.abort();
    made = { text: text.value, policy: policy.value, request: new AbortController() };
    begun.clear();
    of.value = none;
  }

  async function run(encoding: Encoding, result: Promise<Ready | Refused>, request: AbortSignal) {
    try {
      const now = resultOf(await result);
      if (!request.aborted) of.value = new Map(of.peek()).set(encoding, now);
    } catch (error) {
      if (!request.aborted) throw error;
    }
  }

  function follow(): void {
    if (!isShown.value) {
      made?.request.abort();
      made = undefined;
      of.value = none;
      return;
    }
    if (made?.text !== text.value || made.policy !== policy.value) begin();
    if (!made) return;
    const { signal: request } = made.request;
    const encodings = entries.value.flatMap(({ value }) => value ?? []);
    const there = new Map(aside.entries.value.map(({ name, value }) => [name, value]));
    const quick = new Map(of.peek());
    for (const encoding of encodings) {
      if (begun.has(encoding)) continue;
      if (isQuick.value) {
        quick.set(encoding, resultOf(tokenize(made.text, encoding, made.policy)));
      } else {
        const tokenizer = there.get(encoding.name);
        if (!tokenizer) continue;
        const result = tokenizeAside(made.text, encoding, made.policy, tokenizer, request);
        void run(encoding, result, request);
      }
      begun.add(encoding);
    }
    if (isQuick.value) of.value = quick;
  }
  const unfollow = effect(follow);

  return {
    of,
    aside: aside.entries,
    retry: aside.retry,
    dispose() {
      unfollow();
      made?.request.abort();
      unwatch();
      aside.dispose();
      engine.close();
    },
  };
}
