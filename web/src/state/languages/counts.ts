// Texts counted under several encodings, again whenever texts or encodings change.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { BpeekError, type Special } from '../../../../wasm/index.ts';
import type { Counter, CounterEntry } from './counters.ts';

/** What one encoding has counted. */
export interface Counted {
  readonly texts: readonly string[];
  /** As many as texts; undefined where a text was refused. */
  readonly tokens: readonly (number | undefined)[];
}

export interface Counts {
  /** By the encoding's name; the last that was counted, which may be of other texts. */
  readonly counted: ReadonlySignal<ReadonlyMap<string, Counted>>;
  /** Counts what is to be counted, from now until the function that it returns is called. */
  watch(): () => void;
}

interface Job {
  readonly counter: Counter;
  readonly texts: readonly string[];
  readonly special: Special;
  readonly request: AbortController;
}

export interface CountsOptions {
  readonly entries: ReadonlySignal<readonly CounterEntry[]>;
  /** Undefined while there are none. */
  readonly texts: ReadonlySignal<readonly string[] | undefined>;
  readonly special: ReadonlySignal<Special>;
}

export function createCounts({ entries, texts, special }: CountsOptions): Counts {
  const counted = signal<ReadonlyMap<string, Counted>>(new Map());
  const jobs = new Map<string, Job>();

  async function run(name: string, job: Job) {
    const cancelled = job.request.signal;
    try {
      const tokens = await count(job);
      cancelled.throwIfAborted();
      counted.value = new Map(counted.peek()).set(name, { texts: job.texts, tokens });
    } catch (error) {
      if (!cancelled.aborted) throw error;
    }
  }

  function follow() {
    const wanted = texts.value;
    const policy = special.value;
    for (const { name, value: counter } of entries.value) {
      const job = jobs.get(name);
      const isSame = job?.counter === counter && job?.texts === wanted && job?.special === policy;
      if (!counter || !wanted || isSame) continue;
      job?.request.abort();
      const next = { counter, texts: wanted, special: policy, request: new AbortController() };
      jobs.set(name, next);
      void run(name, next);
    }
  }

  return {
    counted,
    watch() {
      const stop = effect(follow);
      return () => {
        stop();
        // What has been counted stays; what was being counted is counted when shown again.
        for (const [name, job] of jobs) {
          job.request.abort();
          if (counted.peek().get(name)?.texts !== job.texts) jobs.delete(name);
        }
      };
    },
  };
}

async function count({ counter, texts, special, request }: Job): Promise<Counted['tokens']> {
  const options = { special, signal: request.signal };
  try {
    return Array.from(await counter.countAll(texts, options));
  } catch (error) {
    if (!(error instanceof BpeekError) || error.code !== 'special_token') throw error;
  }
  // Some text holds a special token, which the reader allows nowhere: the others still count.
  return Promise.all(
    texts.map(async (text) => {
      try {
        return (await counter.countAll([text], options))[0];
      } catch (error) {
        if (!(error instanceof BpeekError) || error.code !== 'special_token') throw error;
        return undefined;
      }
    }),
  );
}
