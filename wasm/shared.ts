import { untilAborted } from './abort.ts';
import type { FetchOptions, OnProgress } from './fetch.ts';
import type { Model } from './model.ts';

/** A use of a model; the last one to be released frees the model. */
export interface ModelUse {
  readonly model: Model;
  /** To be called once. */
  release(): void;
}

/** Loads a model; the options are for its download. */
export type LoadModel = (options: FetchOptions) => Promise<Model>;

/** Models by URL that are loading or in use. */
const models = new Map<string, SharedModel>();

/**
 * The model that `load` gives, or the one already there under `key`: all who ask while it is
 * loading or in use share one download and one copy. The download stops when all have aborted.
 */
export async function useShared(
  key: string,
  load: LoadModel,
  options: FetchOptions,
): Promise<ModelUse> {
  options.signal?.throwIfAborted();
  let shared = models.get(key);
  if (!shared) {
    shared = new SharedModel(load, () => models.delete(key));
    models.set(key, shared);
  }
  return shared.use(options);
}

class SharedModel {
  readonly #loading: Promise<Model>;
  readonly #download = new AbortController();
  readonly #progress = new Set<OnProgress>();
  readonly #onUnused: () => void;
  #users = 0;

  constructor(load: LoadModel, onUnused: () => void) {
    this.#onUnused = onUnused;
    this.#loading = load({
      signal: this.#download.signal,
      onProgress: (loaded, total) => {
        for (const tell of this.#progress) tell(loaded, total);
      },
    });
  }

  async use({ signal, onProgress }: FetchOptions): Promise<ModelUse> {
    this.#users++;
    // A function of its own, since two users may pass the same one.
    const tell: OnProgress = (loaded, total) => onProgress?.(loaded, total);
    this.#progress.add(tell);
    try {
      const model = await untilAborted(this.#loading, signal);
      return { model, release: () => this.#release() };
    } catch (error) {
      this.#release();
      throw error;
    } finally {
      this.#progress.delete(tell);
    }
  }

  #release(): void {
    if (--this.#users > 0) return;
    this.#onUnused();
    this.#download.abort();
    this.#loading.then(
      ({ abi, address }) => abi.freeModel(address),
      () => {
        // Nothing was loaded; those who waited have been told why.
      },
    );
  }
}
