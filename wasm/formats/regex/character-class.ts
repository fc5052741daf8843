import { classEscape, property } from './escapes.ts';
import type { Dialect, Scanner } from './scanner.ts';

/**
 * Reads classes in brackets. In Ruby's syntax a class may have others within, which are joined to
 * it; && would intersect them. In PCRE2's an opening bracket within is just a bracket.
 */
export class ClassReader {
  readonly #in: Scanner;
  readonly #from: Dialect;

  constructor(scanner: Scanner, from: Dialect) {
    this.#in = scanner;
    this.#from = from;
  }

  /** The class at the scanner, in the other dialect. */
  read(ignoresCase: boolean): string {
    this.#in.take('[');
    const not = this.#in.take('^') ? '^' : '';
    return `[${not}${this.#items(ignoresCase)}]`;
  }

  /** All up to the closing bracket, and that. */
  #items(ignoresCase: boolean): string {
    // A bracket that comes first does not close.
    let text = this.#in.take(']') ? '\\]' : '';
    while (!this.#in.take(']')) {
      if (this.#in.isAt('[:')) this.#in.refuse(`${this.#in.rest(8)} in brackets`);
      if (this.#from === 'oniguruma' && this.#in.take('[')) {
        if (this.#in.take('^')) this.#in.refuse('brackets with ^ within brackets');
        text += this.#items(ignoresCase);
      } else {
        text += this.#item(ignoresCase);
      }
    }
    return text;
  }

  /** A character, a range or a set. */
  #item(ignoresCase: boolean): string {
    const first = this.#member(ignoresCase);
    if (!this.#in.isAt('-') || this.#in.isAt('-]')) return first.text;
    if (!first.isCharacter) return this.#in.refuse('a hyphen after a set, within brackets');
    this.#in.take('-');
    const last = this.#member(ignoresCase);
    if (!last.isCharacter) this.#in.refuse('a range that ends with a set');
    return `${first.text}-${last.text}`;
  }

  #member(ignoresCase: boolean): { readonly text: string; readonly isCharacter: boolean } {
    if (this.#in.isAt('\\')) {
      const { text, kind } = classEscape(this.#in, this.#from);
      if (kind === 'property') {
        const set = property(this.#in, this.#from, ignoresCase);
        return { text: set, isCharacter: false };
      }
      return { text, isCharacter: kind === 'character' };
    }
    const isDouble = this.#in.isAt('&&');
    if (isDouble && this.#from === 'oniguruma') this.#in.refuse('&& in brackets');
    const character = this.#in.character();
    if (ignoresCase && /[^\p{ASCII}]/u.test(character) && /[\p{L}\p{M}]/u.test(character)) {
      this.#in.refuse(`${character} in either case`);
    }
    const isSyntax = isDouble || /[-[^]/.test(character);
    return { text: isSyntax ? `\\${character}` : character, isCharacter: true };
  }
}
