// The reader's own encodings: trained here or opened from files, and kept from visit to visit.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { encodings, type Source } from '../../../../wasm/index.ts';
import type { EncodingStorage, KeptEncoding } from './database.ts';

export interface OwnEncoding extends KeptEncoding {
  /** False where the browser had no room for it: it is gone with the page. */
  readonly isKept: boolean;
}

export type NewEncoding = Pick<KeptEncoding, 'name' | 'file' | 'vocabularySize'>;

export interface OwnEncodings {
  readonly list: ReadonlySignal<readonly OwnEncoding[]>;
  /** Resolves as soon as the list has what was kept. */
  readonly arrived: Promise<void>;
  /** What a tokenizer of this name is loaded from, also for workers. */
  sourceOf(name: string): Promise<Source>;
  /** Adds an encoding; if its name is taken, with a number behind it. */
  add(encoding: NewEncoding): Promise<OwnEncoding>;
  /** Whether another encoding has this name, so that this one cannot. */
  isTaken(name: string, id?: string): boolean;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Takes a removal back. */
  restore(encoding: OwnEncoding): Promise<void>;
}

/** Everything in a name that reads like an address is for files. */
const asName = (name: string) => name.replaceAll(/[/\\:]/g, '-').trim();

export function createOwnEncodings(storage: EncodingStorage): OwnEncodings {
  const list = signal<readonly OwnEncoding[]>([]);
  const find = (name: string) => list.peek().find((own) => own.name === name);
  const isTaken = (name: string, id?: string) =>
    encodings.some((bundled) => bundled.name === name) ||
    list.peek().some((own) => own.name === name && own.id !== id);

  async function arrive() {
    const kept = await storage.all();
    list.value = [...kept.map((each) => ({ ...each, isKept: true })), ...list.peek()];
  }
  const arrived = arrive();

  function freeName(wanted: string): string {
    const name = asName(wanted) || 'encoding';
    let free = name;
    for (let i = 2; isTaken(free); i++) free = `${name} ${i}`;
    return free;
  }

  async function keep({ isKept: _, ...kept }: OwnEncoding): Promise<OwnEncoding> {
    const own = { ...kept, isKept: await storage.put(kept) };
    const others = list.peek().filter(({ id }) => id !== own.id);
    list.value = [...others, own].sort((a, b) => a.time - b.time);
    return own;
  }

  return {
    list: computed(() => list.value),
    arrived,
    async sourceOf(name) {
      if (encodings.some((bundled) => bundled.name === name)) return name;
      await arrived;
      return find(name)?.file ?? name;
    },
    async add({ name, file, vocabularySize }) {
      await arrived;
      const time = Date.now();
      // Not randomUUID, which a page that is not served securely has not.
      const id = `${time}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
      return keep({ id, name: freeName(name), file, vocabularySize, time, isKept: false });
    },
    isTaken,
    async rename(id, name) {
      const own = list.peek().find((each) => each.id === id);
      if (own && asName(name) !== '' && !isTaken(asName(name), id)) {
        await keep({ ...own, name: asName(name) });
      }
    },
    async remove(id) {
      list.value = list.peek().filter((own) => own.id !== id);
      await storage.remove(id);
    },
    async restore(own) {
      await keep({ ...own, name: isTaken(own.name, own.id) ? freeName(own.name) : own.name });
    },
  };
}
