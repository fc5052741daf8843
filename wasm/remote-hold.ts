import type { Asking, Connection } from './connection.ts';
import { BpeekError } from './errors.ts';
import type { Arguments, Handle, Result, Verb } from './protocol.ts';

/** The backstop for what nobody freed. */
const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** Something held in a worker by a number, to be freed once. */
export class RemoteHold {
  readonly connection: Connection;
  readonly handle: Handle;
  readonly #what: string;
  #isFreed = false;

  constructor(owner: object, connection: Connection, handle: Handle, what: string) {
    this.connection = connection;
    this.handle = handle;
    this.#what = what;
    forgotten.register(owner, () => connection.free(handle), this);
  }

  async ask<V extends Verb>(verb: V, args: Arguments<V>, asking: Asking<V>): Promise<Result<V>> {
    if (this.#isFreed) {
      throw new BpeekError('freed', `${this.#what} has been freed. Make another.`);
    }
    return this.connection.ask(verb, args, asking);
  }

  free(): void {
    if (this.#isFreed) return;
    this.#isFreed = true;
    forgotten.unregister(this);
    this.connection.free(this.handle);
  }
}
