/** What a backslash begins, in Oniguruma's and in PCRE2's syntax. */
import type { Dialect, Scanner } from './scanner.ts';

export interface Escape {
  /** In the other dialect. */
  readonly text: string;
  /** A property is still to be read. */
  readonly kind: 'character' | 'set' | 'assertion' | 'property';
}

/** Written alike in both. */
const plainEscape = /\\(?:[tnrfae]|[^\p{L}\p{N}])/uy;
const pcre2Word = String.raw`\p{L}\p{N}_`;

/** The escape at the scanner, outside of classes. */
export function simpleEscape(scanner: Scanner, from: Dialect): Escape {
  const shared = sharedEscape(scanner, from);
  if (shared) return shared;
  const assertion = scanner.match(/\\[AzZ]/y);
  if (assertion) return { text: assertion[0], kind: 'assertion' };
  if (from === 'pcre2') {
    if (scanner.take('\\w')) return { text: `[${pcre2Word}]`, kind: 'set' };
    if (scanner.take('\\W')) return { text: `[^${pcre2Word}]`, kind: 'set' };
    if (scanner.take('\\b')) return { text: boundary('=', '!'), kind: 'assertion' };
    if (scanner.take('\\B')) return { text: boundary('!', '='), kind: 'assertion' };
  } else if (scanner.take('\\h')) {
    return { text: '[0-9a-fA-F]', kind: 'set' };
  } else if (scanner.take('\\H')) {
    return { text: '[^0-9a-fA-F]', kind: 'set' };
  }
  return scanner.refuse(scanner.rest(2));
}

/** The escape at the scanner, within a class: characters, or a set of them. */
export function classEscape(scanner: Scanner, from: Dialect): Escape {
  const shared = sharedEscape(scanner, from);
  if (shared) return shared;
  if (scanner.take('\\b')) return { text: '\\x08', kind: 'character' };
  if (from === 'pcre2' && scanner.take('\\w')) return { text: pcre2Word, kind: 'set' };
  if (from === 'oniguruma' && scanner.take('\\h')) return { text: '0-9a-fA-F', kind: 'set' };
  return scanner.refuse(`${scanner.rest(2)} in brackets`);
}

function sharedEscape(scanner: Scanner, from: Dialect): Escape | undefined {
  const plain = scanner.match(plainEscape);
  if (plain) return { text: plain[0], kind: 'character' };
  const set = scanner.match(/\\[dDsS]/y);
  if (set) return { text: set[0], kind: 'set' };
  if (scanner.isAt('\\p') || scanner.isAt('\\P')) return { text: '', kind: 'property' };
  const code = scanner.match(/\\x\{([0-9A-Fa-f]+)\}|\\x([0-7][0-9A-Fa-f])/y);
  if (code) return { text: `\\x{${code[1] ?? code[2]}}`, kind: 'character' };
  if (from === 'oniguruma') {
    const unit = scanner.match(/\\u([0-9A-Fa-f]{4})/y);
    if (unit) return { text: `\\x{${unit[1]}}`, kind: 'character' };
    if (scanner.take('\\v')) return { text: '\\x0b', kind: 'character' };
  }
  return undefined;
}

/** \b as looking around: on one side a word's character, on the other none. */
function boundary(one: '=' | '!', other: '=' | '!'): string {
  const word = `[${pcre2Word}]`;
  return `(?:(?<=${word})(?${other}${word})|(?<!${word})(?${one}${word}))`;
}

const categories = new Set(
  (
    'C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No ' +
    'P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs Any'
  ).split(' '),
);

/**
 * The \p{…} at the scanner. By the name of a script PCRE2 means all characters that occur in it,
 * Oniguruma those that are its own, which PCRE2 writes sc:.
 */
export function property(scanner: Scanner, from: Dialect, ignoresCase: boolean): string {
  const match = scanner.match(/\\([pP])(?:\{(\^?)(sc:)?([A-Za-z_]+)\}|([A-Z]))/y);
  const [, letter = '', not = '', script, long, short] = match ?? [];
  const name = long ?? short;
  if (name === undefined || (from === 'oniguruma' && (short || script))) {
    return scanner.refuse(`the property ${scanner.rest(8)}`);
  }
  if (ignoresCase && /^L[lut]$/.test(name)) scanner.refuse(`the property ${name} in either case`);
  const isCategory = categories.has(name);
  if (from === 'oniguruma') return `\\${letter}{${not}${isCategory ? '' : 'sc:'}${name}}`;
  if (!isCategory && !script) scanner.refuse(`the property ${name}`);
  return `\\${letter}{${not}${name}}`;
}
