import type { Abortable } from './client.ts';
import type { Connection } from './connection.ts';
import { BpeekError } from './errors.ts';
import type { Handle, Result, TokenizerFacts } from './protocol.ts';
import { RemoteHold } from './remote-hold.ts';
import { nextSlice } from './slices.ts';
import type { EncodeOptions, TokensOptions } from './tokenizer.ts';

/** How many texts are counted. */
export interface CountAllOptions extends EncodeOptions, Abortable {
  /** Told now and then how many texts have been counted. */
  readonly onProgress?: ((counted: number, total: number) => void) | undefined;
}

/** How long counting some of many texts should take, in ms, and the first try in UTF-16 units. */
const sliceMs = 20;
const firstSlice = 65_536;

/**
 * A tokenizer in a worker: the methods of {@link Tokenizer}, as promises. Each takes a signal, and
 * rejects with its reason as soon as it is aborted; all else is as it is there.
 */
export class RemoteTokenizer implements TokenizerFacts {
  /** As `Tokenizer.name`. */
  readonly name: string;
  /** As `Tokenizer.vocabularySize`. */
  readonly vocabularySize: number;
  /** As `Tokenizer.pattern`. */
  readonly pattern: string;
  /** As `Tokenizer.specialTokens`. */
  readonly specialTokens: ReadonlyMap<string, number>;
  readonly #hold: RemoteHold;
  readonly #on: Handle;

  /** @internal Use `RemoteEngine.load()`. */
  constructor(connection: Connection, handle: Handle, facts: TokenizerFacts) {
    this.name = facts.name;
    this.vocabularySize = facts.vocabularySize;
    this.pattern = facts.pattern;
    this.specialTokens = facts.specialTokens;
    this.#hold = new RemoteHold(this, connection, handle, `The tokenizer ${facts.name}`);
    this.#on = handle;
  }

  /** As `Tokenizer.encode`. */
  encode(text: string, options: EncodeOptions & Abortable = {}): Promise<Result<'encode'>> {
    const { signal, ...rest } = options;
    return this.#hold.ask('encode', [this.#on, text, rest], { signal });
  }

  /** As `Tokenizer.encodeBytes`. */
  encodeBytes(
    bytes: Uint8Array,
    options: EncodeOptions & Abortable = {},
  ): Promise<Result<'encodeBytes'>> {
    const { signal, ...rest } = options;
    return this.#hold.ask('encodeBytes', [this.#on, bytes, rest], { signal });
  }

  /** As `Tokenizer.tokens`. */
  tokens(text: string, options: TokensOptions & Abortable = {}): Promise<Result<'tokens'>> {
    const { signal, ...rest } = options;
    return this.#hold.ask('tokens', [this.#on, text, rest], { signal });
  }

  /** As `Tokenizer.count`. */
  count(text: string, options: EncodeOptions & Abortable = {}): Promise<number> {
    const { signal, ...rest } = options;
    return this.#hold.ask('count', [this.#on, text, rest], { signal });
  }

  /**
   * The number of tokens of each of many texts. They are sent and counted some at a time, between
   * which others get their turn.
   */
  async countAll(
    texts: readonly string[],
    { signal, onProgress, ...options }: CountAllOptions = {},
  ): Promise<Uint32Array<ArrayBuffer>> {
    checkTexts(texts);
    const counts = new Uint32Array(texts.length);
    let size = firstSlice;
    for (let first = 0; first < texts.length; ) {
      const last = endOfSlice(texts, first, size);
      const onResult = (_: unknown, ms: number) => {
        size = nextSlice(size, ms, sliceMs);
      };
      const some = texts.slice(first, last);
      const asking = { signal, onResult };
      counts.set(await this.#hold.ask('counts', [this.#on, some, first, options], asking), first);
      first = last;
      onProgress?.(first, texts.length);
    }
    return counts;
  }

  /** As `Tokenizer.decode`. */
  async decode(ids: Iterable<number>, { signal }: Abortable = {}): Promise<string> {
    return this.#hold.ask('decode', [this.#on, sendableIds(ids)], { signal });
  }

  /** As `Tokenizer.decodeBytes`. */
  async decodeBytes(
    ids: Iterable<number>,
    { signal }: Abortable = {},
  ): Promise<Result<'decodeBytes'>> {
    return this.#hold.ask('decodeBytes', [this.#on, sendableIds(ids)], { signal });
  }

  /** As `Tokenizer.tokenBytes`. */
  tokenBytes(id: number, { signal }: Abortable = {}): Promise<Result<'tokenBytes'>> {
    return this.#hold.ask('tokenBytes', [this.#on, id], { signal });
  }

  /** As `Tokenizer.explain`. */
  explain(piece: string | Uint8Array, { signal }: Abortable = {}): Promise<Result<'explain'>> {
    return this.#hold.ask('explain', [this.#on, piece], { signal });
  }

  /** As `Tokenizer.mergeTree`. */
  mergeTree(id: number, { signal }: Abortable = {}): Promise<Result<'mergeTree'>> {
    return this.#hold.ask('mergeTree', [this.#on, id], { signal });
  }

  /** As `Tokenizer.toTokenizerJson`. */
  toTokenizerJson({ signal }: Abortable = {}): Promise<string> {
    return this.#hold.ask('toTokenizerJson', [this.#on], { signal });
  }

  /** As `Tokenizer.toTiktoken`. */
  toTiktoken({ signal }: Abortable = {}): Promise<Result<'toTiktoken'>> {
    return this.#hold.ask('toTiktoken', [this.#on], { signal });
  }

  /** As `Tokenizer.toBpeek`. */
  toBpeek({ signal }: Abortable = {}): Promise<Result<'toBpeek'>> {
    return this.#hold.ask('toBpeek', [this.#on], { signal });
  }

  /** As `Tokenizer.toMinbpe`. */
  toMinbpe({ signal }: Abortable = {}): Promise<Result<'toMinbpe'>> {
    return this.#hold.ask('toMinbpe', [this.#on], { signal });
  }

  /** Gives the worker its memory back. Any later call but `free()` rejects with `freed`. */
  free(): void {
    this.#hold.free();
  }

  /** As `free`, at the end of a block with `using`. */
  [Symbol.dispose](): void {
    this.free();
  }
}

function checkTexts(texts: unknown): void {
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return;
  throw new BpeekError('bad_argument', 'The texts must be an array of strings.');
}

/** Texts of about `size` UTF-16 units, at least one. */
function endOfSlice(texts: readonly string[], first: number, size: number): number {
  let units = 0;
  let last = first;
  do units += texts[last++]?.length ?? 0;
  while (last < texts.length && units + (texts[last]?.length ?? 0) <= size);
  return last;
}

/** As something that can be sent. Whether these are ids is checked by the worker. */
function sendableIds(ids: Iterable<number>): Uint32Array | readonly number[] {
  if (ids instanceof Uint32Array || Array.isArray(ids)) return ids;
  if (typeof ids === 'object' && ids !== null && Symbol.iterator in ids) return Array.from(ids);
  throw new BpeekError('bad_argument', 'The ids must be an array of numbers.');
}
