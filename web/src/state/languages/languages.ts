// The state of the Languages view.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { connect, type Encoding as EncodingChoice } from '../../../../wasm/index.ts';
import { copyToClipboard } from '../carry.ts';
import { saveFile } from '../download.ts';
import type { Store } from '../store.ts';
import { createWorkerLoads } from '../worker-loads.ts';
import { createPlot, type PlotState } from './chart.ts';
import type { CounterEntry } from './counters.ts';
import { createDeclaration, type DeclarationState } from './declaration.ts';
import type { Language } from './groups.ts';
import { type Names, namesIn } from './names.ts';
import { createOwn, type OwnState } from './own.ts';
import { copyPicture, type Picture, toPng } from './picture.ts';
import { createSettings, MOST_ENCODINGS, type Settings } from './settings.ts';
import { toCsv, toJson } from './table-files.ts';
import { declarationTable, ownTable } from './tables.ts';

export type PictureKind = 'svg' | 'png';
export type TableKind = 'csv' | 'json';
export type TableOf = 'own' | 'declaration';

/** What has become of a picture. */
export interface PictureOutcome {
  readonly kind: PictureKind;
  /** Saved where the browser would not copy it. */
  readonly how: 'copied' | 'saved' | 'saved-instead';
}

export interface LanguagesState {
  readonly settings: Settings;
  /** The encodings that count, with what is known of them. */
  readonly entries: ReadonlySignal<readonly CounterEntry[]>;
  /** Those that could be added. */
  readonly others: ReadonlySignal<readonly EncodingChoice[]>;
  readonly names: ReadonlySignal<Names>;
  /** The languages that a row of the reader's own can be said to be in. */
  readonly languageOptions: ReadonlySignal<readonly LanguageOption[]>;
  readonly own: OwnState;
  readonly declaration: DeclarationState;
  readonly plot: PlotState;
  /** The translation that is open to be read. */
  readonly reading: ReadonlySignal<Language | undefined>;
  readonly outcome: ReadonlySignal<PictureOutcome | undefined>;
  /** Opens a translation, by its code; undefined closes it. */
  read(code: string | undefined): void;
  retryEncoding(name: string): void;
  saveTable(of: TableOf, kind: TableKind): void;
  savePicture(picture: Picture, kind: PictureKind): Promise<void>;
  copyPicture(picture: Picture, kind: PictureKind): Promise<void>;
  /** Counts and fetches, from now until the function that it returns is called. */
  watch(): () => void;
  dispose(): void;
}

export interface LanguageOption {
  readonly tag: string;
  readonly name: string;
}

/** Each language once, however many translations there are into it. */
function optionsOf(languages: readonly Language[], names: Names, locale: string) {
  const byTag = new Map(
    languages.map(({ translation: { tag, name } }) => [tag, names.language(tag) ?? name]),
  );
  byTag.delete('und');
  const { compare } = new Intl.Collator(locale);
  return Array.from(byTag, ([tag, name]): LanguageOption => ({ tag, name })).sort((a, b) =>
    compare(a.name, b.name),
  );
}

const CHART_FILE = 'bpeek-languages';
const TABLE_FILES = { own: 'bpeek-sentences', declaration: 'bpeek-languages' };
const PICTURE_TYPES = { svg: 'image/svg+xml', png: 'image/png' };

export function createLanguages(store: Store): LanguagesState {
  const { route, encoding, encodings, locale, words, preferences } = store;
  const settings = createSettings({ route, encoding: encoding.wanted, known: encodings });
  const names = computed(() => namesIn(locale.value));
  const engine = connect();
  const counters = createWorkerLoads(engine, store.own, settings.encodings);
  const { entries } = counters;
  const own = createOwn({
    route,
    param: settings.param,
    storage: store.session,
    entries,
    special: preferences.policy,
  });
  const declaration = createDeclaration({
    settings,
    entries,
    names,
    locale,
    regionName: (region) => words.value.regionName(region),
  });
  const plot = createPlot();
  const open = signal<string | undefined>(undefined);
  const outcome = signal<PictureOutcome | undefined>(undefined);

  const draw = (picture: Picture, kind: PictureKind) =>
    kind === 'png'
      ? toPng(picture)
      : Promise.resolve(new Blob([picture.svg], { type: PICTURE_TYPES.svg }));
  async function save(picture: Picture, kind: PictureKind) {
    saveFile(`${CHART_FILE}.${kind}`, PICTURE_TYPES[kind], await draw(picture, kind));
  }

  return {
    settings,
    entries,
    others: computed(() =>
      settings.encodings.value.length < MOST_ENCODINGS
        ? encodings.value.filter(({ name }) => !settings.encodings.value.includes(name))
        : [],
    ),
    names,
    languageOptions: computed(() =>
      optionsOf(declaration.languages.value, names.value, locale.value),
    ),
    own,
    declaration,
    plot,
    reading: computed(() =>
      declaration.languages.value.find(({ translation }) => translation.code === open.value),
    ),
    outcome,
    read(code) {
      open.value = code;
    },
    retryEncoding: counters.retry,
    saveTable(of, kind) {
      const table =
        of === 'own' ? ownTable(own, settings) : declarationTable(declaration, settings);
      const [type, content] =
        kind === 'csv' ? ['text/csv', toCsv(table)] : ['application/json', toJson(table)];
      saveFile(`${TABLE_FILES[of]}.${kind}`, type, content);
    },
    async savePicture(picture, kind) {
      await save(picture, kind);
      outcome.value = { kind, how: 'saved' };
    },
    async copyPicture(picture, kind) {
      // SVG goes as text too, for what pastes text; few browsers copy it as a picture.
      const isCopied =
        (await copyPicture(PICTURE_TYPES[kind], draw(picture, kind))) ||
        (kind === 'svg' && (await copyToClipboard(picture.svg)));
      if (!isCopied) await save(picture, kind);
      outcome.value = { kind, how: isCopied ? 'copied' : 'saved-instead' };
    },
    watch() {
      const stops = [counters.watch(), own.watch(), declaration.watch()];
      return () => {
        for (const stop of stops) stop();
      };
    },
    dispose() {
      counters.dispose();
      engine.close();
      declaration.dispose();
    },
  };
}
