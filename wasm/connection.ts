/** The client's side of a worker: a queue of requests, and another worker when one is stuck. */
import type { Addresses } from './assets.ts';
import { BpeekError } from './errors.ts';
import type { OnProgress } from './fetch.ts';
import type {
  Arguments,
  FromWorker,
  Handle,
  Request,
  Result,
  SentError,
  ToWorker,
  Verb,
} from './protocol.ts';
import { startThread, type WorkerThread } from './worker-thread.ts';

/** How long, in ms, a worker may go on with what nobody waits for any more. */
const patience = 300;

export interface Asking<V extends Verb> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Told of the result also when `signal` was aborted while the worker was at it. */
  readonly onResult?: ((result: Result<V>, ms: number) => void) | undefined;
}

interface Entry {
  readonly id: number;
  readonly request: Request;
  readonly onProgress: OnProgress | undefined;
  readonly resolve: (result: unknown, ms: number) => void;
  readonly reject: (error: unknown) => void;
  isSent: boolean;
  /** Whoever asked has been told that it was aborted. */
  isAbandoned: boolean;
}

/**
 * Requests go to the worker one at a time, so that it is known which one it is stuck with. Only
 * loading, which is mostly waiting for the network, goes on beside others.
 */
export class Connection {
  readonly #make: (() => Worker) | undefined;
  readonly #addresses: () => Addresses;
  #thread: WorkerThread<ToWorker> | undefined;
  #isStarting = false;
  #isClosed = false;
  readonly #waiting: Entry[] = [];
  #running: Entry | undefined;
  readonly #loading = new Set<Entry>();
  /** How to make again what is in use, for another worker. In the order in which it was made. */
  readonly #held = new Map<Handle, () => Request>();
  #lastId = 0;
  #lastHandle = 0;

  /** `make` makes a worker; without it, that is worker.js among the files of `addresses`. */
  constructor(make: (() => Worker) | undefined, addresses: () => Addresses) {
    this.#make = make;
    this.#addresses = addresses;
  }

  newHandle(): Handle {
    return ++this.#lastHandle;
  }

  /** From now on, every worker has what this request makes. */
  hold(handle: Handle, again: () => Request): void {
    this.#held.set(handle, again);
  }

  free(handle: Handle): void {
    this.#held.delete(handle);
    this.#thread?.post({ kind: 'free', handle });
  }

  ask<V extends Verb>(
    verb: V,
    args: Arguments<V>,
    { signal, onProgress, onResult }: Asking<V> = {},
  ): Promise<Result<V>> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#isClosed) throw new BpeekError('freed', 'This engine has been closed.');
      const stopListening = () => signal?.removeEventListener('abort', onAbort);
      const entry: Entry = {
        id: ++this.#lastId,
        request: { verb, args },
        onProgress,
        resolve: (result, ms) => {
          stopListening();
          // The worker's handlers have the types that the protocol says.
          const typed = result as Result<V>;
          onResult?.(typed, ms);
          resolve(typed);
        },
        reject: (error) => {
          stopListening();
          reject(error);
        },
        isSent: false,
        isAbandoned: false,
      };
      const onAbort = () => this.#abandon(entry, signal?.reason);
      signal?.addEventListener('abort', onAbort);
      if (verb === 'load') this.#loading.add(entry);
      else this.#waiting.push(entry);
      this.#send();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#held.clear();
    this.#thread?.end();
    this.#failAll(new BpeekError('freed', 'The engine was closed before it had an answer.'));
  }

  /** Sends what can be sent now. */
  #send(): void {
    const isBusy = this.#waiting.length > 0 || this.#loading.size > 0 || this.#running;
    if (!this.#thread) {
      if (isBusy) void this.#start();
      return;
    }
    for (const entry of this.#loading) if (!entry.isSent) this.#post(entry);
    while (!this.#running) {
      const entry = this.#waiting.shift();
      if (!entry) break;
      this.#running = entry;
      this.#post(entry);
    }
    this.#thread.keepProcess(this.#running !== undefined || this.#loading.size > 0);
  }

  #post(entry: Entry): void {
    const { id, request } = entry;
    entry.isSent = true;
    try {
      this.#thread?.post({ kind: 'ask', id, request });
    } catch (cause) {
      this.#take(id);
      const reason = cause instanceof Error ? cause.message : String(cause);
      entry.reject(
        new BpeekError('bad_argument', `This can't be sent to a worker: ${reason}`, { cause }),
      );
    }
  }

  async #start(): Promise<void> {
    if (this.#isStarting || this.#isClosed) return;
    this.#isStarting = true;
    try {
      const files = this.#addresses();
      let thread: WorkerThread<ToWorker> | undefined;
      const isPresent = () => thread !== undefined && thread === this.#thread;
      thread = await startThread<FromWorker, ToWorker>(
        {
          onMessage: (message) => isPresent() && this.#receive(message),
          onFailure: (error) => isPresent() && this.#fail(error),
        },
        this.#make ?? new URL(files['worker.js'] ?? ''),
      );
      if (this.#isClosed) {
        thread.end();
        return;
      }
      this.#thread = thread;
      thread.post({ kind: 'start', files });
      // Nobody waits for these answers; what fails here will fail again when it is used.
      for (const again of this.#held.values()) {
        thread.post({ kind: 'ask', id: ++this.#lastId, request: again() });
      }
    } catch (error) {
      this.#failAll(error);
    } finally {
      this.#isStarting = false;
    }
    this.#send();
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'progress') {
      const entry = [...this.#loading].find(({ id }) => id === message.id);
      if (entry && !entry.isAbandoned) entry.onProgress?.(message.loaded, message.total);
      return;
    }
    const entry = this.#take(message.id);
    try {
      if (message.kind === 'result') entry?.resolve(message.result, message.ms);
      else entry?.reject(received(message.error));
    } finally {
      this.#send();
    }
  }

  /** Takes an entry from among those that were sent. */
  #take(id: number): Entry | undefined {
    if (this.#running?.id === id) {
      const entry = this.#running;
      this.#running = undefined;
      return entry;
    }
    for (const entry of this.#loading) {
      if (entry.id === id && this.#loading.delete(entry)) return entry;
    }
    return undefined;
  }

  #abandon(entry: Entry, reason: unknown): void {
    entry.isAbandoned = true;
    entry.reject(reason);
    if (!entry.isSent) {
      this.#loading.delete(entry);
      const at = this.#waiting.indexOf(entry);
      if (at >= 0) this.#waiting.splice(at, 1);
      return;
    }
    this.#thread?.post({ kind: 'cancel', id: entry.id });
    this.#watch(entry);
  }

  /** Gives the worker up if it does not come to an end of this in time. */
  #watch(entry: Entry): void {
    const thread = this.#thread;
    setTimeout(() => {
      const isUnanswered = entry === this.#running || this.#loading.has(entry);
      if (thread !== this.#thread || !isUnanswered) return;
      // Loading waits while the worker does something that is still wanted.
      if (this.#running && !this.#running.isAbandoned) this.#watch(entry);
      else this.#replace();
    }, patience);
  }

  #replace(): void {
    this.#thread?.end();
    this.#thread = undefined;
    if (this.#running && !this.#running.isAbandoned) this.#waiting.unshift(this.#running);
    this.#running = undefined;
    for (const entry of this.#loading) {
      if (entry.isAbandoned) this.#loading.delete(entry);
      else entry.isSent = false;
    }
    // At once, so that what is held has been loaded when it is asked for next.
    void this.#start();
  }

  #fail(error: BpeekError): void {
    this.#thread?.end();
    this.#failAll(error);
  }

  #failAll(error: unknown): void {
    this.#thread = undefined;
    const entries = [...this.#waiting, ...this.#loading, ...(this.#running ? [this.#running] : [])];
    this.#waiting.length = 0;
    this.#loading.clear();
    this.#running = undefined;
    for (const entry of entries) entry.reject(error);
  }
}

function received({ code, message, offset }: SentError): Error {
  return code ? new BpeekError(code, message, { offset }) : new Error(message);
}
