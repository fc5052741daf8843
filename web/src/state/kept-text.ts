// The text outlives a reload, but not the tab: on a shared machine nobody
// finds what somebody else was typing.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { whenIdle } from './idle.ts';
import type { Storage } from './storage.ts';
import type { TextState } from './text.ts';

const KEY = 'bpeek.text';
const PAUSE = 400;

export const readKeptText = (storage: Storage) => storage.read(KEY);

export const writeKeptText = (storage: Storage, text: string) => storage.write(KEY, text);

export interface TextKeeper {
  /** Whether the browser keeps the text; false once it has refused to. */
  readonly isKept: ReadonlySignal<boolean>;
  dispose(): void;
}

/** In UTF-16 units: browsers keep no more, and to find that out takes them a while. */
const LIMIT = 5_000_000;

export function keepText({ revision, text }: TextState, storage: Storage): TextKeeper {
  const isKept = signal(true);
  let stopWaiting: (() => void) | undefined;
  const keep = () => {
    stopWaiting?.();
    stopWaiting = undefined;
    isKept.value = revision.peek().text.length <= LIMIT && writeKeptText(storage, text.peek());
  };
  const keepNow = () => {
    if (stopWaiting) keep();
  };
  const stop = effect(() => {
    revision.value;
    stopWaiting?.();
    const pause = setTimeout(() => {
      stopWaiting = whenIdle(keep);
    }, PAUSE);
    stopWaiting = () => clearTimeout(pause);
  });
  // The last moment that a page is sure to see, also on phones.
  addEventListener('pagehide', keepNow);
  return {
    isKept,
    dispose() {
      keepNow();
      stop();
      removeEventListener('pagehide', keepNow);
    },
  };
}
