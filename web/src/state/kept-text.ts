// The text outlives a reload, but not the tab: on a shared machine nobody
// finds what somebody else was typing.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Storage } from './storage.ts';

const KEY = 'bpeek.text';
const PAUSE = 400;

export const readKeptText = (storage: Storage) => storage.read(KEY);

export const writeKeptText = (storage: Storage, text: string) => storage.write(KEY, text);

export interface TextKeeper {
  /** Whether the browser keeps the text; false once it has refused to. */
  readonly isKept: ReadonlySignal<boolean>;
  dispose(): void;
}

export function keepText(text: ReadonlySignal<string>, storage: Storage): TextKeeper {
  const isKept = signal(true);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(waiting);
    waiting = undefined;
    isKept.value = writeKeptText(storage, text.peek());
  };
  const keepNow = () => {
    if (waiting !== undefined) keep();
  };
  const stop = effect(() => {
    text.value;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
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
