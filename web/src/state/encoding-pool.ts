// Several encodings in use at once, for views that compare them.
import type { ReadonlySignal } from '@preact/signals';
import type { LoadTokenizer } from './encoding.ts';
import { createLoads, type Load, type Loads } from './loads.ts';
import type { Encoding } from './tokenization.ts';
import { createVocabulary } from './vocabulary.ts';

export type PoolEntry = Load<Encoding>;

export interface EncodingPool {
  /** Loads what these names name, and frees what they name no more. */
  use(names: ReadonlySignal<readonly string[]>): Omit<Loads<Encoding>, 'watch'>;
}

export function createEncodingPool(load: LoadTokenizer): EncodingPool {
  return {
    use(names) {
      const loads = createLoads<Encoding>({
        async load(name, options) {
          const tokenizer = await load(name, options);
          return { name, tokenizer, vocabulary: createVocabulary(tokenizer) };
        },
        free: ({ tokenizer }) => tokenizer.free(),
        names,
      });
      const stop = loads.watch();
      return {
        ...loads,
        dispose() {
          stop();
          loads.dispose();
        },
      };
    },
  };
}
