import type { Normalization } from '../parts.ts';
import { isObject, type JsonObject, sequence, text, typeOf, unsupported, wrong } from './json.ts';
import { lowerBlock } from './notation.ts';

/** What a tokenizer.json does to text before anything else but finding added tokens. */
export interface Normalizing {
  readonly form: Normalization | undefined;
  /** A space is written U+2581. */
  readonly replacesSpaces: boolean;
  /** U+2581 is put before the text. */
  readonly prepends: boolean;
  /** Strings that are replaced, and by what. Then nothing else is done to the text. */
  readonly replacements: ReadonlyMap<string, string>;
}

const forms: readonly string[] = ['NFC', 'NFD', 'NFKC', 'NFKD'] satisfies Normalization[];

/** Reads the normalizer, which may be a Sequence. */
export function readNormalizer(value: unknown): Normalizing {
  let form: Normalization | undefined;
  let replacesSpaces = false;
  let prepends = false;
  const replacements = new Map<string, string>();
  for (const [part, path] of sequence(value, 'normalizer', 'normalizers')) {
    const type = typeOf(part, path);
    if (isForm(type)) {
      if (form && form !== type) throw unsupported(`two normal forms, ${form} and ${type}`);
      // The compatibility forms make spaces of other characters: too late for Replace.
      if (replacesSpaces && type.startsWith('NFK')) throw unsupported(`${type} after Replace`);
      form = type;
    } else if (type === 'Prepend') {
      checkBlock(part.prepend, `${path}.prepend`, 'a Prepend normalizer of');
      if (prepends) throw unsupported('two Prepend normalizers');
      prepends = true;
    } else if (type === 'Replace') {
      const [from, to] = replacement(part, path);
      if (from === ' ' && to === lowerBlock) replacesSpaces = true;
      else replacements.set(from, to);
    } else {
      throw unsupported(`a normalizer of the type ${type}`);
    }
  }
  if (prepends && !replacesSpaces) throw unsupported('a Prepend normalizer without Replace');
  if (replacements.size > 0 && (form || replacesSpaces)) throw otherReplace(replacements);
  return { form, replacesSpaces, prepends, replacements };
}

/** For a Replace that bpeek does not do. */
export function otherReplace(replacements: ReadonlyMap<string, string>): Error {
  const [[from, to] = ['', '']] = replacements;
  return unsupported(`Replace of ${JSON.stringify(from)} by ${JSON.stringify(to)}`);
}

function isForm(type: string): type is Normalization {
  return forms.includes(type);
}

function checkBlock(value: unknown, path: string, what: string): void {
  const block = text(value, path);
  if (block !== lowerBlock) throw unsupported(`${what} ${JSON.stringify(block)}`);
}

/** What a Replace, of normalizers or of decoders, replaces, and by what. */
export function replacement(part: JsonObject, path: string): readonly [string, string] {
  const { pattern } = part;
  if (!isObject(pattern)) throw wrong(`${path}.pattern`, 'must be an object');
  if (pattern.String === undefined) {
    throw unsupported(`Replace of the pattern ${JSON.stringify(pattern.Regex)} in ${path}`);
  }
  return [text(pattern.String, `${path}.pattern.String`), text(part.content, `${path}.content`)];
}
