// Where the reader's encodings are kept: the browser's IndexedDB, which may be full, switched off
// or refused. What could not be kept is reported, so that the page can say so.
import { createStore, del, set, type UseStore, values } from 'idb-keyval';

/** An encoding as it is kept. */
export interface KeptEncoding {
  readonly id: string;
  readonly name: string;
  readonly vocabularySize: number;
  /** When it was made or opened. */
  readonly time: number;
  /** A .bpeek file. */
  readonly file: Uint8Array<ArrayBuffer>;
}

export interface EncodingStorage {
  all(): Promise<readonly KeptEncoding[]>;
  /** Whether it is now kept. */
  put(encoding: KeptEncoding): Promise<boolean>;
  remove(id: string): Promise<void>;
}

/** Where a page is not to leave anything in the browser of its readers. */
export const noDatabase: EncodingStorage = {
  all: async () => [],
  put: async () => false,
  remove: async () => undefined,
};

export function browserDatabase(): EncodingStorage {
  let opened: UseStore | undefined;
  const open = () => {
    opened ??= createStore('bpeek', 'encodings');
    return opened;
  };
  return {
    async all() {
      const kept = await attempt(() => values<KeptEncoding>(open()));
      return [...(kept ?? [])].sort((a, b) => a.time - b.time);
    },
    async put(encoding) {
      return (await attempt(() => set(encoding.id, encoding, open()).then(() => true))) ?? false;
    },
    async remove(id) {
      await attempt(() => del(id, open()));
    },
  };
}

/** Undefined where the browser refuses: with a DOMException, or because there is no IndexedDB. */
async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof DOMException || error instanceof ReferenceError) return undefined;
    throw error;
  }
}
