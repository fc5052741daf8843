import type { Normalization } from '../parts.ts';
import { isObject, type JsonObject, sequence, text, typeOf, unsupported, wrong } from './json.ts';

/** What a tokenizer.json does to text before anything else but finding added tokens. */
export interface Normalizing {
  readonly form: Normalization | undefined;
  /** A space is written U+2581. */
  readonly replacesSpaces: boolean;
  /** U+2581 is put before the text. */
  readonly prepends: boolean;
}

export const lowerBlock = '\u2581';
const forms: readonly string[] = ['NFC', 'NFD', 'NFKC', 'NFKD'] satisfies Normalization[];

/** Reads the normalizer, which may be a Sequence. */
export function readNormalizer(value: unknown): Normalizing {
  let form: Normalization | undefined;
  let replacesSpaces = false;
  let prepends = false;
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
      checkReplace(part, path, ' ', lowerBlock);
      replacesSpaces = true;
    } else {
      throw unsupported(`a normalizer of the type ${type}`);
    }
  }
  if (prepends && !replacesSpaces) throw unsupported('a Prepend normalizer without Replace');
  return { form, replacesSpaces, prepends };
}

function isForm(type: string): type is Normalization {
  return forms.includes(type);
}

function checkBlock(value: unknown, path: string, what: string): void {
  const block = text(value, path);
  if (block !== lowerBlock) throw unsupported(`${what} ${JSON.stringify(block)}`);
}

/** A Replace, of normalizers or of decoders, that does just this. */
export function checkReplace(part: JsonObject, path: string, from: string, to: string): void {
  const pattern = part.pattern;
  if (!isObject(pattern)) throw wrong(`${path}.pattern`, 'must be an object');
  const content = text(part.content, `${path}.content`);
  if (pattern.String === from && content === to) return;
  const what = JSON.stringify(pattern.String ?? pattern.Regex);
  throw unsupported(`Replace of ${what} by ${JSON.stringify(content)} in ${path}`);
}
