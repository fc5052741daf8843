// What the address says of this view: derived from there, never kept twice.
import { computed, type ReadonlySignal } from '@preact/signals';
import type { Route } from '../route.ts';
import { type Grouping, groupings } from './groups.ts';
import { BASE } from './translations.ts';

export const VIEW = 'languages';

export const MOST_ENCODINGS = 4;
/** What a first visit sets beside the encoding in use: the same vocabulary's elder. */
const CONTRAST = 'cl100k_base';
const WINDOW = 128_000;
const PRICE = 2.5;

/** Chosen for a first visit: many scripts, cheap and dear ones, half of mankind's languages. */
const CHOSEN = [
  BASE,
  'spa',
  'fra',
  'deu_1996',
  'rus',
  'arb',
  'heb',
  'hin',
  'ben',
  'tam',
  'tha',
  'mya',
  'cmn_hans',
  'jpn',
  'kor',
  'vie',
  'swh',
  'yor',
];

export const columns = [
  'name',
  'premium',
  'tokens',
  'rate',
  'window',
  'cost',
  'characters',
  'script',
  'region',
] as const;

export type Column = (typeof columns)[number];

/** Columns that there are for each encoding. */
export const isCounted = (column: Column) =>
  column === 'premium' || column === 'tokens' || column === 'rate';

export interface Sorting {
  readonly column: Column;
  /** Of a counted column; the first encoding where it is missing. */
  readonly encoding: string | undefined;
  readonly isDescending: boolean;
}

const DEAREST_FIRST: Sorting = { column: 'premium', encoding: undefined, isDescending: true };

function readSorting(written: string | undefined): Sorting {
  const [, sign, name, encoding] = /^(-?)([a-z]+)(?:~(.+))?$/.exec(written ?? '') ?? [];
  const column = columns.find((each) => each === name);
  return column ? { column, encoding, isDescending: sign === '-' } : DEAREST_FIRST;
}

const writeSorting = ({ column, encoding, isDescending }: Sorting) =>
  `${isDescending ? '-' : ''}${column}${encoding === undefined ? '' : `~${encoding}`}`;

/** As it was before it was written; or as it is, where somebody wrote it by hand. */
function decodeName(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return written;
  }
}

function readAmount(written: string | undefined, otherwise: number): number {
  const amount = Number(written);
  return written !== undefined && Number.isFinite(amount) && amount > 0 ? amount : otherwise;
}

export interface Settings {
  readonly encodings: ReadonlySignal<readonly string[]>;
  readonly isWhole: ReadonlySignal<boolean>;
  readonly grouping: ReadonlySignal<Grouping>;
  readonly sorting: ReadonlySignal<Sorting>;
  readonly query: ReadonlySignal<string>;
  /** Codes of the translations that are compared. */
  readonly chosen: ReadonlySignal<ReadonlySet<string>>;
  /** Whether the chart shows all, and not only those chosen. */
  readonly isChartOfAll: ReadonlySignal<boolean>;
  readonly window: ReadonlySignal<number>;
  readonly price: ReadonlySignal<number>;
  addEncoding(name: string): void;
  removeEncoding(name: string): void;
  showWhole(isWhole: boolean): void;
  groupBy(grouping: Grouping): void;
  /** A second time in a row it turns the order around. */
  sortBy(column: Column, encoding: string | undefined): void;
  search(query: string): void;
  toggle(code: string): void;
  choose(codes: readonly string[] | undefined): void;
  chartAll(isAll: boolean): void;
  setWindow(tokens: number): void;
  setPrice(price: number): void;
  /** The view's own part of the address, also while another view is shown. */
  param(name: string): string | undefined;
}

export interface SettingsOptions {
  readonly route: Route;
  readonly encoding: ReadonlySignal<string>;
  readonly known: ReadonlySignal<readonly { readonly name: string }[]>;
}

export function createSettings({ route, encoding, known }: SettingsOptions): Settings {
  let last = route.params.peek();
  const params = computed(() => {
    if (route.view.value === VIEW) last = route.params.value;
    return last;
  });
  const param = (name: string) => params.value.get(name);
  const written = (name: string) => computed(() => param(name));

  const encodingNames = written('encodings');
  const encodings = computed<readonly string[]>(() => {
    const wanted = encodingNames.value?.split(',').map(decodeName) ?? [encoding.value, CONTRAST];
    const names = known.value.map(({ name }) => name);
    const found = [...new Set(wanted)].filter((name) => names.includes(name));
    return found.length > 0 ? found.slice(0, MOST_ENCODINGS) : [encoding.value];
  });
  const chosenCodes = written('languages');
  const chosen = computed<ReadonlySet<string>>(
    () => new Set(chosenCodes.value?.split(',').filter(Boolean) ?? CHOSEN),
  );
  const sortingWritten = written('sort');
  const sorting = computed(() => readSorting(sortingWritten.value));
  const setEncodings = (names: readonly string[]) =>
    route.set({ encodings: names.map(encodeURIComponent).join(',') });

  return {
    encodings,
    isWhole: computed(() => param('declaration') === 'whole'),
    grouping: computed(() => groupings.find((each) => each === param('group')) ?? 'none'),
    sorting,
    query: computed(() => param('find') ?? ''),
    chosen,
    isChartOfAll: computed(() => param('chart') === 'all'),
    window: computed(() => readAmount(param('window'), WINDOW)),
    price: computed(() => readAmount(param('price'), PRICE)),
    addEncoding: (name) => setEncodings([...encodings.peek(), name]),
    removeEncoding: (name) => setEncodings(encodings.peek().filter((each) => each !== name)),
    showWhole: (isWhole) => route.set({ declaration: isWhole ? 'whole' : undefined }),
    groupBy: (grouping) => route.set({ group: grouping === 'none' ? undefined : grouping }),
    sortBy(column, of) {
      const now = sorting.peek();
      const first = encodings.peek()[0];
      const isSame = now.column === column && (now.encoding ?? first) === (of ?? first);
      // Words from A to Z, figures from the largest.
      const isFigure = column !== 'name' && column !== 'script' && column !== 'region';
      const isDescending = isSame ? !now.isDescending : isFigure;
      route.set({
        sort: writeSorting({ column, encoding: of === first ? undefined : of, isDescending }),
      });
    },
    search: (query) => route.set({ find: query || undefined }),
    toggle(code) {
      const codes = new Set(chosen.peek());
      if (!codes.delete(code)) codes.add(code);
      route.set({ languages: [...codes].join(',') });
    },
    choose: (codes) => route.set({ languages: codes?.join(',') }),
    chartAll: (isAll) => route.set({ chart: isAll ? 'all' : undefined }),
    setWindow: (tokens) => route.set({ window: tokens === WINDOW ? undefined : String(tokens) }),
    setPrice: (price) => route.set({ price: price === PRICE ? undefined : String(price) }),
    param,
  };
}
