/** The same verbs as promises, in a worker. */

import { addresses } from './assets.ts';
import { Closable } from './disposing.ts';
import { BpeekError } from './errors.ts';
import { type LoadOptions, portable, type Source } from './load.ts';
import type { Remote } from './remote.ts';
import type { RemoteTokenizer } from './remote-tokenizer.ts';
import type { RemoteTrainer } from './remote-trainer.ts';
import type { TrainerOptions } from './trainer.ts';

/** How the worker is made. */
export interface ConnectOptions {
  /** Makes the worker; without it, that is `worker.js` beside bpeek.wasm. */
  readonly worker?: (() => Worker) | undefined;
}

/** What all that takes long in a worker takes. */
export interface Abortable {
  /**
   * Rejects at once with the signal's reason. What the worker was doing then goes on for a moment
   * at most: what can't be interrupted ends with its worker, and another takes its place.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * An engine in a worker, which is started at the first call. Whatever takes long is best done
 * there, for the page goes on meanwhile.
 */
export function connect({ worker }: ConnectOptions = {}): RemoteEngine {
  return new RemoteEngine(worker);
}

/** What {@link connect} returns. Requests of all its tokenizers and trainers take turns. */
export class RemoteEngine extends Closable {
  readonly #makeWorker: ConnectOptions['worker'];
  /** What talks to the worker is fetched at the first call: most pages and programs need none. */
  #starting: Promise<Remote> | undefined;
  #remote: Remote | undefined;
  #isClosed = false;

  /** @internal Use `connect()`. */
  constructor(makeWorker: ConnectOptions['worker']) {
    super();
    this.#makeWorker = makeWorker;
  }

  /** As `Tokenizer.load`. A Blob or bytes are kept as long as the tokenizer. */
  async load(source: Source, options: LoadOptions = {}): Promise<RemoteTokenizer> {
    const { signal, onProgress, ...rest } = options;
    const { name, source: from } = portable(source, options);
    const remote = await this.#started();
    return remote.load(from, { ...rest, name }, { signal, onProgress });
  }

  /**
   * As `Trainer.create`. The text is kept as long as the trainer.
   * @throws {BpeekError} As the constructor of `Trainer`; or the signal's reason.
   */
  async trainer(
    text: string | Uint8Array,
    { signal, vocabSize, pattern }: TrainerOptions & Abortable,
  ): Promise<RemoteTrainer> {
    const kept = text instanceof Uint8Array ? text.slice() : text;
    const remote = await this.#started();
    return remote.trainer({ text: kept, vocabSize, pattern, mergeCount: 0 }, signal);
  }

  /** Ends the worker. Whoever still waits for it, or asks it later, gets the error `freed`. */
  override close(): void {
    this.#isClosed = true;
    this.#remote?.close();
  }

  #started(): Promise<Remote> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<Remote> {
    try {
      const { Remote } = await import('./remote.ts');
      this.#remote = new Remote(this.#makeWorker, addresses);
    } catch (cause) {
      // The next call tries again.
      this.#starting = undefined;
      throw new BpeekError(
        'network',
        'A part of bpeek did not arrive. Check the connection and try again.',
        { cause },
      );
    }
    if (this.#isClosed) this.#remote.close();
    return this.#remote;
  }
}
