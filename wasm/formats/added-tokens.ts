import type { SpecialToken } from '../parts.ts';
import { array, flag, type JsonObject, object, text, unsupported, wrong } from './json.ts';
import { type Normalizing, otherReplace } from './normalizers.ts';
import { lowerBlock } from './notation.ts';
import type { TokenIds } from './vocabulary.ts';

/** Text that becomes an id before anything is split, as a tokenizer.json has it. */
export interface AddedToken {
  readonly text: string;
  readonly id: number;
  readonly isSpecial: boolean;
  /** It is looked for after the text has been normalized. */
  readonly isNormalized: boolean;
}

export function readAddedTokens(value: unknown): AddedToken[] {
  return array(value ?? [], 'added_tokens').map((token, i) => {
    const path = `added_tokens[${i}]`;
    return readToken(object(token, path), path);
  });
}

function readToken(token: JsonObject, path: string): AddedToken {
  const content = text(token.content, `${path}.content`);
  const { id } = token;
  if (content === '') throw wrong(`${path}.content`, 'is empty');
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) {
    throw wrong(`${path}.id`, 'must be a whole number from 0 on');
  }
  for (const name of ['single_word', 'lstrip', 'rstrip']) {
    if (flag(token[name], `${path}.${name}`, false)) {
      throw unsupported(`${name} of the added token ${JSON.stringify(content)}`);
    }
  }
  return {
    text: content,
    id,
    isSpecial: flag(token.special, `${path}.special`, false),
    isNormalized: flag(token.normalized, `${path}.normalized`, true),
  };
}

/** How the rest of the file treats text. */
export interface Surroundings {
  readonly ids: TokenIds;
  readonly normalizing: Normalizing;
  readonly spaceIs2581: boolean;
  /** Whether an id is that of an ordinary token as well. */
  readonly isOrdinary: (id: number) => boolean;
}

/** Added tokens as bpeek has them, if bpeek finds them just where `tokenizers` does. */
export function asSpecialTokens(
  tokens: readonly AddedToken[],
  { ids, normalizing, spaceIs2581, isOrdinary }: Surroundings,
): SpecialToken[] {
  checkIds(tokens, ids);
  checkApart(tokens);
  for (const token of tokens) checkNormalizing(token, normalizing);
  const specials = tokens.map((token) => ({
    text: token.text,
    id: token.id,
    // An ordinary token that is spelt with U+2581 has a space there.
    alias: spaceIs2581 && isOrdinary(token.id) && token.text.includes(lowerBlock),
    always: !token.isSpecial,
    asWritten: normalizing.form !== undefined && !token.isNormalized,
  }));
  const all = [...specials, ...aliases(tokens, normalizing.replacements)];
  return all.sort((a, b) => a.id - b.id);
}

/**
 * Text that is replaced by an added token is another name of that, if the two are as good as one
 * to everything else: neither can overlap another added token.
 */
function aliases(
  tokens: readonly AddedToken[],
  replacements: ReadonlyMap<string, string>,
): SpecialToken[] {
  return Array.from(replacements, ([from, to]) => {
    const token = tokens.find(({ text, isNormalized }) => text === to && isNormalized);
    const isFree = tokens.every(
      ({ text }) =>
        (text === to || !(overlap(text, to) || overlap(to, text))) &&
        !(overlap(text, from) || overlap(from, text)),
    );
    const areApart = [...replacements.keys()].every(
      (other) => other === from || !(overlap(other, from) || overlap(from, other)),
    );
    if (!token || !isFree || !areApart || meet(from, from)) {
      throw otherReplace(replacements);
    }
    return { text: from, id: token.id, alias: true, always: !token.isSpecial, asWritten: false };
  });
}

/**
 * `tokenizers` takes the id from the vocabulary or, if it has none, the next one that is free,
 * whatever the file says. A file that says otherwise is not to be trusted.
 */
function checkIds(tokens: readonly AddedToken[], ids: TokenIds): void {
  const seen = new Set<string>();
  let next = ids.size;
  for (const { text, id } of tokens) {
    const name = JSON.stringify(text);
    if (seen.has(text)) throw wrong('added_tokens', `has ${name} twice`);
    const given = ids.get(text) ?? next;
    if (given !== id) {
      throw wrong('added_tokens', `says that ${name} has the id ${id}, but it would get ${given}`);
    }
    seen.add(text);
    if (id >= next) next = id + 1;
  }
}

/** Refuses tokens that normalizing text could change, or bring about. */
function checkNormalizing(token: AddedToken, normalizing: Normalizing): void {
  const { text, isNormalized, isSpecial } = token;
  const { form, prepends, replacesSpaces } = normalizing;
  const changes =
    prepends ||
    (replacesSpaces && /[ \u2581]/.test(text)) ||
    (form !== undefined && text.normalize(form) !== text);
  if (isNormalized && changes) {
    throw unsupported(`the added token ${JSON.stringify(text)}, which the normalizer changes`);
  }
  // NFC makes of other characters just these of ASCII; the other forms, more.
  const comesAbout = form !== undefined && (form !== 'NFC' || /[;`K]|[^\p{ASCII}]/u.test(text));
  if (!isNormalized && !isSpecial && comesAbout) {
    throw unsupported(
      `the added token ${JSON.stringify(text)}, which is not special and not normalized, ` +
        `together with ${form}`,
    );
  }
}

const mostComparisons = 1_000_000;

/**
 * First come those that are looked for in the text as written, then, in what is left, the others.
 * bpeek looks for all at once: the same, if none can overlap one of the other kind.
 */
function checkApart(tokens: readonly AddedToken[]): void {
  const one = tokens.filter(({ isNormalized }) => isNormalized);
  const other = tokens.filter(({ isNormalized }) => !isNormalized);
  if (one.length * other.length > mostComparisons) {
    throw unsupported('thousands of added tokens of which some are normalized, some not');
  }
  for (const { text: a } of one) {
    for (const { text: b } of other) {
      if (overlap(a, b) || overlap(b, a)) {
        throw unsupported(
          `the added tokens ${JSON.stringify(a)} and ${JSON.stringify(b)}, which can overlap but ` +
            'differ in normalized',
        );
      }
    }
  }
}

/** Whether one holds the other, or can end with what the other begins with. */
function overlap(a: string, b: string): boolean {
  return a.includes(b) || meet(a, b);
}

function meet(a: string, b: string): boolean {
  for (let length = Math.min(a.length, b.length) - 1; length > 0; length--) {
    if (a.endsWith(b.slice(0, length))) return true;
  }
  return false;
}
