// The reader's settings, kept in the browser from one visit to the next.
import { effect, type Signal, signal } from '@preact/signals';
import { type Policy, policies } from './policy.ts';
import type { Storage } from './storage.ts';

export const listModes = ['text', 'ids', 'bytes'] as const;

export type ListMode = (typeof listModes)[number];

export interface Preferences {
  readonly encoding: Signal<string>;
  readonly policy: Signal<Policy>;
  readonly showWhitespace: Signal<boolean>;
  readonly listMode: Signal<ListMode>;
  dispose(): void;
}

/** A setting that takes one of a few values. */
function choice<T extends string>(storage: Storage, key: string, values: readonly T[], first: T) {
  const kept = storage.read(key);
  const chosen = signal(values.find((value) => value === kept) ?? first);
  const stop = effect(() => {
    storage.write(key, chosen.value);
  });
  return { chosen, stop };
}

export function createPreferences(storage: Storage, defaultEncoding: string): Preferences {
  // Any name: the reader may have made the encoding.
  const encoding = signal(storage.read('bpeek.encoding') ?? defaultEncoding);
  const stopEncoding = effect(() => {
    storage.write('bpeek.encoding', encoding.value);
  });
  const policy = choice<Policy>(storage, 'bpeek.special', policies, 'literal');
  const listMode = choice<ListMode>(storage, 'bpeek.list', listModes, 'text');
  const showWhitespace = signal(storage.read('bpeek.whitespace') === 'shown');
  const stopWhitespace = effect(() => {
    storage.write('bpeek.whitespace', showWhitespace.value ? 'shown' : 'hidden');
  });
  return {
    encoding,
    policy: policy.chosen,
    listMode: listMode.chosen,
    showWhitespace,
    dispose() {
      for (const stop of [stopEncoding, policy.stop, listMode.stop, stopWhitespace]) stop();
    },
  };
}
