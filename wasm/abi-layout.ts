/*
 * The numbers that abi.c and abi.ts agree on. abi.c asserts them when it is compiled.
 */
import type { BpeekErrorCode } from './errors.ts';

/** Where a model, an encoder, a document or a trainer lives in the engine's memory. */
export type Address = number;

/** What the module exports: abi.c's functions, and the C library's malloc and free. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): Address;
  free(block: Address): void;
  bpeek_abi_block(): Address;
  bpeek_abi_load_bpeek(file: Address, length: number): number;
  bpeek_abi_load_tiktoken(
    file: Address,
    length: number,
    pattern: Address,
    patternLength: number,
    specials: Address,
    specialCount: number,
    normalization: number,
  ): number;
  bpeek_abi_load_minbpe(file: Address, length: number): number;
  bpeek_abi_build(parts: Address): number;
  bpeek_abi_save_bpeek(model: Address): number;
  bpeek_abi_save_tiktoken(model: Address): number;
  bpeek_abi_save_minbpe(model: Address): number;
  bpeek_abi_token_parents(encoder: Address, id: number): number;
  bpeek_abi_model_parts(model: Address): void;
  bpeek_abi_model_token(model: Address, id: number): Address;
  bpeek_abi_model_free(model: Address): void;
  bpeek_abi_encoder_new(model: Address): number;
  bpeek_abi_encoder_free(encoder: Address): void;
  bpeek_abi_encode(
    encoder: Address,
    text: Address,
    length: number,
    mode: number,
    parsed: Address,
    parsedCount: number,
    want: number,
  ): number;
  bpeek_abi_count(
    encoder: Address,
    text: Address,
    length: number,
    mode: number,
    parsed: Address,
    parsedCount: number,
  ): number;
  bpeek_abi_decode(model: Address, ids: Address, count: number): number;
  bpeek_abi_decode_text(model: Address, ids: Address, count: number): number;
  bpeek_abi_buffer_free(): void;
  bpeek_abi_vocab_free(): void;
  bpeek_abi_document_new(
    encoder: Address,
    mode: number,
    parsed: Address,
    parsedCount: number,
  ): number;
  bpeek_abi_document_free(document: Address): void;
  bpeek_abi_document_edit(
    document: Address,
    from: number,
    to: number,
    text: Address,
    length: number,
  ): number;
  bpeek_abi_document_tokens_in(document: Address, from: number, to: number): number;
  bpeek_abi_document_tokens_at(document: Address, index: number, count: number): number;
  bpeek_abi_document_text(document: Address, from: number, to: number): number;
  bpeek_abi_explain(encoder: Address, piece: Address, length: number): number;
  bpeek_abi_trainer_new(
    text: Address,
    length: number,
    pattern: Address,
    patternLength: number,
    vocabularySize: number,
  ): number;
  bpeek_abi_trainer_free(trainer: Address): void;
  bpeek_abi_trainer_state(trainer: Address): number;
  bpeek_abi_trainer_step(trainer: Address, steps: number): number;
  bpeek_abi_trainer_merges(trainer: Address): void;
  bpeek_abi_trainer_candidates(trainer: Address, most: number): number;
  bpeek_abi_trainer_token_count(trainer: Address): number;
  bpeek_abi_trainer_model(trainer: Address, specials: Address, specialCount: number): number;
}

/** By bpeek_status; 0 is no error. */
export const errorCodes: readonly (BpeekErrorCode | undefined)[] = [
  undefined,
  'no_memory',
  'bad_argument',
  'too_large',
  'damaged_file',
  'bad_model',
  'bad_pattern',
  'pattern_limit',
  'bad_id',
  'special_token',
];
/** Those whose offset is a place in a text. */
export const placedInText = new Set<BpeekErrorCode>([
  'bad_pattern',
  'pattern_limit',
  'special_token',
]);
/** Those whose offset means nothing. */
export const unplaced = new Set<BpeekErrorCode>(['no_memory', 'bad_argument', 'too_large']);

/** Offsets of the fields in abi.c's block. */
export const field = {
  message: 4,
  offset: 260,
  model: 264,
  encoder: 268,
  ids: 272,
  begins: 276,
  ends: 280,
  count: 284,
  pieceEnds: 288,
  pieceCount: 292,
  buffer: 296,
  bufferLength: 300,
  length: 312,
  idLimit: 316,
  specials: 320,
  specialCount: 324,
  pattern: 328,
  patternLength: 332,
  normalization: 336,
  parts: 340,
  vocab: 416,
  vocabLength: 420,
  left: 432,
  right: 436,
  document: 440,
  totalBytes: 444,
  totalCharacters: 448,
  totalUnits: 452,
  totalTokens: 456,
  first: 460,
  units: 464,
  trainer: 468,
  pairs: 472,
  pairCount: 476,
  wholePiece: 480,
  starts: 484,
  startEnds: 488,
  startCount: 492,
  steps: 496,
  stepCount: 500,
  explainedIds: 504,
  explainedEnds: 508,
  explainedCount: 512,
  boundaries: 516,
  changeFirst: 520,
  changeRemoved: 524,
  changeAdded: 528,
  textForm: 532,
} as const;
/** A bpeek_special: text, length, id and flags, in 4 bytes each. */
export const specialSize = 16;
/** Bits of a bpeek_special's flags, which are a byte each. */
export const specialFlag = { alias: 1, always: 0x100, asWritten: 0x10000 } as const;
/** Offsets in a bpeek_parts, and the bytes that it has. */
export const part = {
  rule: 0,
  wholePieceFirst: 4,
  tokenBytes: 8,
  tokenEnds: 12,
  tokenCount: 16,
  merges: 20,
  mergeCount: 24,
  scores: 28,
  unit: 32,
  byteTokens: 36,
  spaceIs2581: 40,
  prefix: 44,
  prefixOnlyFirst: 48,
  decodingDropsSpace: 49,
  normalization: 52,
  specials: 56,
  specialCount: 60,
  pattern: 64,
  patternLength: 68,
  keepUnmatched: 72,
} as const;
export const partsSize = 76;
/** bpeek_want. */
export const want = { ends: 1, pieces: 2, utf16: 4 } as const;
/** By bpeek_trainer_state. */
export const trainerStates = ['going on', 'complete', 'no pair left'] as const;
/** By bpeek_text_form. */
export const textForms = ['bytes', 'ascii', 'utf16'] as const;
/** By bpeek_boundary_reason. */
export const boundaryReasons = ['no token', 'no merge', 'lost'] as const;
/** BPEEK_NO_ID. */
export const noId = 0xffffffff;
/** How many words a bpeek_pair_count, a bpeek_merge_step and a bpeek_boundary have. */
export const pairWords = 4;
export const stepWords = 5;
export const boundaryWords = 8;
