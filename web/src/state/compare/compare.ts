// The state of the Compare view: one text under two to four encodings.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PoolEntry } from '../encoding-pool.ts';
import { pageAt, pageStarts } from '../pages.ts';
import type { Room, Store } from '../store.ts';
import type { Ready, Refused } from '../tokenization.ts';
import { cutAt, nextDifference, positionOf, sharedCuts } from './cuts.ts';
import { type Cut, createResults } from './results.ts';
import { commonPlace, type Row, rowsOf } from './rows.ts';

/** The view's name in addresses. */
export const COMPARE = 'compare';

export const FEWEST = 2;
export const MOST = 4;

/** Compared where nothing else is asked for, as far as they are others. */
const WORTH_COMPARING = ['o200k_base', 'cl100k_base', 'gpt2', 'llama2'];

/** Units of UTF-16 on a page of the text. */
const PAGE = 2400;

export type Column = { readonly name: string } & (
  | (Cut & { readonly own: number })
  | { readonly status: 'refused'; readonly refused: Refused }
  | { readonly status: 'waiting'; readonly entry: Pick<PoolEntry, 'loading' | 'failure'> }
);

export interface Page {
  readonly number: number;
  readonly count: number;
  readonly rows: readonly Row[];
  /** The encodings that the cells of the rows are of, in order. */
  readonly readies: readonly Ready[];
  /** The next page on which they differ. */
  readonly nextDiffering: number | undefined;
}

export interface CompareState extends Room {
  readonly names: ReadonlySignal<readonly string[]>;
  readonly columns: ReadonlySignal<readonly Column[]>;
  /** The number of places where all cut. */
  readonly sharedCount: ReadonlySignal<number>;
  readonly page: ReadonlySignal<Page | undefined>;
  /** Puts an encoding in the place of another. */
  replace(index: number, name: string): void;
  add(): void;
  remove(index: number): void;
  retry(name: string): void;
  turnTo(page: number): void;
}

/** Names in one parameter: an encoding that comes from a file may be called anything. */
const write = (names: readonly string[]) => names.map(encodeURIComponent).join(',');

function read(param: string): string[] {
  const names = param.split(',').map((name) => {
    try {
      return decodeURIComponent(name);
    } catch (error) {
      // An address that somebody wrote by hand: the name as it stands, which is then not found.
      if (error instanceof URIError) return name;
      throw error;
    }
  });
  return [...new Set(names.filter((name) => name !== ''))].slice(0, MOST);
}

/** The names, and as many more as it takes. */
function withOthers(
  names: readonly string[],
  atLeast: number,
  others: readonly string[],
): string[] {
  const more = others.filter((name) => !names.includes(name));
  return [...names, ...more.slice(0, Math.max(0, atLeast - names.length))];
}

export function createCompareState(store: Store): CompareState {
  const { route } = store;
  const isShown = computed(() => route.view.value === COMPARE);
  const names = computed(() => {
    const wanted = isShown.value ? route.params.value.get('encodings') : undefined;
    const all = [...WORTH_COMPARING, ...store.encodings.value.map(({ name }) => name)];
    if (wanted !== undefined) return withOthers(read(wanted), FEWEST, all);
    return withOthers([store.encoding.wanted.value], 3, all);
  });
  const pool = store.pool.use(computed(() => (isShown.value ? names.value : [])));

  const made = createResults(store, {
    entries: pool.entries,
    text: store.text,
    policy: store.preferences.policy,
  });
  const results = computed(() =>
    pool.entries.value.map((entry) => ({
      entry: entry.value
        ? (made.aside.value.find(({ name }) => name === entry.name) ?? entry)
        : entry,
      result: entry.value && made.of.value.get(entry.value),
    })),
  );
  const cut = computed(() =>
    results.value.flatMap(({ result }) => (result?.status === 'cut' ? [result] : [])),
  );
  const shared = computed(() => sharedCuts(cut.value.map(({ cuts }) => cuts)));
  const columns = computed(() =>
    results.value.map(({ entry, result }): Column => {
      const { name } = entry;
      if (!result) return { name, status: 'waiting', entry };
      if (result.status === 'refused') return { name, ...result };
      return { name, ...result, own: result.cuts.length - shared.value.length };
    }),
  );

  const starts = computed(() => {
    const text = store.text.value;
    return pageStarts(text, PAGE, (position) => commonPlace(text, shared.value, position));
  });
  const turned = signal<number | undefined>(undefined);
  const page = computed<Page | undefined>(() => {
    const all = cut.value;
    if (!isShown.value || all.length === 0) return undefined;
    const text = store.text.value;
    const count = starts.value.length;
    const number = Math.min(turned.value ?? 0, count - 1);
    const from = starts.value[number] ?? 0;
    const to = starts.value[number + 1] ?? text.length;
    const cuts = all.map((each) => each.cuts);
    const difference = nextDifference(cuts, shared.value, cutAt(to));
    return {
      number,
      count,
      rows: rowsOf(text, cuts, shared.value, from, to),
      readies: all.map(({ ready }) => ready),
      nextDiffering:
        difference === undefined ? undefined : pageAt(starts.value, positionOf(difference)),
    };
  });

  const choose = (next: readonly string[]) => route.set({ encodings: write(next) });
  return {
    names,
    columns,
    sharedCount: computed(() => shared.value.length),
    page,
    replace: (index, name) => choose(names.peek().with(index, name)),
    add() {
      const others = store.encodings.peek().map(({ name }) => name);
      choose(withOthers(names.peek(), names.peek().length + 1, [...WORTH_COMPARING, ...others]));
    },
    remove: (index) => choose(names.peek().toSpliced(index, 1)),
    retry(name) {
      const hasFailedHere = pool.entries.peek().some((each) => each.name === name && each.failure);
      (hasFailedHere ? pool : made).retry(name);
    },
    turnTo(next) {
      turned.value = next;
    },
    dispose() {
      made.dispose();
      pool.dispose();
    },
  };
}
