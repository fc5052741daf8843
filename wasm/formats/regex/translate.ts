/**
 * Split patterns from Oniguruma's syntax (Hugging Face's tokenizers) to PCRE2's and back. Most
 * of a pattern is the same in both and stays as it is written; what differs is written anew, and
 * what cannot be said in the other syntax is refused. Oniguruma is taken with its own default
 * syntax, which is Ruby's; PCRE2 with UTF, UCP and DOLLAR_ENDONLY.
 */
import { ClassReader } from './character-class.ts';
import { property, simpleEscape } from './escapes.ts';
import { type Dialect, Scanner } from './scanner.ts';

/** A part of a pattern in the other dialect. */
interface Part {
  readonly text: string;
  /** The fewest characters that it matches; 0 for what looks around. */
  readonly least: number;
}

export interface Translation {
  readonly pattern: string;
  /** Whether it can match the empty string. */
  readonly canBeEmpty: boolean;
}

/** Translates a pattern to the other dialect. */
export function translate(pattern: string, from: Dialect): Translation {
  const { text, least } = new Translator(pattern, from).run();
  return { pattern: text, canBeEmpty: least === 0 };
}

/** Pairs of letters that Oniguruma also finds in one character, when it ignores case. */
const foldedPairs = new Set(['ss', 'ff', 'fi', 'fl', 'st']);
const beyondAscii = /[^\p{ASCII}]/u;

class Translator {
  readonly #in: Scanner;
  readonly #from: Dialect;
  readonly #classes: ClassReader;
  #ignoresCase = false;
  /** The letter just before, while case is ignored. */
  #letterBefore = '';

  constructor(pattern: string, from: Dialect) {
    this.#in = new Scanner(pattern);
    this.#from = from;
    this.#classes = new ClassReader(this.#in, from);
  }

  run(): Part {
    const all = this.#alternatives();
    if (!this.#in.isAtEnd) this.#in.refuse('a closing parenthesis too many');
    return all;
  }

  /** Up to the end of the group. `flags` were set further to the left, in PCRE2. */
  #alternatives(flags = ''): Part {
    const branches: Part[] = [];
    let inherited = flags;
    do {
      const branch = this.#branch(inherited);
      inherited = branch.flags;
      branches.push(branch);
    } while (this.#in.take('|'));
    return {
      text: branches.map(({ text }) => text).join('|'),
      least: Math.min(...branches.map(({ least }) => least)),
    };
  }

  /** One alternative; in PCRE2, flags that it sets also hold for those after it. */
  #branch(inherited: string): Part & { readonly flags: string } {
    let text = '';
    let least = 0;
    let flags = inherited;
    let closing = '';
    const open = (added: string) => {
      text += `(?${added}:`;
      closing += ')';
    };
    if (inherited) open(inherited);
    this.#letterBefore = '';
    while (!this.#in.isAtEnd && !this.#in.isAt('|') && !this.#in.isAt(')')) {
      const added = this.#bareFlags();
      if (added === undefined) {
        const part = this.#quantified();
        text += part.text;
        least += part.least;
      } else if (this.#from === 'pcre2') {
        flags += added;
        open(added);
      } else {
        // In Ruby, what is left of the group is a group with these flags.
        const rest = this.#within(added, () => this.#alternatives());
        return { text: `${text}(?${added}:${rest.text})`, least: least + rest.least, flags };
      }
    }
    return { text: text + closing, least, flags };
  }

  /** The flags of `(?i)`, if that comes next. */
  #bareFlags(): string | undefined {
    const match = this.#in.match(/\(\?([a-z]+)\)/y);
    if (!match) return undefined;
    const flags = this.#flags(match[1] ?? '');
    if (this.#from === 'pcre2' && flags.includes('i')) this.#ignoresCase = true;
    return flags;
  }

  /** Flags in the other dialect: i is the same, and Ruby's m is PCRE2's s. */
  #flags(flags: string): string {
    return Array.from(flags, (flag) => {
      if (flag === 'i') return 'i';
      if (flag === (this.#from === 'oniguruma' ? 'm' : 's')) {
        return this.#from === 'oniguruma' ? 's' : 'm';
      }
      return this.#in.refuse(`the option ${flag}`);
    }).join('');
  }

  #within<T>(flags: string, run: () => T): T {
    const before = this.#ignoresCase;
    this.#ignoresCase ||= flags.includes('i');
    const result = run();
    this.#ignoresCase = before;
    return result;
  }

  #quantified(): Part {
    const { text, least } = this.#atom();
    const match = this.#in.match(/[*+?]|\{(\d*)(?:,(\d*))?\}/y);
    if (!match || (match[0].startsWith('{') && !this.#isCount(match))) return { text, least };
    this.#letterBefore = '';
    // Oniguruma repeats no assertions, nor alternatives one of which is an assertion.
    if (least === 0) this.#in.refuse(`a quantifier of ${text}, which can match nothing`);
    const [all, from, to] = match;
    const isCounted = all.startsWith('{');
    // In Ruby {,n} counts from 0, which has to be said in PCRE2.
    const count = from === '' ? `{0,${to}}` : all;
    const fewest = isCounted ? Number(from) : all === '+' ? 1 : 0;
    const total = least * fewest;
    const suffix = this.#in.match(/[?+]/y)?.[0] ?? '';
    if (this.#in.match(/[*+?]|\{\d*,?\d*\}/y)) this.#in.refuse('a quantifier of a quantifier');
    if (!isCounted || suffix === '') return { text: text + count + suffix, least: total };
    if (suffix === '+') {
      // Possessive in PCRE2; in Ruby, the whole again and again.
      return this.#from === 'pcre2'
        ? { text: `(?>${text}${count})`, least: total }
        : { text: `(?:${text}${count})+`, least: total };
    }
    if (to === undefined && this.#from === 'oniguruma') this.#in.refuse(`${all}?`);
    return { text: `${text}${count}?`, least: total };
  }

  /** Whether braces count; if not, goes back to before them. */
  #isCount([all, from = '', to]: RegExpExecArray): boolean {
    const counts = from !== '' || (this.#from === 'oniguruma' && to !== undefined && to !== '');
    if (!counts) this.#in.back(all.length);
    return counts;
  }

  #atom(): Part {
    if (this.#in.isAt('(')) return this.#group();
    if (this.#in.isAt('[')) {
      this.#letterBefore = '';
      return { text: this.#classes.read(this.#ignoresCase), least: 1 };
    }
    if (this.#in.isAt('\\')) return this.#escape();
    const character = this.#in.character();
    if (/[*+?]/.test(character)) this.#in.refuse(`${character} with nothing before it`);
    if (character === '.') return this.#other('.', 1);
    if (character === '^') return this.#other(this.#from === 'oniguruma' ? '(?m:^)' : '\\A', 0);
    if (character === '$') return this.#other(this.#from === 'oniguruma' ? '(?m:$)' : '\\z', 0);
    return this.#literal(character, /[{}\]]/.test(character) ? `\\${character}` : character);
  }

  /** What is no literal character. */
  #other(text: string, least: number): Part {
    this.#letterBefore = '';
    return { text, least };
  }

  #literal(character: string, text: string): Part {
    if (this.#ignoresCase) {
      const letter = character.toLowerCase();
      if (beyondAscii.test(character) && /[\p{L}\p{M}]/u.test(character)) {
        this.#in.refuse(`${character} in either case`);
      }
      if (foldedPairs.has(this.#letterBefore + letter)) {
        this.#in.refuse(`${this.#letterBefore}${letter} in either case`);
      }
      this.#letterBefore = letter;
    }
    return { text, least: 1 };
  }

  #escape(): Part {
    const { text, kind } = simpleEscape(this.#in, this.#from);
    if (kind === 'character') return this.#literal(characterOf(text), text);
    if (kind === 'property') {
      return this.#other(property(this.#in, this.#from, this.#ignoresCase), 1);
    }
    return this.#other(text, kind === 'assertion' ? 0 : 1);
  }

  #group(): Part {
    this.#letterBefore = '';
    if (this.#in.match(/\(\?#[^)]*\)/y)) return { text: '', least: 0 };
    const opening = this.#in.match(/\(\?(?:[:>=!]|<[=!]|[a-z]+:)|\(\?<[A-Za-z_]\w*>|\((?![?*])/y);
    if (!opening) return this.#in.refuse(`the group ${this.#in.rest(4)}`);
    const flags = /^\(\?([a-z]+):/.exec(opening[0])?.[1];
    const own = flags === undefined ? '' : this.#flags(flags);
    const start = flags === undefined ? opening[0].replace(/^\(\?<[^=!].*/, '(?:') : `(?${own}:`;
    const ignoredCase = this.#ignoresCase;
    const body = this.#within(own, () => this.#alternatives());
    this.#ignoresCase = ignoredCase;
    if (!this.#in.take(')')) this.#in.refuse('a group that is not closed');
    this.#letterBefore = '';
    const looksAround = /[=!]$/.test(start);
    return { text: `${start}${body.text})`, least: looksAround ? 0 : body.least };
  }
}

/** What an escape of one character stands for; a control is like a space here. */
function characterOf(escaped: string): string {
  const code = /^\\x\{?([0-9A-Fa-f]+)/.exec(escaped)?.[1];
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  return /^\\[a-z]/.test(escaped) ? ' ' : escaped.slice(1);
}
