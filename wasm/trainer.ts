import type { Abi, PairCount, TrainerState } from './abi.ts';
import type { Address } from './abi-layout.ts';
import { Freeable } from './disposing.ts';
import { engine, startedEngine } from './engine.ts';
import { BpeekError } from './errors.ts';
import { nextTurn } from './event-loop.ts';
import { forgotten, Held } from './holdings.ts';
import { isId } from './ids.ts';
import { learntBytes } from './learnt-bytes.ts';
import type { Model } from './model.ts';
import { nextSlice } from './slices.ts';
import { type SpecialTokenIds, specialTokensFrom, specialTokensOf } from './special-tokens.ts';
import { Tokenizer } from './tokenizer.ts';
import { type PatternName, patternCalled } from './training-patterns.ts';

/** What is to be learnt. */
export interface TrainerOptions {
  /** How many tokens to stop at, the 256 single bytes among them. */
  readonly vocabSize: number;
  /**
   * The split pattern: minbpe's `'gpt4'` (the default) or `'gpt2'`, null for none, which makes the
   * whole text one piece, or a regular expression in PCRE2's syntax.
   */
  // The intersection keeps the names from being lost in `string` where an editor lists them.
  readonly pattern?: PatternName | (string & Record<never, never>) | null | undefined;
}

/** What a trained tokenizer gets besides its merges. */
export interface FinishOptions {
  /**
   * Special tokens to register: a list, whose tokens get the ids after the last merge's, or an
   * object that gives their ids.
   */
  readonly specialTokens?: readonly string[] | SpecialTokenIds | undefined;
}

/** The same for a tokenizer with a name. */
export interface FinishTokenizerOptions extends FinishOptions {
  /** The tokenizer's name; without it, `trained`. */
  readonly name?: string | undefined;
}

/** What some steps of training have done. */
export interface TrainingStep {
  /** The merges that were done now, in order. */
  readonly merges: readonly PairCount[];
  /** How many have been done in all. */
  readonly mergeCount: number;
  /** How many tokens the text has now. */
  readonly tokenCount: number;
  /** Where training stands. */
  readonly state: TrainerState;
}

/** How training can be watched and stopped. */
export interface TrainOptions {
  /** Stops training between two slices; what was learnt stays, and calling again goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every slice, with what it has done. */
  readonly onProgress?: ((step: TrainingStep) => void) | undefined;
}

/** How long a slice of `train` should take: short enough for a page to paint in between. */
const sliceMs = 8;
const largestCount = 2 ** 32 - 1;

/**
 * Learns a vocabulary from a text, as minbpe does: the pair of neighbours that occurs most often
 * becomes a token, everywhere, and again. Of pairs that occur equally often it is the one that
 * comes first in the text. Bytes have the ids 0 to 255; the first merge makes 256.
 *
 * ```ts
 * using trainer = await Trainer.create(text, { vocabSize: 512 });
 * await trainer.train({ onProgress: ({ mergeCount }) => show(mergeCount) });
 * const tokenizer = trainer.finish();
 * ```
 *
 * It holds memory in the engine until `free()`. All methods but `create` and `train` are
 * synchronous; all throw a {@link BpeekError}.
 */
export class Trainer extends Freeable {
  /** How many tokens training stops at. */
  readonly vocabSize: number;
  /** The split pattern, a regular expression; empty if the whole text is one piece. */
  readonly pattern: string;
  readonly #engine: Abi;
  readonly #address: Address;
  readonly #held: Held;
  readonly #merges: PairCount[] = [];

  /** Starts the engine if need be, then does what the constructor does. Errors: also `engine`. */
  static async create(text: string | Uint8Array, options: TrainerOptions): Promise<Trainer> {
    await engine();
    return new Trainer(text, options);
  }

  /**
   * Splits and copies the text, to begin training. The engine must have been started: by a
   * tokenizer that was loaded, or by {@link Trainer.create}, which can stand for this.
   *
   * @param text What to learn from, also as bytes of UTF-8 (a file's, say).
   * @throws {BpeekError} `bad_argument` (a vocabSize below 256, an empty text), `bad_pattern` (its
   * offset is in UTF-16 units of the pattern), `pattern_limit` (its offset is in the text),
   * `too_large`, `no_memory`, or `engine` if that has not been started.
   */
  constructor(text: string | Uint8Array, { vocabSize, pattern = 'gpt4' }: TrainerOptions) {
    super();
    const abi = startedEngine();
    checkText(text);
    checkVocabSize(vocabSize);
    this.vocabSize = vocabSize;
    this.pattern = checkPattern(pattern);
    const address = abi.newTrainer(text, this.pattern, vocabSize);
    this.#engine = abi;
    this.#address = address;
    this.#held = new Held(() => abi.freeTrainer(address));
    forgotten.register(this, this.#held, this);
  }

  /** Where training stands. */
  get state(): TrainerState {
    return this.#abi().trainerState(this.#address);
  }

  /** How many tokens the text has now. */
  get tokenCount(): number {
    return this.#abi().trainerTokenCount(this.#address);
  }

  /** All merges done so far, in order; merge i made the token 256 + i. */
  get merges(): PairCount[] {
    this.#abi();
    return this.#merges.slice();
  }

  /**
   * Does up to `count` merges. Fewer than that means that training has ended; `state` tells why.
   * @throws {BpeekError} `no_memory` (the merges before it stay, and calling again goes on),
   * `bad_argument` or `freed`.
   */
  step(count = 1): TrainingStep {
    const abi = this.#abi();
    checkCount(count);
    const first = this.#merges.length;
    try {
      abi.trainerStep(this.#address, Math.min(count, largestCount));
    } finally {
      // Also after an error: some merges may have been done before it.
      for (const merge of abi.trainerMerges(this.#address, first)) this.#merges.push(merge);
    }
    return {
      merges: this.#merges.slice(first),
      mergeCount: this.#merges.length,
      tokenCount: this.tokenCount,
      state: this.state,
    };
  }

  /**
   * Trains to the end, in slices of some milliseconds between which other things get their turn.
   * @returns Why it ended.
   * @throws {BpeekError} As `step`; if `signal` is aborted, its reason.
   */
  async train({
    signal,
    onProgress,
  }: TrainOptions = {}): Promise<Exclude<TrainerState, 'going on'>> {
    let size = 1;
    for (;;) {
      signal?.throwIfAborted();
      const began = performance.now();
      const step = this.step(size);
      const ms = performance.now() - began;
      onProgress?.(step);
      if (step.state !== 'going on') return step.state;
      // Later merges are faster than earlier ones, but not by much from one slice to the next.
      size = nextSlice(size, ms, sliceMs);
      await nextTurn();
    }
  }

  /**
   * The best `most` pairs of the text as it is now, best first: by how often they occur, then by
   * where they first do. The first is the next merge.
   * @throws {BpeekError} `no_memory`, `bad_argument` or `freed`.
   */
  candidates(most: number): PairCount[] {
    const abi = this.#abi();
    checkCount(most);
    return abi.trainerCandidates(this.#address, Math.min(most, largestCount));
  }

  /**
   * The bytes of a token learnt so far, or of a single byte.
   * @throws {BpeekError} `bad_id` or `freed`.
   */
  tokenBytes(id: number): Uint8Array<ArrayBuffer> {
    this.#abi();
    return learntBytes(id, this.#merges);
  }

  /**
   * What has been learnt so far, as a tokenizer, to be freed by itself. The trainer can go on.
   * @throws {BpeekError} `bad_model` (special tokens whose ids collide), `bad_argument`,
   * `too_large`, `no_memory` or `freed`.
   */
  finish({ name = 'trained', specialTokens = [] }: FinishTokenizerOptions = {}): Tokenizer {
    const model = this.#model(specialTokens);
    return Tokenizer.ofModel({
      name,
      model,
      release: () => model.abi.freeModel(model.address),
    });
  }

  /**
   * What has been learnt so far, as minbpe writes it: the text of its `.model` file, and that of
   * the `.vocab` file, which is for people to read. Errors: as finish; `bad_argument` also for
   * what minbpe's files can't hold.
   */
  toMinbpe({ specialTokens = [] }: FinishOptions = {}): { model: string; vocab: string } {
    const { abi, address } = this.#model(specialTokens);
    try {
      return abi.saveMinbpe(address);
    } finally {
      abi.freeModel(address);
    }
  }

  /** Gives the engine its memory back. Any later call but `free()` throws `freed`. */
  override free(): void {
    forgotten.unregister(this);
    this.#held.free();
  }

  #abi(): Abi {
    if (this.#held.isFreed) {
      throw new BpeekError('freed', 'This trainer has been freed. Make another.');
    }
    return this.#engine;
  }

  #model(specialTokens: NonNullable<FinishOptions['specialTokens']>): Model {
    const abi = this.#abi();
    const specials = isList(specialTokens)
      ? specialTokensFrom(256 + this.#merges.length, specialTokens)
      : specialTokensOf(specialTokens);
    const address = abi.trainerModel(this.#address, specials);
    return { abi, address, encoding: abi, ...abi.modelParts(address) };
  }
}

/** Whether special tokens came as a list, which has no ids. */
function isList(
  specialTokens: SpecialTokenIds | readonly string[],
): specialTokens is readonly string[] {
  return Array.isArray(specialTokens);
}

function checkText(text: unknown): void {
  if (typeof text === 'string' || text instanceof Uint8Array) return;
  throw new BpeekError('bad_argument', 'The text to train on must be a string or a Uint8Array.');
}

function checkVocabSize(size: unknown): void {
  // Whether it is too small or too large, the engine tells.
  if (isId(size)) return;
  throw new BpeekError(
    'bad_argument',
    `vocabSize is ${String(size)}; it must be a whole number from 256 (the single bytes) on.`,
  );
}

function checkPattern(pattern: unknown): string {
  if (pattern === null) return '';
  if (typeof pattern === 'string') return patternCalled(pattern);
  throw new BpeekError(
    'bad_argument',
    "pattern must be 'gpt4', 'gpt2', a regular expression in a string, or null for none.",
  );
}

function checkCount(count: unknown): void {
  if (typeof count === 'number' && count >= 0 && (Number.isInteger(count) || count === Infinity)) {
    return;
  }
  throw new BpeekError('bad_argument', `${String(count)} is no whole number from 0 on.`);
}
