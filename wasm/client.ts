/** The same verbs as promises, in a worker. */

import { Connection } from './connection.ts';
import { Closable } from './disposing.ts';
import { type LoadOptions, portable, type Source } from './load.ts';
import type { Arguments, Training } from './protocol.ts';
import { RemoteTokenizer } from './remote-tokenizer.ts';
import { RemoteTrainer } from './remote-trainer.ts';
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
  return new RemoteEngine(new Connection(worker));
}

/** What {@link connect} returns. Requests of all its tokenizers and trainers take turns. */
export class RemoteEngine extends Closable {
  readonly #connection: Connection;

  /** @internal Use `connect()`. */
  constructor(connection: Connection) {
    super();
    this.#connection = connection;
  }

  /** As `Tokenizer.load`. A Blob or bytes are kept as long as the tokenizer. */
  async load(source: Source, options: LoadOptions = {}): Promise<RemoteTokenizer> {
    const { signal, onProgress, ...rest } = options;
    const connection = this.#connection;
    const { name, source: from } = portable(source, options);
    const handle = connection.newHandle();
    const args: Arguments<'load'> = [handle, from, { ...rest, name }];
    try {
      const facts = await connection.ask('load', args, { signal, onProgress });
      connection.hold(handle, () => ({ verb: 'load', args }));
      return new RemoteTokenizer(connection, handle, facts);
    } catch (error) {
      connection.free(handle);
      throw error;
    }
  }

  /**
   * As `Trainer.create`. The text is kept as long as the trainer.
   * @throws {BpeekError} As the constructor of `Trainer`; or the signal's reason.
   */
  async trainer(
    text: string | Uint8Array,
    { signal, vocabSize, pattern }: TrainerOptions & Abortable,
  ): Promise<RemoteTrainer> {
    const connection = this.#connection;
    const handle = connection.newHandle();
    const kept = text instanceof Uint8Array ? text.slice() : text;
    const training: Training = { text: kept, vocabSize, pattern, mergeCount: 0 };
    try {
      const facts = await connection.ask('train', [handle, training], { signal });
      return new RemoteTrainer(connection, handle, training, facts);
    } catch (error) {
      connection.free(handle);
      throw error;
    }
  }

  /** Ends the worker. Whoever still waits for it, or asks it later, gets the error `freed`. */
  override close(): void {
    this.#connection.close();
  }
}
