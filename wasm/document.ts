import type { EncodedPart, Totals } from './abi.ts';
import type { Address } from './abi-layout.ts';
import { BpeekError } from './errors.ts';
import { forgotten, Held, type SharedEncoder } from './holdings.ts';
import { type Special, specialPolicy } from './special.ts';

export interface DocumentOptions {
  /**
   * What becomes of special tokens in the text; without it, they are text like any other. They
   * can't be an error, since whoever types one does so letter by letter.
   */
  readonly special?: Exclude<Special, 'error'> | undefined;
}

/**
 * Tokens in a row of a document. All arrays belong to the caller and never change. Positions are
 * in UTF-16 units from the beginning of the text, as in {@link Tokens}.
 */
export interface DocumentTokens extends EncodedPart {
  /** The number of the first of these tokens among all of the document, from 0. */
  readonly first: number;
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly begins: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Where the pieces end whose last token is among these. */
  readonly pieceEnds: Uint32Array<ArrayBuffer>;
}

/**
 * A text that is edited, and its tokens: always those that `tokens()` would give for the whole
 * text, though an edit takes a time that hardly depends on how long the text is. (It does with
 * tokenizers whose split pattern is none that bpeek knows: then the whole text is encoded anew.)
 *
 * It holds memory in the engine until `free()`, also after its tokenizer has been freed. All
 * methods are synchronous and throw a {@link BpeekError}; after an error the document is as it was.
 */
export class Document {
  /** The tokenizer's name. */
  readonly name: string;
  readonly #encoder: SharedEncoder;
  readonly #address: Address;
  readonly #held: Held;
  #totals: Totals = { bytes: 0, characters: 0, units: 0, tokens: 0 };

  /** @internal Use `Tokenizer.document()`. */
  constructor(encoder: SharedEncoder, text: string, { special = 'literal' }: DocumentOptions) {
    const { name, model } = encoder.source;
    const { abi, specialTokens } = model;
    const policy = specialPolicy(special, specialTokens);
    this.name = name;
    this.#encoder = encoder;
    const address = abi.newDocument(encoder.address, policy);
    const use = encoder.use();
    this.#address = address;
    this.#held = new Held(() => {
      abi.freeDocument(address);
      use.free();
    });
    forgotten.register(this, this.#held, this);
    try {
      this.edit(0, 0, text);
    } catch (error) {
      this.free();
      throw error;
    }
  }

  /** The length of the text, in UTF-16 units as JavaScript's strings have it. */
  get length(): number {
    return this.#totals.units;
  }

  /** The number of all tokens. */
  get tokenCount(): number {
    return this.#totals.tokens;
  }

  /** The length of the text in bytes of UTF-8. */
  get byteCount(): number {
    return this.#totals.bytes;
  }

  /** The number of characters, that is Unicode's code points. */
  get characterCount(): number {
    return this.#totals.characters;
  }

  /**
   * Replaces the text from position `from` to position `to`.
   * @throws {BpeekError} `bad_argument`, `pattern_limit` (its offset is a position in the text as
   * it would have become), `too_large`, `no_memory` or `freed`.
   */
  edit(from: number, to: number, insert: string): void {
    if (typeof insert !== 'string') {
      throw new BpeekError('bad_argument', 'The text to insert must be a string.');
    }
    const abi = this.#abi();
    this.#checkRange(from, to);
    this.#totals = abi.edit(this.#address, from, to, insert);
  }

  /**
   * The tokens that lie between two positions, wholly or in part. A token that is zero units wide,
   * as in a character of several tokens, goes with the character before it.
   * @throws {BpeekError} `bad_argument`, `no_memory` or `freed`.
   */
  tokensIn(from: number, to: number): DocumentTokens {
    const abi = this.#abi();
    this.#checkRange(from, to);
    return abi.tokensIn(this.#address, from, to);
  }

  /** `count` tokens from number `index` on, or as many as there are. Errors: as tokensIn. */
  tokensAt(index: number, count: number): DocumentTokens {
    const abi = this.#abi();
    if (!isIndex(index) || !isIndex(count)) {
      throw new BpeekError('bad_argument', 'Tokens are counted by whole numbers from 0 on.');
    }
    const first = Math.min(index, this.tokenCount);
    return abi.tokensAt(this.#address, first, Math.min(count, this.tokenCount - first));
  }

  /** The text between two positions; without them, all of it. Errors: as tokensIn. */
  text(from = 0, to = this.length): string {
    const abi = this.#abi();
    this.#checkRange(from, to);
    return abi.documentText(this.#address, from, to);
  }

  /** Gives the engine its memory back. Any later call but `free()` throws `freed`. */
  free(): void {
    forgotten.unregister(this);
    this.#held.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #abi() {
    if (this.#held.isFreed) {
      throw new BpeekError('freed', `This document of ${this.name} has been freed. Make another.`);
    }
    return this.#encoder.source.model.abi;
  }

  #checkRange(from: number, to: number): void {
    if (isIndex(from) && isIndex(to) && from <= to && to <= this.length) return;
    throw new BpeekError(
      'bad_argument',
      `The positions ${String(from)} to ${String(to)} are not in the text, ` +
        `which is ${this.length} UTF-16 units long.`,
    );
  }
}

function isIndex(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
