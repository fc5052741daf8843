// The groups of a split pattern, by name: which kind of characters makes a piece.
// Where all alternatives of a pattern are known, the one that matches the piece gives
// the name; otherwise the piece's own characters do.

export type Kind =
  | 'letters'
  | 'digits'
  | 'contraction'
  | 'punctuation'
  | 'symbols'
  | 'marks'
  | 'space'
  | 'lineBreak'
  | 'special'
  | 'other'
  | 'mixed';

/** One name, or two where a piece is of both kinds: a word with its contraction. */
export type Kinds = readonly Kind[];

export interface Alternative {
  /** What it matches, as a JavaScript regular expression for the flag `u`. */
  readonly source: string;
  kindsOf(piece: string): Kinds;
}

// Unicode's White_Space, which JavaScript's \s is not quite.
const SPACE = String.raw`\t-\r\x85\p{Z}`;
const isSpace = (character: string) => /[\t-\r\x85\p{Z}]/u.test(character);

// Without regard to case; U+017F is a small s, too.
const CONTRACTION = "'(?:[sdmtSDMT\u017f]|[lL]{2}|[vV][eE]|[rR][eE])";
const UPPER = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const LOWER = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const contractionAtEnd = RegExp(`[\\p{L}\\p{M}]${CONTRACTION}$`, 'u');

const always =
  (...kinds: Kinds) =>
  () =>
    kinds;
const alternative = (source: string, kindsOf: Alternative['kindsOf']): Alternative => ({
  source,
  kindsOf,
});

const letters = (source: string) => alternative(source, always('letters'));
const digits = (source: string) => alternative(source, always('digits'));
const contraction = (source: string) => alternative(source, always('contraction'));
/** A word with or without one, as the alternatives of o200k_base have it. */
const word = (source: string) =>
  alternative(`${source}(?:${CONTRACTION})?`, (piece) =>
    contractionAtEnd.test(piece) ? ['letters', 'contraction'] : ['letters'],
  );
/** Neither space nor letter nor digit: what it is, the piece itself says. */
const rest = (end: string) =>
  alternative(` ?[^${SPACE}\\p{L}\\p{N}]+${end}`, (piece) => [kindOfRest(piece)]);
const space = (source: string) => alternative(source, (piece) => [kindOfSpace(piece)]);

const kindOfSpace = (piece: string): Kind => (/[\r\n]/.test(piece) ? 'lineBreak' : 'space');

function kindOfRest(piece: string): Kind {
  if (/\p{P}/u.test(piece)) return 'punctuation';
  if (/\p{S}/u.test(piece)) return 'symbols';
  return /\p{M}/u.test(piece) ? 'marks' : 'other';
}

/**
 * The alternatives of the patterns of tiktoken, minbpe, Llama 3 and Claude, as the pattern
 * writes them, their possessive quantifiers as plain ones.
 */
const known: ReadonlyMap<string, Alternative> = new Map([
  ["'(?:[sdmt]|ll|ve|re)", contraction("'(?:[sdmt]|ll|ve|re)")],
  ["'(?i:[sdmt]|ll|ve|re)", contraction(CONTRACTION)],
  ["(?i:'s|'t|'re|'ve|'m|'ll|'d)", contraction(CONTRACTION)],
  ...["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(
    (each) => [each, contraction(each)] as const,
  ),
  [String.raw` ?\p{L}+`, letters(String.raw` ?\p{L}+`)],
  [String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`, letters(String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`)],
  [
    String.raw`[^\r\n\p{L}\p{N}]?${UPPER}*${LOWER}+(?i:'s|'t|'re|'ve|'m|'ll|'d)?`,
    word(String.raw`[^\r\n\p{L}\p{N}]?${UPPER}*${LOWER}+`),
  ],
  [
    String.raw`[^\r\n\p{L}\p{N}]?${UPPER}+${LOWER}*(?i:'s|'t|'re|'ve|'m|'ll|'d)?`,
    word(String.raw`[^\r\n\p{L}\p{N}]?${UPPER}+${LOWER}*`),
  ],
  [String.raw` ?\p{N}+`, digits(String.raw` ?\p{N}+`)],
  [String.raw`\p{N}{1,3}`, digits(String.raw`\p{N}{1,3}`)],
  [String.raw` ?[^\s\p{L}\p{N}]+`, rest('')],
  [String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`, rest(String.raw`[\r\n]*`)],
  [String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`, rest(String.raw`[\r\n/]*`)],
  [String.raw`\s+$`, space(`[${SPACE}]+$`)],
  [String.raw`\s*[\r\n]`, space(String.raw`[${SPACE}]*[\r\n]`)],
  [String.raw`\s*[\r\n]+`, space(String.raw`[${SPACE}]*[\r\n]+`)],
  [String.raw`\s+(?!\S)`, space(`[${SPACE}]+(?![^${SPACE}])`)],
  [String.raw`\s+`, space(`[${SPACE}]+`)],
  [String.raw`\s`, space(`[${SPACE}]`)],
]);

/** The alternatives of a regular expression: what `|` parts outside of brackets. */
function alternativesIn(pattern: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let isInClass = false;
  let from = 0;
  for (let i = 0; i < pattern.length; i++) {
    const at = pattern[i];
    if (at === '\\') i++;
    else if (isInClass) isInClass = at !== ']';
    else if (at === '[') isInClass = true;
    else if (at === '(') depth++;
    else if (at === ')') depth--;
    else if (at === '|' && depth === 0) {
      found.push(pattern.slice(from, i));
      from = i + 1;
    }
  }
  return [...found, pattern.slice(from)];
}

/** The alternatives of a pattern in order, if each is known. */
export function knownAlternatives(pattern: string): readonly Alternative[] | undefined {
  const all = alternativesIn(pattern).map((each) =>
    known.get(each.replace(/([+?*]|\d\})\+/g, '$1')),
  );
  return all.every((each) => each !== undefined) ? all : undefined;
}

function kindOf(character: string): Kind | undefined {
  if (/[\r\n]/.test(character)) return 'lineBreak';
  if (isSpace(character)) return 'space';
  if (/\p{L}/u.test(character)) return 'letters';
  if (/\p{N}/u.test(character)) return 'digits';
  if (/\p{P}/u.test(character)) return 'punctuation';
  if (/\p{S}/u.test(character)) return 'symbols';
  return undefined;
}

/** The kinds of characters that a piece holds, in order; a space before them does not count. */
export function kindsByContent(piece: string): Kinds {
  const kinds = new Set<Kind>();
  for (const character of piece.replace(/^ (?! |$)/, '')) {
    const kind = kindOf(character);
    // Marks and joiners belong to what they follow.
    if (kind) kinds.add(kind);
    else if (kinds.size === 0) kinds.add(/\p{M}/u.test(character) ? 'marks' : 'other');
  }
  return kinds.size > 2 ? ['mixed'] : [...kinds];
}

/** Names the pieces of a pattern. */
export function namerOf(pattern: string): (piece: string) => Kinds {
  const alternatives = knownAlternatives(pattern)?.map(({ source, kindsOf }) => ({
    whole: RegExp(`^(?:${source})$`, 'u'),
    kindsOf,
  }));
  return (piece) =>
    alternatives?.find(({ whole }) => whole.test(piece))?.kindsOf(piece) ?? kindsByContent(piece);
}
