// The translations as table and chart show them: searched, sorted, grouped.
import { median } from './measures.ts';
import type { Region } from './region.ts';
import type { Translation } from './translations.ts';

/** A translation with what is known of it before anything is counted. */
export interface Language {
  readonly translation: Translation;
  /** Its place among all. */
  readonly index: number;
  /** As the reader calls it. */
  readonly name: string;
  readonly script: string;
  readonly region: Region;
}

export const groupings = ['none', 'script', 'region'] as const;

export type Grouping = (typeof groupings)[number];

export interface Group {
  /** A script's code or a region; empty for the one group of an ungrouped list. */
  readonly key: string;
  readonly languages: readonly Language[];
  /** The middle of the premiums, as far as they are known. */
  readonly median: number | undefined;
}

/** Letters without marks, so that `espanol` finds `español`. */
const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Those of whom every word of the query says something: name, script, region, tag, code. */
export function search(
  languages: readonly Language[],
  query: string,
  wordsOf: (language: Language) => readonly string[],
): readonly Language[] {
  const wanted = folded(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return languages;
  return languages.filter((language) => {
    const said = folded(wordsOf(language).join(' '));
    return wanted.every((word) => said.includes(word));
  });
}

export type SortValue = number | string | undefined;

/** Sorted by a value; what has none comes last either way, and equals keep their order. */
export function sortBy(
  languages: readonly Language[],
  sortValue: (language: Language) => SortValue,
  isDescending: boolean,
  collator: Intl.Collator,
): readonly Language[] {
  const keyed = languages.map((language) => ({ language, value: sortValue(language) }));
  const sign = isDescending ? -1 : 1;
  keyed.sort(({ value: a }, { value: b }) => {
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * collator.compare(String(a), String(b));
  });
  return keyed.map(({ language }) => language);
}

/** In groups, the dearest group first; within a group the order stays as it is. */
export function groupBy(
  languages: readonly Language[],
  grouping: Grouping,
  premiumOf: (language: Language) => number | undefined,
): readonly Group[] {
  const members = new Map<string, Language[]>();
  for (const language of languages) {
    const key = grouping === 'none' ? '' : language[grouping];
    members.set(key, [...(members.get(key) ?? []), language]);
  }
  const groups = [...members].map(([key, languages]) => ({
    key,
    languages,
    median: median(languages.map(premiumOf).filter((premium) => premium !== undefined)),
  }));
  return groups.sort((a, b) => (b.median ?? 0) - (a.median ?? 0));
}
