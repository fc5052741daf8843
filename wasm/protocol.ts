/** What client and worker say to each other. Both sides are checked against this file. */
import type { PairCount } from './abi.ts';
import type { Addresses } from './assets.ts';
import type { BpeekErrorCode } from './errors.ts';
import type { ModelExtras } from './model.ts';
import type { EncodeOptions, Tokenizer, Tokens } from './tokenizer.ts';
import type { FinishOptions, FinishTokenizerOptions, Trainer, TrainingStep } from './trainer.ts';

/** A tokenizer or a trainer in the worker, by a number that the client gives it. */
export type Handle = number;

export interface TokenizerFacts {
  readonly name: string;
  readonly vocabularySize: number;
  readonly pattern: string;
  readonly specialTokens: ReadonlyMap<string, number>;
}

export interface TrainerFacts extends Pick<TrainingStep, 'tokenCount' | 'state'> {
  readonly pattern: string;
}

/** As `TrainingStep`, from a worker. */
export interface RemoteStep extends TrainingStep {
  /** How many tokens the text had after each of these merges. */
  readonly tokenCounts: Uint32Array<ArrayBuffer>;
}

/** What a worker needs to make a trainer, or to make it again as it was. */
export interface Training {
  readonly text: string | Uint8Array;
  readonly vocabSize: number;
  readonly pattern: string | null | undefined;
  /** So many merges are done at once. */
  readonly mergeCount: number;
}

export interface Named extends ModelExtras {
  readonly name: string | undefined;
}

/** A method as a verb: the object it is called on comes first. */
type On<Method> = Method extends (...args: infer A) => infer R
  ? (on: Handle, ...args: A) => R
  : never;

/** What a worker can be asked for: what it takes, and what it gives back. */
export interface Verbs {
  /** `source` is an encoding's name, an absolute address, or a file. */
  load(made: Handle, source: string | Blob, options: Named): TokenizerFacts;
  encode: On<Tokenizer['encode']>;
  encodeBytes: On<Tokenizer['encodeBytes']>;
  tokens: On<Tokenizer['tokens']>;
  count: On<Tokenizer['count']>;
  /** The number of tokens of each text; `first` is the number of the first of them, from 0. */
  counts(
    on: Handle,
    texts: readonly string[],
    first: number,
    options: EncodeOptions,
  ): Uint32Array<ArrayBuffer>;
  decode(on: Handle, ids: Uint32Array | readonly number[]): string;
  decodeBytes(on: Handle, ids: Uint32Array | readonly number[]): Uint8Array<ArrayBuffer>;
  tokenBytes: On<Tokenizer['tokenBytes']>;
  explain: On<Tokenizer['explain']>;
  mergeTree: On<Tokenizer['mergeTree']>;
  toTokenizerJson: On<Tokenizer['toTokenizerJson']>;
  toTiktoken: On<Tokenizer['toTiktoken']>;
  toBpeek: On<Tokenizer['toBpeek']>;
  toMinbpe: On<Tokenizer['toMinbpe']>;
  train(made: Handle, training: Training): TrainerFacts;
  /** The client has the first `known` merges; all others are in the answer. */
  step(on: Handle, count: number, known: number): RemoteStep;
  candidates(on: Handle, most: number): PairCount[];
  /** The tokens of the text that the trainer learns from, by what it has learnt so far. */
  learntTokens(on: Handle): Tokens;
  /** Makes a tokenizer; also as a .bpeek file, from which it can be made again. */
  finish(
    on: Handle,
    made: Handle,
    options: FinishTokenizerOptions,
  ): TokenizerFacts & { readonly file: Uint8Array<ArrayBuffer> };
  trainedFiles(on: Handle, options: FinishOptions): ReturnType<Trainer['toMinbpe']>;
}

export type Verb = keyof Verbs;
export type Arguments<V extends Verb> = Parameters<Verbs[V]>;
export type Result<V extends Verb> = Awaited<ReturnType<Verbs[V]>>;

/** A verb with its arguments. */
export interface Request<V extends Verb = Verb> {
  readonly verb: V;
  readonly args: Arguments<V>;
}

export type ToWorker =
  /** Comes first: where the engine and the encodings are. */
  | { readonly kind: 'start'; readonly files: Addresses }
  | { readonly kind: 'ask'; readonly id: number; readonly request: Request }
  /** Whoever asked no longer waits. An answer comes all the same. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'free'; readonly handle: Handle };

export type FromWorker =
  /** `ms` is how long it took. */
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown; readonly ms: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: SentError }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly loaded: number;
      readonly total: number | undefined;
    };

/** An error on its way; `code` is undefined for one that bpeek did not foresee. */
export interface SentError {
  readonly code: BpeekErrorCode | undefined;
  readonly message: string;
  readonly offset: number | undefined;
}
