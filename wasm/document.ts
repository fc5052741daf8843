import type { EncodedPart, TokenChange } from './abi.ts';
import { Freeable } from './disposing.ts';
import { type DocumentBody, EngineBody } from './document-body.ts';
import { BpeekError } from './errors.ts';
import { forgotten, Held, type SharedEncoder } from './holdings.ts';
import { NormalizingBody } from './normalizing-body.ts';
import { type Special, type SpecialPolicy, specialPolicy } from './special.ts';

/** How a document takes special tokens. */
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
  /** The id of each token. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** Where each begins, in UTF-16 units. */
  readonly begins: Uint32Array<ArrayBuffer>;
  /** Where each ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Where the pieces end whose last token is among these. */
  readonly pieceEnds: Uint32Array<ArrayBuffer>;
}

/**
 * A text that is edited, and its tokens: always those that `tokens()` would give for the whole
 * text, though an edit takes a time that hardly depends on how long the text is. (It does with
 * tokenizers whose split pattern is none that bpeek knows, or that normalize text which is not in
 * normal form yet: then the whole text is encoded anew.)
 *
 * It holds memory in the engine until `free()`, also after its tokenizer has been freed. All
 * methods are synchronous and throw a {@link BpeekError}; after an error the document is as it was.
 */
export class Document extends Freeable {
  /** The tokenizer's name. */
  readonly name: string;
  readonly #body: DocumentBody;
  readonly #held: Held;

  /** @internal Use `Tokenizer.document()`. */
  constructor(encoder: SharedEncoder, text: string, { special = 'literal' }: DocumentOptions) {
    super();
    const { name, model } = encoder.source;
    const body = newBody(encoder, specialPolicy(special, model.specialTokens));
    const use = encoder.use();
    this.name = name;
    this.#body = body;
    this.#held = new Held(() => {
      body.free();
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
    return this.#body.totals.units;
  }

  /** The number of all tokens. */
  get tokenCount(): number {
    return this.#body.totals.tokens;
  }

  /** The length of the text in bytes of UTF-8. */
  get byteCount(): number {
    return this.#body.totals.bytes;
  }

  /** The number of characters, that is Unicode's code points. */
  get characterCount(): number {
    return this.#body.totals.characters;
  }

  /**
   * Replaces the text from position `from` to position `to`.
   * @returns which tokens are others now.
   * @throws {BpeekError} `bad_argument`, `pattern_limit` (its offset is a position in the text as
   * it would have become), `too_large`, `no_memory` or `freed`.
   */
  edit(from: number, to: number, insert: string): TokenChange {
    if (typeof insert !== 'string') {
      throw new BpeekError('bad_argument', 'The text to insert must be a string.');
    }
    const body = this.#usable();
    this.#checkRange(from, to);
    return body.edit(from, to, insert);
  }

  /**
   * The tokens that lie between two positions, wholly or in part. A token that is zero units wide,
   * as in a character of several tokens, goes with the character before it.
   * @throws {BpeekError} `bad_argument`, `no_memory` or `freed`.
   */
  tokensIn(from: number, to: number): DocumentTokens {
    const body = this.#usable();
    this.#checkRange(from, to);
    return body.tokensIn(from, to);
  }

  /** `count` tokens from number `index` on, or as many as there are. Errors: as tokensIn. */
  tokensAt(index: number, count: number): DocumentTokens {
    const body = this.#usable();
    if (!isIndex(index) || !isIndex(count)) {
      throw new BpeekError('bad_argument', 'Tokens are counted by whole numbers from 0 on.');
    }
    const first = Math.min(index, this.tokenCount);
    return body.tokensAt(first, Math.min(count, this.tokenCount - first));
  }

  /** The text between two positions; without them, all of it. Errors: as tokensIn. */
  text(from = 0, to = this.length): string {
    const body = this.#usable();
    this.#checkRange(from, to);
    return body.text(from, to);
  }

  /** Gives the engine its memory back. Any later call but `free()` throws `freed`. */
  override free(): void {
    forgotten.unregister(this);
    this.#held.free();
  }

  #usable(): DocumentBody {
    if (!this.#held.isFreed) return this.#body;
    throw new BpeekError('freed', `This document of ${this.name} has been freed. Make another.`);
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

function newBody({ source, address }: SharedEncoder, policy: SpecialPolicy): DocumentBody {
  const { abi, encoding, normalization } = source.model;
  const engine = new EngineBody(abi, address, policy);
  if (!normalization) return engine;
  return new NormalizingBody(engine, normalization, { encoding, encoder: address, policy });
}

function isIndex(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
