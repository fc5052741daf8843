/** What went wrong, for programs; the error's `message` says it for people. */
export type BpeekErrorCode =
  /** The text holds a special token, and the policy is `'error'`. */
  | 'special_token'
  /** No bundled encoding has this name. */
  | 'unknown_encoding'
  /** A model file is cut short, changed, or no model file at all. */
  | 'damaged_file'
  /** A model file asks for something that bpeek does not do. */
  | 'unsupported'
  /** A file could not be fetched or read. */
  | 'network'
  /** No token has this id. */
  | 'bad_id'
  /** Bytes that should be UTF-8 are not. */
  | 'bad_utf8'
  /** The engine's memory (at most 4 GiB) is used up. */
  | 'no_memory'
  /** A split pattern does not compile. */
  | 'bad_pattern'
  /** A split pattern takes too long or too much memory on this text. */
  | 'pattern_limit'
  /** The parts of a model contradict each other. */
  | 'bad_model'
  /** More text or more tokens than 32 bits count. */
  | 'too_large'
  /** An argument is not what the method takes. */
  | 'bad_argument'
  /** The tokenizer was used after `free()`. */
  | 'freed'
  /** WebAssembly is missing, forbidden, or `bpeek.wasm` does not start. */
  | 'engine';

/** The one error that bpeek throws. Its message is a sentence fit to be shown. */
export class BpeekError extends Error {
  /** What `Error` has; tells it from other errors where `instanceof` cannot. */
  override readonly name = 'BpeekError';
  /** What went wrong, for programs. */
  readonly code: BpeekErrorCode;

  /**
   * Where: for `special_token`, `pattern_limit` and `bad_pattern` in UTF-16 units of the text or
   * pattern (in bytes where bytes were given), for `damaged_file` and `bad_utf8` in bytes of the
   * file, for `bad_id` the index of the id, for `bad_model` the index of the part that the message
   * names.
   */
  readonly offset: number | undefined;

  /** For those who test how they handle it. */
  constructor(
    code: BpeekErrorCode,
    message: string,
    details: { offset?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.offset = details.offset;
  }
}
