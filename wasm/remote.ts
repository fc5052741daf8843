/** What client.ts fetches at the first call: tokenizers and trainers in a worker. */
import type { Addresses } from './assets.ts';
import { Connection } from './connection.ts';
import type { LoadOptions } from './load.ts';
import type { Arguments, Training } from './protocol.ts';
import { RemoteTokenizer } from './remote-tokenizer.ts';
import { RemoteTrainer } from './remote-trainer.ts';

type Loading = Arguments<'load'>;

export class Remote {
  readonly #connection: Connection;

  constructor(makeWorker: (() => Worker) | undefined, addresses: () => Addresses) {
    this.#connection = new Connection(makeWorker, addresses);
  }

  async load(
    source: Loading[1],
    options: Loading[2],
    asking: Pick<LoadOptions, 'signal' | 'onProgress'>,
  ): Promise<RemoteTokenizer> {
    const connection = this.#connection;
    const handle = connection.newHandle();
    const args: Loading = [handle, source, options];
    try {
      const facts = await connection.ask('load', args, asking);
      connection.hold(handle, () => ({ verb: 'load', args }));
      return new RemoteTokenizer(connection, handle, facts);
    } catch (error) {
      connection.free(handle);
      throw error;
    }
  }

  async trainer(training: Training, signal: AbortSignal | undefined): Promise<RemoteTrainer> {
    const connection = this.#connection;
    const handle = connection.newHandle();
    try {
      const facts = await connection.ask('train', [handle, training], { signal });
      return new RemoteTrainer(connection, handle, training, facts);
    } catch (error) {
      connection.free(handle);
      throw error;
    }
  }

  close(): void {
    this.#connection.close();
  }
}
