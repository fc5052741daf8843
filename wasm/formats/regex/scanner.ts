import { BpeekError } from '../../errors.ts';

export type Dialect = 'oniguruma' | 'pcre2';

/** A place in a pattern that is read from left to right. */
export class Scanner {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#pattern.length;
  }

  isAt(text: string): boolean {
    return this.#pattern.startsWith(text, this.#at);
  }

  /** Goes over the text if that comes next. */
  take(text: string): boolean {
    const found = this.isAt(text);
    if (found) this.#at += text.length;
    return found;
  }

  /** Goes over what a sticky regular expression matches here. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#pattern) ?? undefined;
    if (match) this.#at += match[0].length;
    return match;
  }

  /** The next code point. */
  character(): string {
    const code = this.#pattern.codePointAt(this.#at);
    if (code === undefined) return this.refuse('an end where something must follow');
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  back(length: number): void {
    this.#at -= length;
  }

  /** The next few characters, for a message. */
  rest(length: number): string {
    return this.#pattern.slice(this.#at, this.#at + length);
  }

  refuse(what: string): never {
    throw new BpeekError(
      'unsupported',
      `bpeek can't translate the split pattern ${JSON.stringify(this.#pattern)}: it has ${what}.`,
      { offset: this.#at },
    );
  }
}
