/*
 * The only file that touches WebAssembly memory. Everything is copied in and copied out, so no
 * view of the memory escapes; views are made anew whenever the memory has grown.
 */
import {
  type Address,
  type Exports,
  errorCodes,
  field,
  placedInText,
  specialSize,
  unplaced,
  want,
} from './abi-layout.ts';
import { BpeekError } from './errors.ts';
import type { SpecialPolicy } from './special.ts';

export interface ModelParts {
  /** One more than the highest id. */
  readonly idLimit: number;
  readonly pattern: string;
  readonly specialTokens: ReadonlyMap<string, number>;
  /** Whether text has to be brought into a normal form of Unicode before it is encoded. */
  readonly isNormalized: boolean;
}

/** Tokens of a text; the arrays belong to the caller. */
export interface EncodedTokens {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly begins: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly pieceEnds: Uint32Array<ArrayBuffer>;
}

/** What EncodedTokens' positions count. */
export type OffsetUnit = 'utf16' | 'bytes';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

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
    specialTokens: Iterable<readonly [string, number]>,
  ): Address {
    return this.#call(() => {
      const tokens = this.#copyIn(file);
      const regex = this.#copyIn(pattern);
      const list = [...specialTokens];
      const specials = this.#copyInSpecials(list);
      const status = this.#exports.bpeek_abi_load_tiktoken(
        tokens.at,
        tokens.length,
        regex.at,
        regex.length,
        specials,
        list.length,
      );
      this.#check(status, regex);
      return this.#field(field.model);
    });
  }

  modelParts(model: Address): ModelParts {
    this.#exports.bpeek_abi_model_parts(model);
    const specials = this.#field(field.specials);
    const specialTokens = new Map<string, number>();
    for (let i = 0; i < this.#field(field.specialCount); i++) {
      const special = specials + i * specialSize;
      const text = this.#textAt(this.#word(special), this.#word(special + 4));
      specialTokens.set(text, this.#word(special + 8));
    }
    return {
      idLimit: this.#field(field.idLimit),
      pattern: this.#textAt(this.#field(field.pattern), this.#field(field.patternLength)),
      specialTokens,
      isNormalized: this.#field(field.normalization) !== 0,
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
      const count = this.#field(field.count);
      return {
        ids: this.#takeWords(this.#field(field.ids), count),
        begins: this.#takeWords(this.#field(field.begins), count),
        ends: this.#takeWords(this.#field(field.ends), count),
        pieceEnds: this.#takeWords(this.#field(field.pieceEnds), this.#field(field.pieceCount)),
      };
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

  decodeBytes(model: Address, ids: Uint32Array): Uint8Array<ArrayBuffer> {
    return this.#decode(model, ids, (bytes) => bytes.slice());
  }

  /** Bytes that are not UTF-8 become U+FFFD, as TextDecoder does it. */
  decode(model: Address, ids: Uint32Array): string {
    return this.#decode(model, ids, (bytes) => decoder.decode(bytes));
  }

  #decode<T>(model: Address, ids: Uint32Array, take: (bytes: Uint8Array) => T): T {
    return this.#call(() => {
      const at = this.#copyInWords(ids);
      this.#check(this.#exports.bpeek_abi_decode(model, at, ids.length));
      try {
        return take(this.#bytesAt(this.#field(field.buffer), this.#field(field.bufferLength)));
      } finally {
        this.#exports.bpeek_abi_buffer_free();
      }
    });
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

  #copyInSpecials(specials: readonly (readonly [string, number])[]): Address {
    const words = new Uint32Array((specials.length * specialSize) / 4);
    for (const [i, [text, id]] of specials.entries()) {
      const { at, length } = this.#copyIn(text);
      words.set([at, length, id, 0], (i * specialSize) / 4);
    }
    return this.#copyInWords(words);
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

  #word(at: Address): number {
    return this.#memoryWords()[at / 4] ?? 0;
  }

  #field(offset: number): number {
    return this.#word(this.#block + offset);
  }

  #takeWords(at: Address, count: number): Uint32Array<ArrayBuffer> {
    // The engine gives address 0 for an empty array.
    if (at === 0) return new Uint32Array(0);
    return this.#memoryWords().slice(at / 4, at / 4 + count);
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
