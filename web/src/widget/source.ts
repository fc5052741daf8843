// A widget's `src`: a text file of the course, or a model file that becomes its encoding.
import type { Store } from '../state/store.ts';

const MODEL_FILE = /\.(bpeek|tiktoken|model|json)$/i;

export async function loadSource(store: Store, src: string): Promise<void> {
  const url = new URL(src, document.baseURI);
  if (MODEL_FILE.test(url.pathname)) {
    store.chooseEncoding(url.href);
    return;
  }
  await store.openAddress(url);
}
