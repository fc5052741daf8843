// One training: a text, a size and a pattern, and how far it has come.
import { batch, effect, type ReadonlySignal, signal } from '@preact/signals';
import {
  BpeekError,
  type PairCount,
  type RemoteEngine,
  type RemoteStep,
  type RemoteTrainer,
  type Tokens,
} from '../../../../wasm/index.ts';
import { nextCount, nextSize, pauseAfter, type Speed } from './speed.ts';

/** How many pairs are shown: the next to merge, and those that come close. */
const CANDIDATES = 6;

export interface RunOptions {
  readonly text: string;
  readonly vocabSize: number;
  /** Empty for none. */
  readonly pattern: string;
}

/** How the text stands after so many merges; all of it belongs together. */
export interface Standing {
  readonly mergeCount: number;
  readonly tokens: Tokens;
  /** The next merge, then the runners-up. */
  readonly candidates: readonly PairCount[];
}

export type RunStatus = 'preparing' | 'ready' | 'complete' | 'no pair left' | 'failed';

export interface Run extends RunOptions {
  readonly status: ReadonlySignal<RunStatus>;
  readonly isPlaying: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<BpeekError | undefined>;
  /** How many merges have been done. What is not a signal changes with it. */
  readonly mergeCount: ReadonlySignal<number>;
  readonly merges: readonly PairCount[];
  /** How many tokens the text had before the first merge, after it, and so on. */
  readonly tokenCounts: readonly number[];
  readonly standing: ReadonlySignal<Standing | undefined>;
  /** The bytes of every token there is so far. */
  bytes(id: number): Uint8Array;
  play(): void;
  pause(): void;
  /** One merge, and then it waits. */
  step(): void;
  /** To make tokenizers of, once it is there. */
  trainer(): RemoteTrainer | undefined;
  free(): void;
}

interface Surroundings {
  readonly engine: RemoteEngine;
  readonly speed: ReadonlySignal<Speed>;
  /** Nothing goes on while nobody looks. */
  readonly isShown: ReadonlySignal<boolean>;
}

/** Waits that can be cut short. */
function createWaiting() {
  let wake: (() => void) | undefined;
  return {
    wake: () => wake?.(),
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        const waiting = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(waiting);
          resolve();
        };
      }),
  };
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

export function createRun(options: RunOptions, { engine, speed, isShown }: Surroundings): Run {
  const status = signal<RunStatus>('preparing');
  const isPlaying = signal(false);
  const error = signal<BpeekError | undefined>(undefined);
  const mergeCount = signal(0);
  const standing = signal<Standing | undefined>(undefined);
  const merges: PairCount[] = [];
  const tokenCounts: number[] = [];
  const spelled: Uint8Array[] = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const life = new AbortController();
  const { signal: freed } = life;
  let trainer: RemoteTrainer | undefined;

  const bytes = (id: number) => spelled[id] ?? new Uint8Array(0);

  function fail(reason: unknown) {
    if (freed.aborted) return;
    if (!(reason instanceof BpeekError)) throw reason;
    batch(() => {
      error.value = reason;
      status.value = 'failed';
      isPlaying.value = false;
    });
  }

  async function begin() {
    const { text, vocabSize, pattern } = options;
    try {
      trainer = await engine.trainer(text, { vocabSize, pattern: pattern || null, signal: freed });
      tokenCounts.push(trainer.tokenCount);
      await look();
      const { state } = trainer;
      batch(() => settle(state === 'going on' ? 'ready' : state));
      void drive();
    } catch (reason) {
      fail(reason);
    }
  }

  function settle(next: RunStatus) {
    status.value = next;
    if (next !== 'ready') isPlaying.value = false;
  }

  // Looking

  const beforeLook = createWaiting();
  let isLooking = false;
  let isOutdated = false;

  /** Brings the standing up to date. Both answers are of one moment: nothing comes between them. */
  async function look() {
    if (!trainer) return;
    const [candidates, tokens] = await Promise.all([
      trainer.candidates(CANDIDATES, { signal: freed }),
      trainer.tokens({ signal: freed }),
    ]);
    const [next] = candidates;
    // The next merge gets the next id; without one, all merges have been done.
    standing.value = { mergeCount: next ? next.id - 256 : merges.length, tokens, candidates };
  }

  async function keepLooking() {
    isOutdated = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isOutdated && !freed.aborted) {
        isOutdated = false;
        const began = performance.now();
        await look();
        // A long text takes long to look at, and most of the time is for training.
        if (isPlaying.peek()) await beforeLook.wait(2 * (performance.now() - began));
      }
    } catch (reason) {
      fail(reason);
    } finally {
      isLooking = false;
    }
  }

  // Going on

  const beforeStep = createWaiting();
  let isDriving = false;

  async function advance(count: number) {
    if (!trainer) return;
    takeIn(await trainer.step(count, { signal: freed }));
    void keepLooking();
  }

  function takeIn({ merges: some, tokenCounts: counts, state }: RemoteStep) {
    for (const merge of some) {
      merges.push(merge);
      spelled[merge.id] = joined(bytes(merge.left), bytes(merge.right));
    }
    for (const count of counts) tokenCounts.push(count);
    batch(() => {
      mergeCount.value = merges.length;
      if (state !== 'going on') settle(state);
    });
  }

  /** Steps until something says stop; only one of it at a time. */
  async function drive() {
    const isGoingOn = () => isPlaying.peek() && isShown.peek() && status.peek() === 'ready';
    if (isDriving) return;
    isDriving = true;
    try {
      for (let size = 1; isGoingOn(); ) {
        const began = performance.now();
        const count = nextCount(speed.peek(), size);
        await advance(count);
        const ms = performance.now() - began;
        size = nextSize(size, ms);
        await beforeStep.wait(pauseAfter(speed.peek(), count, ms));
      }
    } catch (reason) {
      fail(reason);
    } finally {
      isDriving = false;
    }
  }

  async function stepOnce() {
    try {
      await advance(1);
    } catch (reason) {
      fail(reason);
    }
  }

  const stopWatching = effect(() => {
    speed.value;
    beforeStep.wake();
    if (isPlaying.value && isShown.value) void drive();
    // Where it has stopped is to be seen at once.
    else beforeLook.wake();
  });
  void begin();

  return {
    ...options,
    status,
    isPlaying,
    error,
    mergeCount,
    merges,
    tokenCounts,
    standing,
    bytes,
    play() {
      if (status.peek() === 'ready' || status.peek() === 'preparing') isPlaying.value = true;
    },
    pause() {
      isPlaying.value = false;
    },
    step() {
      isPlaying.value = false;
      if (status.peek() === 'ready') void stepOnce();
    },
    trainer: () => trainer,
    free() {
      stopWatching();
      isPlaying.value = false;
      life.abort();
      trainer?.free();
    },
  };
}
