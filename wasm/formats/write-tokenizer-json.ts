import type { Abi } from '../abi.ts';
import type { Address } from '../abi-layout.ts';
import { BpeekError } from '../errors.ts';
import { type Parts, tokenAt } from '../parts.ts';
import { toByteAlphabet } from './byte-alphabet.ts';
import { mergesByScore } from './merges-by-score.ts';
import { byteLevelPattern, byteName, lowerBlock, metaspacePattern } from './notation.ts';
import { translate } from './regex/translate.ts';

type Json = Readonly<Record<string, unknown>>;

/** A token's name in the file. */
type NameOf = (id: number) => string;

/**
 * Writes a model as a tokenizer.json of Hugging Face's library `tokenizers`, which then gives the
 * same ids (special tokens being parsed). What cannot be said in such a file is refused.
 */
export function writeTokenizerJson(abi: Abi, model: Address, encoder: Address): string {
  const parts = abi.parts(model);
  const isByteLevel = parts.unit === 'bytes';
  const nameOf = isByteLevel ? byteNames(parts) : characterNames(parts);
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(parts),
    normalizer: normalizer(parts),
    pre_tokenizer: preTokenizer(parts),
    post_processor: null,
    decoder: decoder(parts),
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: !isByteLevel,
      ignore_merges: parts.wholePieceFirst,
      vocab: vocabulary(parts, nameOf),
      merges: merges(parts, nameOf, (id) => abi.tokenParents(encoder, id)),
    },
  });
}

function unsayable(what: string): BpeekError {
  return new BpeekError('unsupported', `A tokenizer.json can't hold this model: ${what}.`);
}

// Tokens and merges

function byteNames(parts: Parts): NameOf {
  return (id) => toByteAlphabet(tokenAt(parts, id));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function characterNames(parts: Parts): NameOf {
  const bytes = new Map(Array.from(parts.byteTokens, (id, byte) => [id, byteName(byte)]));
  return (id) => bytes.get(id) ?? plainName(parts, id);
}

function plainName(parts: Parts, id: number): string {
  let name: string;
  try {
    name = utf8.decode(tokenAt(parts, id));
  } catch {
    throw unsayable(`the bytes of token ${id} are no UTF-8`);
  }
  if (!parts.spaceIs2581) return name;
  if (name.includes(lowerBlock)) throw unsayable(`token ${id} has U+2581, which means a space`);
  return name.replaceAll(' ', lowerBlock);
}

function vocabulary(parts: Parts, nameOf: NameOf): Json {
  const names = new Map<string, number>();
  const add = (name: string, id: number) => {
    const other = names.get(name);
    if (other !== undefined && other !== id) {
      throw unsayable(`both ${other} and ${id} would be ${JSON.stringify(name)} there`);
    }
    names.set(name, id);
  };
  for (let id = 0; id < parts.tokenEnds.length; id++) {
    if (tokenAt(parts, id).length > 0) add(nameOf(id), id);
  }
  // `tokenizers` takes the ids of added tokens from here.
  const others = aliases(parts);
  for (const { text, id } of parts.specialTokens) if (!others.has(text)) add(text, id);
  // No prototype, for a token may have any name.
  const vocabulary: Record<string, number> = Object.create(null);
  for (const [name, id] of names) vocabulary[name] = id;
  return vocabulary;
}

type ParentsOf = (id: number) => readonly [number, number] | undefined;

/** In strings, which older versions of `tokenizers` read too, unless a name has a space. */
function merges(parts: Parts, nameOf: NameOf, parentsOf: ParentsOf): unknown[] {
  const inOrder: [number, number][] = [];
  if (parts.rule === 'merge list') {
    for (let i = 0; i < parts.merges.length; i += 3) {
      inOrder.push([parts.merges[i] ?? 0, parts.merges[i + 1] ?? 0]);
    }
  } else if (parts.rule === 'score') {
    inOrder.push(...mergesByScore(parts, parentsOf));
  } else {
    // Ranks are ids. Why one merge for each token will do, as-ranks.ts says.
    for (let id = 0; id < parts.tokenEnds.length; id++) {
      const parents = parentsOf(id);
      if (parents) inOrder.push([...parents]);
    }
  }
  const pairs = inOrder.map(([left, right]) => [nameOf(left), nameOf(right)]);
  return pairs.some(([left, right]) => left?.includes(' ') || right?.includes(' '))
    ? pairs
    : pairs.map((pair) => pair.join(' '));
}

// What is around the model

/** Special tokens that are another's alias, by their texts, and the other's text. */
function aliases({ specialTokens }: Parts): Map<string, string> {
  const names = new Map<number, string>();
  for (const { id, text, alias } of specialTokens) if (!alias) names.set(id, text);
  const aliases = new Map<string, string>();
  for (const { id, text, alias } of specialTokens) {
    const name = names.get(id);
    if (alias && name !== undefined) aliases.set(text, name);
  }
  return aliases;
}

function addedTokens(parts: Parts): Json[] {
  const { specialTokens, normalization } = parts;
  const others = aliases(parts);
  const tokens = specialTokens.filter(({ text }) => !others.has(text));
  return tokens.map(({ text, id, always, asWritten }) => ({
    id,
    content: text,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: others.size > 0 || (normalization !== undefined && !asWritten),
    special: !always,
  }));
}

const replaceSpaces = { type: 'Replace', pattern: { String: ' ' }, content: lowerBlock };

function normalizer(parts: Parts): Json | null {
  const { normalization, spaceIs2581, prefix, prefixOnlyFirst } = parts;
  const all: Json[] = normalization ? [{ type: normalization }] : [];
  // `tokenizers` has one text for an id; so one becomes the other before they are looked for.
  for (const [alias, name] of aliases(parts)) {
    if (normalization || spaceIs2581) throw unsayable(`${alias} and ${name} have the same id`);
    all.push({ type: 'Replace', pattern: { String: alias }, content: name });
  }
  if (spaceIs2581) {
    if (prefix === 'always') {
      if (prefixOnlyFirst) throw unsayable('it puts a space before a text even if there is one');
      all.push({ type: 'Prepend', prepend: lowerBlock });
    }
    all.push(replaceSpaces);
  } else if (prefix === 'always') {
    throw unsayable('it puts a space before a text even if there is one');
  }
  if (all.length > 1) return { type: 'Sequence', normalizers: all };
  return all[0] ?? null;
}

function preTokenizer(parts: Parts): Json | null {
  const { unit, spaceIs2581, prefix, prefixOnlyFirst, pattern, keepUnmatched } = parts;
  const all: Json[] = [];
  const patterns = pattern === '' ? [] : pattern.split('\0');
  const isInvisible = unit === 'bytes' || !spaceIs2581;
  if (unit === 'characters' && prefix === 'unless space') {
    if (!spaceIs2581) throw unsayable('it puts a space before a text');
    const scheme = prefixOnlyFirst ? 'first' : 'always';
    const isSplit = patterns[0] === metaspacePattern;
    if (isSplit) patterns.shift();
    all.push(metaspace(scheme, isSplit));
  }
  for (const one of patterns) {
    all.push(isInvisible ? split(one, keepUnmatched, patterns.length) : special(one));
  }
  if (unit === 'bytes') {
    const addsSpace = prefix === 'unless space';
    if (addsSpace && (prefixOnlyFirst || all.length > 0)) return withPrefix(parts, all);
    all.push(byteLevel(addsSpace, false));
  }
  if (all.length > 1) return { type: 'Sequence', pretokenizers: all };
  return all[0] ?? null;
}

function metaspace(scheme: string, isSplit: boolean): Json {
  return { type: 'Metaspace', replacement: lowerBlock, prepend_scheme: scheme, split: isSplit };
}

function byteLevel(addsSpace: boolean, usesRegex: boolean): Json {
  return {
    type: 'ByteLevel',
    add_prefix_space: addsSpace,
    trim_offsets: true,
    use_regex: usesRegex,
  };
}

/** Only ByteLevel puts a space before bytes, and it splits only after that by its own pattern. */
function withPrefix({ pattern, prefixOnlyFirst }: Parts, splits: readonly Json[]): Json {
  if (prefixOnlyFirst) throw unsayable('it puts a space only before the beginning of a text');
  if (splits.length === 1 && pattern === byteLevelPattern) return byteLevel(true, true);
  throw unsayable('it puts a space before a text, then splits it by a pattern of its own');
}

function split(pattern: string, keepUnmatched: boolean, count: number): Json {
  if (!keepUnmatched && count > 1) throw unsayable('its split patterns leave text out');
  // What the pattern does not match is left out: all but the matches is removed.
  const behavior = keepUnmatched ? 'Isolated' : 'Removed';
  const { pattern: regex, canBeEmpty } = translate(pattern, 'pcre2');
  if (canBeEmpty && keepUnmatched) throw unsayable('its split pattern can match nothing');
  return { type: 'Split', pattern: { Regex: regex }, behavior, invert: !keepUnmatched };
}

/** Patterns for text in which a space is U+2581 by now. */
function special(pattern: string): Json {
  if (pattern === '\\p{N}') return { type: 'Digits', individual_digits: true };
  if (pattern === '\\p{N}+') return { type: 'Digits', individual_digits: false };
  if (pattern === metaspacePattern) return metaspace('never', true);
  throw unsayable('it takes U+2581 for a space and has a split pattern of its own');
}

function decoder({ unit, spaceIs2581, decodingDropsSpace }: Parts): Json {
  if (unit === 'bytes') {
    if (decodingDropsSpace) throw unsayable('decoding drops a space at the beginning');
    if (spaceIs2581) throw unsayable('it has bytes for tokens, but takes U+2581 for a space');
    return byteLevel(true, true);
  }
  const all: Json[] = spaceIs2581
    ? [{ type: 'Replace', pattern: { String: lowerBlock }, content: ' ' }]
    : [];
  all.push({ type: 'ByteFallback' }, { type: 'Fuse' });
  if (decodingDropsSpace) all.push({ type: 'Strip', content: ' ', start: 1, stop: 0 });
  return { type: 'Sequence', decoders: all };
}
