/*
 * The only file that touches WebAssembly memory. Everything is copied in and copied out, so no
 * view of the memory escapes; views are made anew whenever the memory has grown.
 */
import {
  type Address,
  boundaryReasons,
  boundaryWords,
  type Exports,
  errorCodes,
  field,
  noId,
  pairWords,
  partsSize,
  placedInText,
  specialSize,
  stepWords,
  textForms,
  trainerStates,
  unplaced,
  want,
} from './abi-layout.ts';
import { flagsOf, named, partsFromBytes, partsToBytes, specialFrom } from './abi-parts.ts';
import { BpeekError } from './errors.ts';
import type { Boundary, Explanation, MergeStep, PieceToken } from './explanation.ts';
import { isNode } from './node.ts';
import { type Normalization, normalizations, type Parts, type SpecialToken } from './parts.ts';
import type { SpecialPolicy } from './special.ts';
import { hasLoneSurrogate } from './utf8.ts';

export interface ModelParts {
  /** One more than the highest id. */
  readonly idLimit: number;
  readonly pattern: string;
  readonly specialTokens: ReadonlyMap<string, number>;
  readonly specials: readonly SpecialToken[];
  /** The normal form that text has to be brought into before it is encoded. */
  readonly normalization: Normalization | undefined;
}

/** Tokens of a text; the arrays belong to the caller. */
export interface EncodedTokens {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly begins: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly pieceEnds: Uint32Array<ArrayBuffer>;
}

/** Some tokens of a document. */
export interface EncodedPart extends EncodedTokens {
  /** The number of the first of them among all, from 0. */
  readonly first: number;
}

/** How much a document has of everything. */
export interface Totals {
  readonly bytes: number;
  readonly characters: number;
  readonly units: number;
  readonly tokens: number;
}

/**
 * What an edit has made of a document's tokens: from number `first` on, `added` tokens are in the
 * place of `removed` ones. Those before are as they were, and so are those behind but for their
 * numbers and positions.
 */
export interface TokenChange {
  /** The number of the first token that is another now. */
  readonly first: number;
  /** How many tokens from there on have gone. */
  readonly removed: number;
  /** How many there are in their place. */
  readonly added: number;
}

/** A pair of neighbours in the text that a trainer learns from. */
export interface PairCount {
  /** The id of the first of the two. */
  readonly left: number;
  /** The id of the second. */
  readonly right: number;
  /** The token that the pair has become; for a candidate, the id that it would get. */
  readonly id: number;
  /** How often the pair occurred. */
  readonly count: number;
}

/** Where training stands: with `'no pair left'`, every piece of the text is one token. */
export type TrainerState = (typeof trainerStates)[number];

/** What EncodedTokens' positions count. */
export type OffsetUnit = 'utf16' | 'bytes';

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const utf16Decoder = /* @__PURE__ */ new TextDecoder('utf-16le', { ignoreBOM: true });

/**
 * Node's way of making a string of units as they are, faster than TextDecoder. Bundlers do not see
 * it here, and bring nothing in its place.
 */
function inNode(bytes: Uint8Array, encoding: 'latin1' | 'utf16le'): string | undefined {
  if (!isNode()) return undefined;
  return globalThis.Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding);
}

/** The string of decoded text, by its form. */
const stringOf = {
  bytes: (text: Uint8Array) => decoder.decode(text),
  ascii: (text: Uint8Array) => inNode(text, 'latin1') ?? decoder.decode(text),
  utf16: (text: Uint8Array) => inNode(text, 'utf16le') ?? utf16Decoder.decode(text),
};

/** What is U+FFFD in UTF-8. */
const replaced = /[\ufffd\p{Surrogate}]/gu;

/** Bytes copied into the engine for one call. */
interface Input {
  readonly at: Address;
  /** In bytes. */
  readonly length: number;
  /** Whether they were a string, so that places in them are told in UTF-16 units. */
  readonly isText: boolean;
}

export class Abi {
  readonly #exports: Exports;
  readonly #block: Address;
  #bytes = new Uint8Array(0);
  #words = new Uint32Array(0);
  /** What the present call has copied in; freed when it ends. */
  readonly #inputs: Address[] = [];

  constructor(instance: WebAssembly.Instance) {
    // The module's exports are checked against exports.txt when it is built.
    this.#exports = instance.exports as unknown as Exports;
    this.#exports._initialize();
    this.#block = this.#exports.bpeek_abi_block();
  }

  /** Reads bpeek's own format. Free the model with freeModel. */
  loadBpeek(file: Uint8Array): Address {
    return this.#call(() => {
      const { at, length } = this.#copyIn(file);
      this.#check(this.#exports.bpeek_abi_load_bpeek(at, length));
      return this.#field(field.model);
    });
  }

  /** Reads a .tiktoken file. Free the model with freeModel. */
  loadTiktoken(
    file: Uint8Array,
    pattern: string,
    specialTokens: readonly SpecialToken[],
    normalization: Normalization | undefined,
  ): Address {
    return this.#call(() => {
      const tokens = this.#copyIn(file);
      const regex = this.#copyIn(pattern);
      const specials = this.#copyInSpecials(specialTokens);
      const status = this.#exports.bpeek_abi_load_tiktoken(
        tokens.at,
        tokens.length,
        regex.at,
        regex.length,
        specials,
        specialTokens.length,
        normalizations.indexOf(normalization),
      );
      this.#check(status, regex);
      return this.#field(field.model);
    });
  }

  /** Reads minbpe's .model file. Free the model with freeModel. */
  loadMinbpe(file: Uint8Array): Address {
    return this.#call(() => {
      const { at, length } = this.#copyIn(file);
      this.#check(this.#exports.bpeek_abi_load_minbpe(at, length));
      return this.#field(field.model);
    });
  }

  /** Builds a model. Free it with freeModel. */
  buildModel(parts: Parts): Address {
    return this.#call(() => {
      const pattern = this.#copyIn(parts.pattern);
      this.#check(this.#exports.bpeek_abi_build(this.#copyInParts(parts, pattern)), pattern);
      return this.#field(field.model);
    });
  }

  /** The parts that a model was built of. */
  parts(model: Address): Parts {
    this.#exports.bpeek_abi_model_parts(model);
    const begin = this.#block + field.parts;
    const struct = this.#bytesAt(begin, partsSize).slice();
    const { plain, at, tokenCount, mergeCount, specialCount } = partsFromBytes(struct);
    const tokenEnds = this.#takeWords(at.tokenEnds, tokenCount);
    return {
      ...plain,
      tokenBytes: this.#bytesAt(at.tokenBytes, tokenEnds.at(-1) ?? 0).slice(),
      tokenEnds,
      merges: this.#takeWords(at.merges, 3 * mergeCount),
      scores: new Float32Array(this.#takeWords(at.scores, tokenCount).buffer),
      byteTokens: this.#takeWords(at.byteTokens, 256),
      specialTokens: this.#specialsAt(at.specials, specialCount),
      pattern: this.#textAt(at.pattern, at.patternLength),
    };
  }

  /** The two tokens that merge into a token; undefined if no merge makes it. */
  tokenParents(encoder: Address, id: number): readonly [number, number] | undefined {
    this.#check(this.#exports.bpeek_abi_token_parents(encoder, id));
    if (this.#field(field.length) === 0) return undefined;
    return [this.#field(field.left), this.#field(field.right)];
  }

  /** Writes bpeek's own format. */
  saveBpeek(model: Address): Uint8Array<ArrayBuffer> {
    this.#check(this.#exports.bpeek_abi_save_bpeek(model));
    return this.#takeBuffer((bytes) => bytes.slice());
  }

  saveTiktoken(model: Address): Uint8Array<ArrayBuffer> {
    this.#check(this.#exports.bpeek_abi_save_tiktoken(model));
    return this.#takeBuffer((bytes) => bytes.slice());
  }

  /** Writes minbpe's two files. */
  saveMinbpe(model: Address): { model: string; vocab: string } {
    this.#check(this.#exports.bpeek_abi_save_minbpe(model));
    try {
      return {
        model: this.#takeBuffer((bytes) => decoder.decode(bytes)),
        vocab: this.#textAt(this.#field(field.vocab), this.#field(field.vocabLength)),
      };
    } finally {
      this.#exports.bpeek_abi_vocab_free();
    }
  }

  modelParts(model: Address): ModelParts {
    this.#exports.bpeek_abi_model_parts(model);
    const specials = this.#specialsAt(this.#field(field.specials), this.#field(field.specialCount));
    return {
      idLimit: this.#field(field.idLimit),
      pattern: this.#textAt(this.#field(field.pattern), this.#field(field.patternLength)),
      specialTokens: new Map(specials.map(({ text, id }) => [text, id])),
      specials,
      normalization: normalizations[this.#field(field.normalization)],
    };
  }

  /** The bytes of a token, or undefined if no token has this id. */
  tokenBytes(model: Address, id: number): Uint8Array<ArrayBuffer> | undefined {
    const at = this.#exports.bpeek_abi_model_token(model, id) >>> 0;
    return at === 0 ? undefined : this.#bytesAt(at, this.#field(field.length)).slice();
  }

  freeModel(model: Address): void {
    this.#exports.bpeek_abi_model_free(model);
  }

  /** Free it with freeEncoder, before the model. */
  newEncoder(model: Address): Address {
    this.#check(this.#exports.bpeek_abi_encoder_new(model));
    return this.#field(field.encoder);
  }

  freeEncoder(encoder: Address): void {
    this.#exports.bpeek_abi_encoder_free(encoder);
  }

  encode(
    encoder: Address,
    text: string | Uint8Array,
    policy: SpecialPolicy,
  ): Uint32Array<ArrayBuffer> {
    return this.#call(() => {
      this.#encode(encoder, text, policy, 0);
      return this.#takeWords(this.#field(field.ids), this.#field(field.count));
    });
  }

  tokens(
    encoder: Address,
    text: string | Uint8Array,
    policy: SpecialPolicy,
    unit: OffsetUnit,
  ): EncodedTokens {
    return this.#call(() => {
      const units = unit === 'utf16' ? want.utf16 : 0;
      this.#encode(encoder, text, policy, want.ends | want.pieces | units);
      return this.#takeTokens();
    });
  }

  count(encoder: Address, text: string | Uint8Array, policy: SpecialPolicy): number {
    return this.#call(() => {
      const input = this.#copyIn(text);
      const parsed = this.#copyInWords(policy.parsed);
      const status = this.#exports.bpeek_abi_count(
        encoder,
        input.at,
        input.length,
        policy.mode,
        parsed,
        policy.parsed.length,
      );
      this.#check(status, input);
      return this.#field(field.length);
    });
  }

  /** An empty text. Free it with freeDocument, before the encoder. */
  newDocument(encoder: Address, policy: SpecialPolicy): Address {
    return this.#call(() => {
      const { mode, parsed } = policy;
      const at = this.#copyInWords(parsed);
      this.#check(this.#exports.bpeek_abi_document_new(encoder, mode, at, parsed.length));
      return this.#field(field.document);
    });
  }

  freeDocument(document: Address): void {
    this.#exports.bpeek_abi_document_free(document);
  }

  /** Replaces from .. to; afterwards there is so much of everything. */
  edit(
    document: Address,
    from: number,
    to: number,
    text: string,
  ): { totals: Totals; change: TokenChange } {
    return this.#call(() => {
      const { at, length } = this.#copyInWtf8(text);
      this.#check(this.#exports.bpeek_abi_document_edit(document, from, to, at, length));
      const totals = {
        bytes: this.#field(field.totalBytes),
        characters: this.#field(field.totalCharacters),
        units: this.#field(field.totalUnits),
        tokens: this.#field(field.totalTokens),
      };
      const change = {
        first: this.#field(field.changeFirst),
        removed: this.#field(field.changeRemoved),
        added: this.#field(field.changeAdded),
      };
      return { totals, change };
    });
  }

  tokensIn(document: Address, from: number, to: number): EncodedPart {
    this.#check(this.#exports.bpeek_abi_document_tokens_in(document, from, to));
    return { first: this.#field(field.first), ...this.#takeTokens() };
  }

  tokensAt(document: Address, first: number, count: number): EncodedPart {
    this.#check(this.#exports.bpeek_abi_document_tokens_at(document, first, count));
    return { first, ...this.#takeTokens() };
  }

  documentText(document: Address, from: number, to: number): string {
    this.#check(this.#exports.bpeek_abi_document_text(document, from, to));
    return this.#unitsAt(this.#field(field.units), to - from);
  }

  explain(encoder: Address, piece: string | Uint8Array): Explanation {
    return this.#call(() => {
      const { at, length } = this.#copyIn(piece);
      this.#check(this.#exports.bpeek_abi_explain(encoder, at, length));
      const count = this.#field(field.explainedCount);
      return {
        starts: this.#pieceTokens(field.starts, field.startEnds, this.#field(field.startCount)),
        steps: this.#takeRows(field.steps, this.#field(field.stepCount), stepWords, mergeStep),
        tokens: this.#pieceTokens(field.explainedIds, field.explainedEnds, count),
        boundaries: this.#takeRows(
          field.boundaries,
          Math.max(count - 1, 0),
          boundaryWords,
          boundary,
        ),
        wholePiece: idOrNone(this.#field(field.wholePiece)),
      };
    });
  }

  /** Free it with freeTrainer. */
  newTrainer(text: string | Uint8Array, pattern: string, vocabularySize: number): Address {
    return this.#call(() => {
      const input = this.#copyIn(text);
      const regex = this.#copyIn(pattern);
      const status = this.#exports.bpeek_abi_trainer_new(
        input.at,
        input.length,
        regex.at,
        regex.length,
        vocabularySize,
      );
      // One of the two errors with a place is about the text, the other about the pattern.
      this.#check(status, errorCodes[status] === 'pattern_limit' ? input : regex);
      return this.#field(field.trainer);
    });
  }

  freeTrainer(trainer: Address): void {
    this.#exports.bpeek_abi_trainer_free(trainer);
  }

  trainerState(trainer: Address): TrainerState {
    return named(trainerStates, this.#exports.bpeek_abi_trainer_state(trainer));
  }

  /** Does up to so many merges; trainerMerges tells which. Some may be done before an error. */
  trainerStep(trainer: Address, steps: number): void {
    this.#check(this.#exports.bpeek_abi_trainer_step(trainer, steps));
  }

  /** The merges from number `first` on, from 0. */
  trainerMerges(trainer: Address, first: number): PairCount[] {
    this.#exports.bpeek_abi_trainer_merges(trainer);
    return this.#takeRows(
      field.pairs,
      this.#field(field.pairCount) - first,
      pairWords,
      pairCount,
      first,
    );
  }

  trainerCandidates(trainer: Address, most: number): PairCount[] {
    this.#check(this.#exports.bpeek_abi_trainer_candidates(trainer, most));
    return this.#takeRows(field.pairs, this.#field(field.pairCount), pairWords, pairCount);
  }

  trainerTokenCount(trainer: Address): number {
    return this.#exports.bpeek_abi_trainer_token_count(trainer) >>> 0;
  }

  /** What has been learnt so far. Free the model with freeModel. */
  trainerModel(trainer: Address, specialTokens: readonly SpecialToken[]): Address {
    return this.#call(() => {
      const specials = this.#copyInSpecials(specialTokens);
      const { length } = specialTokens;
      this.#check(this.#exports.bpeek_abi_trainer_model(trainer, specials, length));
      return this.#field(field.model);
    });
  }

  decodeBytes(model: Address, ids: Uint32Array): Uint8Array<ArrayBuffer> {
    return this.#call(() => {
      this.#check(this.#exports.bpeek_abi_decode(model, this.#copyInWords(ids), ids.length));
      return this.#takeBuffer((bytes) => bytes.slice());
    });
  }

  /** Bytes that are not UTF-8 become U+FFFD, as TextDecoder does it. */
  decode(model: Address, ids: Uint32Array): string {
    return this.#call(() => {
      this.#check(this.#exports.bpeek_abi_decode_text(model, this.#copyInWords(ids), ids.length));
      const form = named(textForms, this.#field(field.textForm));
      return this.#takeBuffer((text) => stringOf[form](text));
    });
  }

  /** Takes what it needs from the buffer of the last call, then frees that. */
  #takeBuffer<T>(take: (bytes: Uint8Array) => T): T {
    try {
      return take(this.#bytesAt(this.#field(field.buffer), this.#field(field.bufferLength)));
    } finally {
      this.#exports.bpeek_abi_buffer_free();
    }
  }

  #encode(encoder: Address, text: string | Uint8Array, policy: SpecialPolicy, wanted: number) {
    const input = this.#copyIn(text);
    const parsed = this.#copyInWords(policy.parsed);
    const status = this.#exports.bpeek_abi_encode(
      encoder,
      input.at,
      input.length,
      policy.mode,
      parsed,
      policy.parsed.length,
      wanted,
    );
    this.#check(status, input);
  }

  /** Runs one call, then frees what it has copied in. */
  #call<T>(run: () => T): T {
    try {
      return run();
    } finally {
      for (const at of this.#inputs) this.#exports.free(at);
      this.#inputs.length = 0;
    }
  }

  #allocate(size: number): Address {
    // malloc(0) may give 0, which would look like a failure.
    const at = size < 2 ** 32 ? this.#exports.malloc(size || 1) >>> 0 : 0;
    if (at === 0) {
      throw new BpeekError(
        'no_memory',
        `There is no memory for ${size} more bytes. Use a smaller text, or free tokenizers.`,
      );
    }
    this.#inputs.push(at);
    return at;
  }

  #copyIn(data: string | Uint8Array): Input {
    if (typeof data !== 'string') {
      const at = this.#allocate(data.length);
      this.#memory().set(data, at);
      return { at, length: data.length, isText: false };
    }
    // No UTF-16 unit needs more than 3 bytes of UTF-8.
    const capacity = 3 * data.length;
    const at = this.#allocate(capacity);
    const { written } = encoder.encodeInto(data, this.#bytesAt(at, capacity));
    return { at, length: written, isText: true };
  }

  #copyInWords(words: Uint32Array): Address {
    const at = this.#allocate(4 * words.length);
    this.#memoryWords().set(words, at / 4);
    return at;
  }

  /** Copies in a string, its lone surrogates as WTF-8 has them: in three bytes each. */
  #copyInWtf8(text: string): Input {
    const input = this.#copyIn(text);
    if (hasLoneSurrogate(text)) keepSurrogates(text, this.#bytesAt(input.at, input.length));
    return input;
  }

  #copyInSpecials(specials: readonly SpecialToken[]): Address {
    const words = new Uint32Array((specials.length * specialSize) / 4);
    for (const [i, special] of specials.entries()) {
      const { at, length } = this.#copyIn(special.text);
      words.set([at, length, special.id, flagsOf(special)], (i * specialSize) / 4);
    }
    return this.#copyInWords(words);
  }

  #copyInParts(parts: Parts, pattern: Input): Address {
    const { scores } = parts;
    const scoreWords = new Uint32Array(scores.buffer, scores.byteOffset, scores.length);
    const struct = partsToBytes(parts, {
      tokenBytes: this.#copyIn(parts.tokenBytes).at,
      tokenEnds: this.#copyInWords(parts.tokenEnds),
      merges: this.#copyInWords(parts.merges),
      scores: this.#copyInWords(scoreWords),
      byteTokens: this.#copyInWords(parts.byteTokens),
      specials: this.#copyInSpecials(parts.specialTokens),
      pattern: pattern.at,
      patternLength: pattern.length,
    });
    return this.#copyIn(struct).at;
  }

  #specialsAt(specials: Address, count: number): SpecialToken[] {
    return Array.from({ length: count }, (_, i) => {
      const at = specials + i * specialSize;
      const text = this.#textAt(this.#word(at), this.#word(at + 4));
      return specialFrom(text, this.#word(at + 8), this.#word(at + 12));
    });
  }

  /** Throws the error of a failed call. `text` is what its offset may point into. */
  #check(status: number, text?: Input): void {
    if (status === 0) return;
    const code = errorCodes[status];
    if (code === undefined) throw new Error(`Unknown status ${status} from bpeek.wasm.`);
    const at = this.#block + field.message;
    const end = this.#memory().indexOf(0, at);
    const message = this.#textAt(at, end - at);
    if (unplaced.has(code)) throw new BpeekError(code, message);
    const offset = this.#field(field.offset);
    if (!placedInText.has(code) || !text?.isText) throw new BpeekError(code, message, { offset });
    const position = utf16Length(this.#bytesAt(text.at, offset));
    throw new BpeekError(code, message.replace(`at byte ${offset}`, `at position ${position}`), {
      offset: position,
    });
  }

  #memory(): Uint8Array {
    // A view has length 0 after the memory grew.
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    return this.#bytes;
  }

  #memoryWords(): Uint32Array {
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#exports.memory.buffer);
    return this.#words;
  }

  #bytesAt(at: Address, length: number): Uint8Array {
    return this.#memory().subarray(at, at + length);
  }

  #textAt(at: Address, length: number): string {
    return decoder.decode(this.#bytesAt(at, length));
  }

  #unitsAt(at: Address, count: number): string {
    const units = new Uint16Array(this.#exports.memory.buffer, at, count);
    // No more at once than a function takes arguments.
    const most = 2 ** 13;
    let text = '';
    for (let i = 0; i < count; i += most) {
      text += String.fromCharCode(...units.subarray(i, i + most));
    }
    return text;
  }

  #word(at: Address): number {
    return this.#memoryWords()[at / 4] ?? 0;
  }

  #field(offset: number): number {
    return this.#word(this.#block + offset);
  }

  #takeTokens(): EncodedTokens {
    const count = this.#field(field.count);
    return {
      ids: this.#takeWords(this.#field(field.ids), count),
      begins: this.#takeWords(this.#field(field.begins), count),
      ends: this.#takeWords(this.#field(field.ends), count),
      pieceEnds: this.#takeWords(this.#field(field.pieceEnds), this.#field(field.pieceCount)),
    };
  }

  /** `count` rows of an array of structures, whose address is in the block. */
  #takeRows<T>(
    array: number,
    count: number,
    rowWords: number,
    read: (row: Uint32Array) => T,
    first = 0,
  ): T[] {
    const at = this.#field(array) + 4 * rowWords * first;
    const words = this.#takeWords(count === 0 ? 0 : at, rowWords * count);
    return Array.from({ length: count }, (_, i) =>
      read(words.subarray(rowWords * i, rowWords * (i + 1))),
    );
  }

  #pieceTokens(ids: number, ends: number, count: number): PieceToken[] {
    const endWords = this.#takeWords(this.#field(ends), count);
    return Array.from(this.#takeWords(this.#field(ids), count), (id, i) => ({
      id: idOrNone(id),
      begin: endWords[i - 1] ?? 0,
      end: endWords[i] ?? 0,
    }));
  }

  #takeWords(at: Address, count: number): Uint32Array<ArrayBuffer> {
    // The engine gives address 0 for an empty array.
    if (at === 0) return new Uint32Array(0);
    return this.#memoryWords().slice(at / 4, at / 4 + count);
  }
}

function idOrNone(id: number): number | undefined {
  return id === noId ? undefined : id;
}

function pairCount([left = 0, right = 0, id = 0, count = 0]: Uint32Array): PairCount {
  return { left, right, id, count };
}

function mergeStep([at = 0, left = 0, right = 0, result = 0, rank = 0]: Uint32Array): MergeStep {
  return { at, left: idOrNone(left), right: idOrNone(right), result, rank };
}

function boundary(row: Uint32Array): Boundary {
  const [at = 0, number = 0] = row;
  const reason = named(boundaryReasons, number);
  if (reason !== 'lost') return { at, reason };
  return { at, reason, lost: mergeStep(row.subarray(2, 7)), winner: row[7] ?? 0 };
}

/** Undoes in a text's UTF-8 that TextEncoder puts U+FFFD for every lone surrogate. */
function keepSurrogates(text: string, bytes: Uint8Array): void {
  let at = 0;
  for (const [character] of text.matchAll(replaced)) {
    do at = bytes.indexOf(0xef, at) + 1;
    while (bytes[at] !== 0xbf || bytes[at + 1] !== 0xbd);
    const unit = character.charCodeAt(0);
    if (unit === 0xfffd) continue;
    bytes.set([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)], at - 1);
  }
}

/** The length in UTF-16 units of well-formed UTF-8. */
function utf16Length(bytes: Uint8Array): number {
  let units = 0;
  for (const byte of bytes) {
    if (byte >= 0xf0) units += 2;
    else if ((byte & 0xc0) !== 0x80) units += 1;
  }
  return units;
}
