import type { PairCount, TrainerState } from './abi.ts';
import type { Abortable } from './client.ts';
import type { Asking, Connection } from './connection.ts';
import { learntBytes } from './learnt-bytes.ts';
import type { Handle, RemoteStep, Result, TrainerFacts, Training } from './protocol.ts';
import { RemoteHold } from './remote-hold.ts';
import { RemoteTokenizer } from './remote-tokenizer.ts';
import { nextSlice } from './slices.ts';
import type { Tokens } from './tokenizer.ts';
import type { FinishOptions, FinishTokenizerOptions } from './trainer.ts';

/** How training can be watched and stopped. */
export interface RemoteTrainOptions extends Abortable {
  /** Called after every slice, with what it has done. */
  readonly onProgress?: ((step: RemoteStep) => void) | undefined;
}

/** How long a slice of `train` should take, in ms: long beside the way to the worker and back. */
const sliceMs = 24;

/**
 * A trainer in a worker: the methods of {@link Trainer}, as promises, each with a signal. Steps
 * that were under way when they were aborted may have been done all the same; `merges` has them
 * before the next call is answered.
 */
export class RemoteTrainer {
  /** As `Trainer.vocabSize`. */
  readonly vocabSize: number;
  /** As `Trainer.pattern`. */
  readonly pattern: string;
  readonly #hold: RemoteHold;
  readonly #on: Handle;
  readonly #merges: PairCount[] = [];
  readonly #now: { tokenCount: number; state: TrainerState };

  /** @internal Use `RemoteEngine.trainer()`. */
  constructor(connection: Connection, handle: Handle, training: Training, facts: TrainerFacts) {
    this.vocabSize = training.vocabSize;
    this.pattern = facts.pattern;
    this.#now = { tokenCount: facts.tokenCount, state: facts.state };
    this.#on = handle;
    this.#hold = new RemoteHold(this, connection, handle, 'This trainer');
    // Training is always the same, so that it can be done again. Nothing here refers to `this`.
    const merges = this.#merges;
    connection.hold(handle, () => ({
      verb: 'train',
      args: [handle, { ...training, mergeCount: merges.length }],
    }));
  }

  /** Where training stood at the last answer. */
  get state(): TrainerState {
    return this.#now.state;
  }

  /** As `Trainer.tokenCount`, at the last answer. */
  get tokenCount(): number {
    return this.#now.tokenCount;
  }

  /** As `Trainer.merges`, at the last answer. */
  get merges(): PairCount[] {
    return this.#merges.slice();
  }

  /** As `Trainer.step`; it tells besides what each merge has made of the text. */
  step(count = 1, { signal }: Abortable = {}): Promise<RemoteStep> {
    return this.#step(count, { signal });
  }

  /** Trains to the end, in slices between which others get their turn. */
  async train({
    signal,
    onProgress,
  }: RemoteTrainOptions = {}): Promise<Exclude<TrainerState, 'going on'>> {
    let size = 1;
    const onResult = (_: unknown, ms: number) => {
      size = nextSlice(size, ms, sliceMs);
    };
    for (;;) {
      const step = await this.#step(size, { signal, onResult });
      onProgress?.(step);
      if (step.state !== 'going on') return step.state;
    }
  }

  /** As `Trainer.candidates`. */
  candidates(most: number, { signal }: Abortable = {}): Promise<PairCount[]> {
    return this.#hold.ask('candidates', [this.#on, most], { signal });
  }

  /** The tokens of the text that it learns from, by what it has learnt so far. */
  tokens({ signal }: Abortable = {}): Promise<Tokens> {
    return this.#hold.ask('learntTokens', [this.#on], { signal });
  }

  /** As `Trainer.tokenBytes`: known here, and so at once. */
  tokenBytes(id: number): Uint8Array<ArrayBuffer> {
    return learntBytes(id, this.#merges);
  }

  /** As `Trainer.finish`; the tokenizer is in the worker too. */
  async finish(options: FinishTokenizerOptions & Abortable = {}): Promise<RemoteTokenizer> {
    const { signal, ...rest } = options;
    const { connection } = this.#hold;
    const made = connection.newHandle();
    try {
      const { file, ...facts } = await this.#hold.ask('finish', [this.#on, made, rest], { signal });
      const again = new Blob([file]);
      const { name } = facts;
      connection.hold(made, () => ({ verb: 'load', args: [made, again, { name }] }));
      return new RemoteTokenizer(connection, made, facts);
    } catch (error) {
      connection.free(made);
      throw error;
    }
  }

  /** As `Trainer.toMinbpe`. */
  toMinbpe(options: FinishOptions & Abortable = {}): Promise<Result<'trainedFiles'>> {
    const { signal, ...rest } = options;
    return this.#hold.ask('trainedFiles', [this.#on, rest], { signal });
  }

  /** Gives the worker its memory back. */
  free(): void {
    this.#hold.free();
  }

  /** As `free`, at the end of a block with `using`. */
  [Symbol.dispose](): void {
    this.free();
  }

  #step(count: number, { signal, onResult }: Asking<'step'>): Promise<RemoteStep> {
    return this.#hold.ask('step', [this.#on, count, this.#merges.length], {
      signal,
      onResult: (step, ms) => {
        for (const merge of step.merges) this.#merges.push(merge);
        this.#now.tokenCount = step.tokenCount;
        this.#now.state = step.state;
        onResult?.(step, ms);
      },
    });
  }
}
