/** bpeek: an exact byte-pair-encoding tokenizer in WebAssembly. */
export type { OffsetUnit, PairCount, TokenChange, TrainerState } from './abi.ts';
export { configure } from './assets.ts';
export { type Abortable, type ConnectOptions, connect, type RemoteEngine } from './client.ts';
export type { Document, DocumentOptions, DocumentTokens } from './document.ts';
export { type Encoding, encodings } from './encodings/catalogue.ts';
export { encodingForModel } from './encodings/models.ts';
export { BpeekError, type BpeekErrorCode } from './errors.ts';
export type { Boundary, Explanation, MergeStep, PieceToken } from './explanation.ts';
export type { OnProgress } from './fetch.ts';
export type { LoadOptions, Source } from './load.ts';
export type { MergeTree } from './merge-tree.ts';
export type { RemoteStep } from './protocol.ts';
export type { CountAllOptions, RemoteTokenizer } from './remote-tokenizer.ts';
export type { RemoteTrainer, RemoteTrainOptions } from './remote-trainer.ts';
export type { Special } from './special.ts';
export type { SpecialTokenIds } from './special-tokens.ts';
export { type EncodeOptions, Tokenizer, type Tokens, type TokensOptions } from './tokenizer.ts';
export {
  type FinishOptions,
  type FinishTokenizerOptions,
  Trainer,
  type TrainerOptions,
  type TrainingStep,
  type TrainOptions,
} from './trainer.ts';
export { type PatternName, patternCalled } from './training-patterns.ts';
export { decodeUtf8 } from './utf8.ts';
export { version } from './version.ts';
