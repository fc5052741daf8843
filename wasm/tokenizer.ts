import type { EncodedTokens, OffsetUnit } from './abi.ts';
import { Freeable } from './disposing.ts';
import { Document, type DocumentOptions } from './document.ts';
import { BpeekError } from './errors.ts';
import type { Explanation } from './explanation.ts';
import { writeTiktoken } from './formats/write-tiktoken.ts';
import { forgotten, type Held, SharedEncoder } from './holdings.ts';
import { checkIds, isId } from './ids.ts';
import { type LoadOptions, loadModel, type NamedModel, type Source } from './load.ts';
import { type MergeTree, mergeTree } from './merge-tree.ts';
import { type Special, specialPolicy } from './special.ts';

/** How a text is encoded. */
export interface EncodeOptions {
  /** What becomes of special tokens in the text; without it, they are an error. */
  readonly special?: Special | undefined;
}

/** The same, and what positions count. */
export interface TokensOptions extends EncodeOptions {
  /** What positions count: UTF-16 units, as JavaScript's strings do (the default), or bytes. */
  readonly offsets?: OffsetUnit | undefined;
}

/**
 * The tokens of a text. All arrays belong to the caller and never change.
 *
 * Positions are in UTF-16 units unless bytes were asked for. In UTF-16 units a token that ends
 * inside a character ends where the character does, and a token that begins inside one is zero
 * units wide.
 */
export interface Tokens extends EncodedTokens {
  /** The id of each token. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** Where each token begins: the end of the one before, unless the split pattern left text out. */
  readonly begins: Uint32Array<ArrayBuffer>;
  /** Where each token ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Where each piece ends; a special token is a piece of its own. */
  readonly pieceEnds: Uint32Array<ArrayBuffer>;
}

/**
 * A tokenizer: text to ids, and back.
 *
 * It holds memory in the engine until `free()`; tokenizers of the same bundled encoding share one
 * copy of it. All methods but `load` and `toTokenizerJson`, which fetch what they need, are
 * synchronous; all throw a {@link BpeekError}.
 */
export class Tokenizer extends Freeable {
  /** The encoding's name, or the name of the file that it came from. */
  readonly name: string;
  /** One more than the highest id. Some encodings leave ids below it unused. */
  readonly vocabularySize: number;
  /**
   * The split pattern, a regular expression in PCRE2's syntax; empty if a whole text is one piece.
   * Of several, with U+0000 between them, each splits the pieces of the one before.
   */
  readonly pattern: string;
  /** The special tokens' texts and ids; also those of tokens that Hugging Face calls added. */
  readonly specialTokens: ReadonlyMap<string, number>;
  readonly #encoder: SharedEncoder;
  readonly #held: Held;

  /**
   * Loads a tokenizer.
   *
   * @param source The name of a bundled encoding, or a model file as URL, bytes or `File`. Its kind
   * is told by its content: `.bpeek`, Hugging Face's `tokenizer.json` (byte-pair encoding),
   * SentencePiece's `.model` (of the type BPE), minbpe's `.model`, or `.tiktoken`, whose pattern
   * and special tokens are given as options.
   * @returns A tokenizer, to be freed when it is no longer needed.
   * @throws {BpeekError} `unknown_encoding`, `network`, `damaged_file`, `bad_utf8`, `unsupported`,
   * `bad_model`, `bad_pattern`, `too_large`, `no_memory`, `engine` or `bad_argument`; if `signal` is
   * aborted, its reason.
   */
  static async load(source: Source, options: LoadOptions = {}): Promise<Tokenizer> {
    return Tokenizer.ofModel(await loadModel(source, options));
  }

  /** @internal Takes over the use of the model, also when there is no memory for a tokenizer. */
  static ofModel(named: NamedModel): Tokenizer {
    try {
      return new Tokenizer(new SharedEncoder(named));
    } catch (error) {
      named.release();
      throw error;
    }
  }

  private constructor(encoder: SharedEncoder) {
    super();
    const { name, model } = encoder.source;
    this.name = name;
    this.vocabularySize = model.idLimit;
    this.pattern = model.pattern;
    this.specialTokens = model.specialTokens;
    this.#encoder = encoder;
    this.#held = encoder.use();
    forgotten.register(this, this.#held, this);
  }

  /**
   * The ids of a text. Lone surrogates are encoded as U+FFFD, as in tiktoken.
   * @throws {BpeekError} `special_token`, `pattern_limit`, `too_large`, `no_memory`,
   * `bad_argument` or `freed`.
   */
  encode(text: string, options: EncodeOptions = {}): Uint32Array<ArrayBuffer> {
    const { encoding, encoder, policy } = this.#ready(options);
    return encoding.encode(encoder, checkText(text), policy);
  }

  /**
   * The ids of a text given in UTF-8. Bytes that are no UTF-8 are encoded as themselves, so that
   * `decodeBytes` gives back the very same bytes. Errors: as encode, places in bytes.
   */
  encodeBytes(bytes: Uint8Array, options: EncodeOptions = {}): Uint32Array<ArrayBuffer> {
    const { encoding, encoder, policy } = this.#ready(options);
    return encoding.encode(encoder, checkBytes(bytes), policy);
  }

  /** The tokens of a text: ids, and where tokens and pieces lie. Errors: as encode. */
  tokens(text: string, options: TokensOptions = {}): Tokens {
    const unit = options.offsets ?? 'utf16';
    if (unit !== 'utf16' && unit !== 'bytes') {
      throw new BpeekError('bad_argument', "offsets must be 'utf16' or 'bytes'.");
    }
    const { encoding, encoder, policy } = this.#ready(options);
    return encoding.tokens(encoder, checkText(text), policy, unit);
  }

  /** The number of tokens of a text, with no array made. Errors: as encode. */
  count(text: string, options: EncodeOptions = {}): number {
    const { encoding, encoder, policy } = this.#ready(options);
    return encoding.count(encoder, checkText(text), policy);
  }

  /**
   * The text of a row of ids. Where the bytes are no UTF-8, as when a character is cut in two,
   * it has U+FFFD.
   * @throws {BpeekError} `bad_id`, whose offset is the index of the id; `no_memory`,
   * `bad_argument` or `freed`.
   */
  decode(ids: Iterable<number>): string {
    const { abi, address } = this.#model();
    return abi.decode(address, checkIds(ids));
  }

  /** The exact bytes of a row of ids. Errors: as decode. */
  decodeBytes(ids: Iterable<number>): Uint8Array<ArrayBuffer> {
    const { abi, address } = this.#model();
    return abi.decodeBytes(address, checkIds(ids));
  }

  /**
   * The bytes of one token, special tokens included.
   * @throws {BpeekError} `bad_id` or `freed`.
   */
  tokenBytes(id: number): Uint8Array<ArrayBuffer> {
    const { abi, address } = this.#model();
    const bytes = isId(id) ? abi.tokenBytes(address, id) : undefined;
    if (bytes) return bytes;
    throw new BpeekError(
      'bad_id',
      `No token has the id ${String(id)}; ids of this encoding are below ${this.vocabularySize}.`,
    );
  }

  /**
   * How one piece becomes tokens: every merge, in order, and why the tokens in the end are not
   * merged further. The piece is taken as it is: not split, and without special tokens.
   * @param piece Usually a piece of what `tokens` gives.
   * @throws {BpeekError} `too_large`, `no_memory`, `bad_argument` or `freed`.
   */
  explain(piece: string | Uint8Array): Explanation {
    const { abi } = this.#model();
    if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) {
      throw new BpeekError('bad_argument', 'The piece must be a string or a Uint8Array.');
    }
    return abi.explain(this.#encoder.address, piece);
  }

  /**
   * What a token is made of: two tokens that merge, and so on down to bytes or characters.
   * @throws {BpeekError} `bad_id`, `no_memory` or `freed`.
   */
  mergeTree(id: number): MergeTree {
    const model = this.#model();
    return mergeTree(model, this.#encoder.address, id, (token) => this.tokenBytes(token));
  }

  /**
   * A text to be edited, whose tokens are kept up to date. Free it when it is no longer needed;
   * it may outlive the tokenizer.
   * @throws {BpeekError} `pattern_limit`, `too_large`, `no_memory`, `bad_argument` or `freed`.
   */
  document(text = '', options: DocumentOptions = {}): Document {
    this.#model();
    return new Document(this.#encoder, checkText(text), options);
  }

  /**
   * The model as a tokenizer.json of Hugging Face's library `tokenizers`, which gives the same ids
   * then (with `addSpecialTokens: false`, special tokens being parsed).
   * @throws {BpeekError} `unsupported` if such a file can't hold the model; `no_memory` or `freed`.
   */
  async toTokenizerJson(): Promise<string> {
    this.#model();
    const { writeTokenizerJson } = await import('./formats/write-tokenizer-json.ts');
    const { abi, address } = this.#model();
    return writeTokenizerJson(abi, address, this.#encoder.address);
  }

  /**
   * The ordinary tokens as a .tiktoken file, which has neither split pattern nor special tokens.
   * @throws {BpeekError} `bad_argument` if ranks would not give the same ids, as when two tokens
   * have the same bytes; `no_memory` or `freed`.
   */
  toTiktoken(): Uint8Array<ArrayBuffer> {
    const { abi, address } = this.#model();
    return writeTiktoken(abi, address, this.#encoder.address);
  }

  /**
   * The model as a .bpeek file, which has all of it and is the smallest and the fastest to load.
   * @throws {BpeekError} `too_large`, `no_memory` or `freed`.
   */
  toBpeek(): Uint8Array<ArrayBuffer> {
    const { abi, address } = this.#model();
    return abi.saveBpeek(address);
  }

  /**
   * minbpe's two files: the .model, which can be loaded again, and the .vocab, to be read.
   * @throws {BpeekError} `bad_argument` if minbpe could not have trained the model; `no_memory` or
   * `freed`.
   */
  toMinbpe(): { readonly model: string; readonly vocab: string } {
    const { abi, address } = this.#model();
    return abi.saveMinbpe(address);
  }

  /** Gives the engine its memory back. Any later call but `free()` throws `freed`. */
  override free(): void {
    forgotten.unregister(this);
    this.#held.free();
  }

  #model() {
    if (this.#held.isFreed) {
      throw new BpeekError('freed', `The tokenizer ${this.name} has been freed. Load it again.`);
    }
    return this.#encoder.source.model;
  }

  #ready({ special = 'error' }: EncodeOptions) {
    const { encoding, specialTokens } = this.#model();
    return {
      encoding,
      encoder: this.#encoder.address,
      policy: specialPolicy(special, specialTokens),
    };
  }
}

function checkText(text: string): string {
  if (typeof text === 'string') return text;
  throw new BpeekError('bad_argument', 'The text must be a string. For bytes use encodeBytes().');
}

function checkBytes(bytes: Uint8Array): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  throw new BpeekError('bad_argument', 'The bytes must be a Uint8Array. For text use encode().');
}
