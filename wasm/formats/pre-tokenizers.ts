import type { Prefix } from '../parts.ts';
import {
  flag,
  isObject,
  type JsonObject,
  sequence,
  text,
  typeOf,
  unsupported,
  wrong,
} from './json.ts';
import { asKnown } from './known-patterns.ts';
import type { Normalizing } from './normalizers.ts';
import { byteLevelPattern, lowerBlock, metaspacePattern } from './notation.ts';
import { translate } from './regex/translate.ts';

/** How a tokenizer.json splits text. */
export interface PreTokenizing {
  /** Tokens are written in the alphabet of bytes. */
  readonly isByteLevel: boolean;
  /** A space is written U+2581, also by the normalizer. */
  readonly spaceIs2581: boolean;
  readonly prefix: Prefix;
  readonly prefixOnlyFirst: boolean;
  /** Patterns of which each splits the pieces of the one before. */
  readonly patterns: readonly string[];
  /** What a pattern does not match is a piece too. */
  readonly keepUnmatched: boolean;
}

/** The state while the parts of a Sequence are read in order. */
interface Draft {
  isByteLevel: boolean;
  spaceIs2581: boolean;
  prefix: Prefix;
  prefixOnlyFirst: boolean;
  readonly patterns: string[];
  leavesOut: boolean;
}

/** Reads the pre-tokenizer, which may be a Sequence. */
export function readPreTokenizer(value: unknown, normalizing: Normalizing): PreTokenizing {
  const draft: Draft = {
    isByteLevel: false,
    spaceIs2581: normalizing.replacesSpaces,
    prefix: normalizing.prepends ? 'always' : 'never',
    prefixOnlyFirst: false,
    patterns: [],
    leavesOut: false,
  };
  const parts = sequence(value, 'pre_tokenizer', 'pretokenizers');
  for (const [part, path] of parts) readPart(part, path, draft);
  if (draft.leavesOut && draft.patterns.length > 1) {
    throw unsupported('a Split that leaves text out, beside another pre-tokenizer');
  }
  if (draft.isByteLevel && draft.spaceIs2581) {
    throw unsupported(`${JSON.stringify(lowerBlock)} for spaces together with ByteLevel`);
  }
  return { ...draft, keepUnmatched: !draft.leavesOut };
}

function readPart(part: JsonObject, path: string, draft: Draft): void {
  const type = typeOf(part, path);
  if (draft.isByteLevel) throw unsupported(`a ${type} pre-tokenizer after ByteLevel`);
  if (type === 'ByteLevel') readByteLevel(part, path, draft);
  else if (type === 'Metaspace') readMetaspace(part, path, draft);
  else if (type === 'Digits') {
    const isIndividual = flag(part.individual_digits, `${path}.individual_digits`, false);
    draft.patterns.push(isIndividual ? '\\p{N}' : '\\p{N}+');
  } else if (type === 'Split') readSplit(part, path, draft);
  else throw unsupported(`a pre-tokenizer of the type ${type}`);
}

function readByteLevel(part: JsonObject, path: string, draft: Draft): void {
  const addsSpace = flag(part.add_prefix_space, `${path}.add_prefix_space`, true);
  // It puts a space before each piece that it is given.
  if (addsSpace && draft.patterns.length > 0) {
    throw unsupported('ByteLevel with add_prefix_space after another pre-tokenizer');
  }
  draft.isByteLevel = true;
  if (addsSpace) draft.prefix = 'unless space';
  if (flag(part.use_regex, `${path}.use_regex`, true)) draft.patterns.push(byteLevelPattern);
}

function readMetaspace(part: JsonObject, path: string, draft: Draft): void {
  const replacement = text(part.replacement ?? lowerBlock, `${path}.replacement`);
  if (replacement !== lowerBlock) {
    throw unsupported(`Metaspace with the replacement ${JSON.stringify(replacement)}`);
  }
  const scheme = prependScheme(part, path);
  if (scheme !== 'never' && draft.patterns.length > 0) {
    throw unsupported('Metaspace with a prefix after another pre-tokenizer');
  }
  // Of patterns before it only those may stay that treat a space and U+2581 alike.
  if (draft.patterns.some((pattern) => !isOfDigits(pattern))) {
    throw unsupported('Metaspace after a Split');
  }
  // Where the normalizer has put U+2581 before the text, there is nothing to add.
  if (scheme !== 'never' && draft.prefix === 'never') {
    draft.prefix = 'unless space';
    draft.prefixOnlyFirst = scheme === 'first';
  }
  draft.spaceIs2581 = true;
  if (flag(part.split, `${path}.split`, true)) draft.patterns.push(metaspacePattern);
}

/** Older files have add_prefix_space. */
export function prependScheme(part: JsonObject, path: string): 'always' | 'first' | 'never' {
  const addsSpace = flag(part.add_prefix_space, `${path}.add_prefix_space`, true);
  const scheme = part.prepend_scheme ?? (addsSpace ? 'always' : 'never');
  if (scheme === 'always' || scheme === 'first' || scheme === 'never') return scheme;
  throw wrong(`${path}.prepend_scheme`, "must be 'always', 'first' or 'never'");
}

function isOfDigits(pattern: string): boolean {
  return pattern === '\\p{N}' || pattern === '\\p{N}+';
}

function readSplit(part: JsonObject, path: string, draft: Draft): void {
  const behavior = text(part.behavior, `${path}.behavior`);
  const isInverted = flag(part.invert, `${path}.invert`, false);
  const { pattern } = part;
  if (!isObject(pattern)) throw wrong(`${path}.pattern`, 'must be an object');
  if (draft.spaceIs2581) {
    // There is no space any more when this looks for one.
    if (pattern.String === ' ' && !isInverted) return;
    throw unsupported(`a Split pre-tokenizer after spaces became ${JSON.stringify(lowerBlock)}`);
  }
  const delimiter = splitPattern(pattern, `${path}.pattern`);
  if (behavior === 'Removed') draft.leavesOut = true;
  draft.patterns.push(pieces(delimiter, behavior, isInverted));
}

/** The pattern of pieces, given that of what parts them. */
function pieces(delimiter: string, behavior: string, isInverted: boolean): string {
  if (behavior === 'Isolated') return delimiter;
  const between = `(?:(?!${delimiter})[\\s\\S])+`;
  if (isInverted) {
    // What the pattern matches is kept, what lies between is removed.
    if (behavior === 'Removed') return delimiter;
  } else if (behavior === 'Removed') {
    return `(?:${delimiter})(*SKIP)(*F)|${between}`;
  } else if (behavior === 'MergedWithPrevious') {
    return `${between}(?:${delimiter})?|${delimiter}`;
  } else if (behavior === 'MergedWithNext') {
    return `(?>${delimiter})${between}|(?>${delimiter})|${between}`;
  } else if (behavior === 'Contiguous') {
    return `(?>${delimiter})+`;
  }
  const which = `Split pre-tokenizer with the behavior ${behavior}`;
  throw unsupported(`a ${which}${isInverted ? ', inverted' : ''}`);
}

function splitPattern(pattern: JsonObject, path: string): string {
  if (pattern.String !== undefined) {
    const literal = text(pattern.String, `${path}.String`);
    if (literal === '') throw unsupported('a Split pre-tokenizer of nothing');
    return literal.replace(/[^\p{L}\p{N}\s]/gu, '\\$&');
  }
  const regex = text(pattern.Regex, `${path}.Regex`);
  const translation = translate(regex, 'oniguruma');
  if (translation.canBeEmpty) {
    throw unsupported(`the split pattern ${JSON.stringify(regex)}, which can match nothing`);
  }
  return asKnown(translation.pattern);
}
