/**
 * Where a text stops being JSON (RFC 8259). Engines tell it differently, or not at all: this is a
 * recognizer without recursion, and is asked only after JSON.parse has refused the text.
 */
export function jsonErrorAt(text: string): number {
  return new Recognizer(text).run();
}

/** What may come next. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end';

const space = /[\t\n\r ]*/y;
const words = ['true', 'false', 'null'];
/** Of a number all but its last digit, and then that. */
const numberStart = /-?(?:(?:0|[1-9][0-9]*)(?:\.(?:[0-9]+(?:[eE][+-]?)?)?|[eE][+-]?)?)?/y;
const numberEnd = /[0-9]*/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const escapeStart = /\\(?:u[0-9a-fA-F]{0,3})?/y;
const colon = /[\t\n\r ]*:/y;

class Recognizer {
  readonly #text: string;
  #at = 0;
  /** The brackets that are open. */
  readonly #open: ('[' | '{')[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  run(): number {
    let expected: Expected | undefined = 'value';
    while (expected !== undefined) {
      this.#take(space);
      if (this.#open.length === 0 && expected === 'comma or end') return this.#at;
      expected = this.#next(expected);
    }
    return this.#at;
  }

  /** What comes after the next token; undefined if that is wrong. */
  #next(expected: Expected): Expected | undefined {
    const next = this.#text[this.#at];
    const isIn = this.#open.at(-1);
    if (expected === 'comma or end') {
      if (next === ',') return this.#step(isIn === '[' ? 'value' : 'key');
      return this.#close(next);
    }
    if (expected.endsWith(' or end') && (next === ']' || next === '}')) return this.#close(next);
    if (expected.startsWith('key')) return this.#key();
    if (next === '[' || next === '{') {
      this.#open.push(next);
      return this.#step(next === '[' ? 'value or end' : 'key or end');
    }
    return this.#takeScalar(next) ? 'comma or end' : undefined;
  }

  #key(): Expected | undefined {
    if (this.#text[this.#at] !== '"') return undefined;
    if (!this.#takeString()) return undefined;
    if (this.#take(colon)) return 'value';
    this.#take(space);
    return undefined;
  }

  #close(bracket: string | undefined): Expected | undefined {
    const wanted = this.#open.at(-1) === '[' ? ']' : '}';
    if (bracket !== wanted) return undefined;
    this.#open.pop();
    return this.#step('comma or end');
  }

  /** Stops where it goes wrong. */
  #takeScalar(next: string | undefined): boolean {
    if (next === '"') return this.#takeString();
    const word = words.find((one) => one[0] === next);
    if (word) return Array.from(word).every((letter) => this.#takeIf(letter));
    this.#take(numberStart);
    this.#take(numberEnd);
    return /[0-9]/.test(this.#text[this.#at - 1] ?? '') && /[-0-9]/.test(next ?? '');
  }

  #takeIf(letter: string): boolean {
    const found = this.#text[this.#at] === letter;
    if (found) this.#at++;
    return found;
  }

  /** Stops where the string goes wrong. */
  #takeString(): boolean {
    this.#at++;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) {
        this.#at++;
        return true;
      }
      // Beyond the end, code is NaN.
      const isPlain = code >= 0x20 && code !== 0x5c;
      if (isPlain) this.#at++;
      else if (!this.#take(escapeSequence)) {
        this.#take(escapeStart);
        return false;
      }
    }
  }

  #step(expected: Expected): Expected {
    this.#at++;
    return expected;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.test(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}
