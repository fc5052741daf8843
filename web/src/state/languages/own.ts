// The reader's own rows: where they are kept, and what they cost.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Special } from '../../../../wasm/index.ts';
import type { Route } from '../route.ts';
import type { Storage } from '../storage.ts';
import { sizeOf } from '../utf8.ts';
import type { CounterEntry } from './counters.ts';
import { createCounts } from './counts.ts';
import { premiumOf, tokensPerCharacter } from './measures.ts';
import {
  firstRows,
  fitsAddress,
  MOST_ROWS,
  moved,
  type OwnRow,
  readRows,
  removed,
  replaced,
  writeRows,
} from './own-rows.ts';

export interface OwnFigure {
  readonly encoding: string;
  /** Undefined where there is no count: not yet, or the text was refused. */
  readonly tokens: number | undefined;
  readonly perCharacter: number | undefined;
  /** Against the first row. */
  readonly premium: number | undefined;
  readonly isRefused: boolean;
}

export interface OwnState {
  readonly rows: ReadonlySignal<readonly OwnRow[]>;
  /** For each row, a figure for each encoding. */
  readonly figures: ReadonlySignal<readonly (readonly OwnFigure[])[]>;
  readonly characters: ReadonlySignal<readonly number[]>;
  /** The largest number of tokens, which the bars are drawn against. */
  readonly most: ReadonlySignal<number>;
  readonly canAdd: ReadonlySignal<boolean>;
  readonly isExample: ReadonlySignal<boolean>;
  /** Too long for the address, they are kept in this tab; or not even there. */
  readonly keeping: ReadonlySignal<'address' | 'tab' | 'nowhere'>;
  edit(at: number, change: Partial<OwnRow>): void;
  add(): void;
  remove(at: number): void;
  move(from: number, to: number): void;
  showExample(): void;
  watch(): () => void;
}

const KEY = 'bpeek.languages.rows';

export interface OwnOptions {
  readonly route: Route;
  readonly param: (name: string) => string | undefined;
  readonly storage: Storage;
  readonly entries: ReadonlySignal<readonly CounterEntry[]>;
  readonly special: ReadonlySignal<Special>;
}

export function createOwn({ route, param, storage, entries, special }: OwnOptions): OwnState {
  const kept = signal(storage.read(KEY) ?? '');
  const isKept = signal(true);
  const inAddress = computed(() => param('rows'));
  const rows = computed(
    () => readRows(inAddress.value) ?? readRows(kept.value || undefined) ?? firstRows,
  );
  const texts = computed(() => rows.value.map(({ text }) => text));
  const characters = computed(() => texts.value.map((text) => sizeOf(text).characters));
  const counts = createCounts({ entries, texts, special });

  const figures = computed(() => {
    const { value: now } = texts;
    return now.map((_, row) =>
      entries.value.map(({ name }): OwnFigure => {
        const counted = counts.counted.value.get(name);
        const isOfNow = counted?.texts === now;
        // An edited row shows its last count until the next one is there, a moment later.
        const tokens = counted?.tokens.length === now.length ? counted.tokens[row] : undefined;
        const characterCount = characters.value[row] ?? 0;
        return {
          encoding: name,
          tokens,
          perCharacter:
            tokens === undefined ? undefined : tokensPerCharacter(tokens, characterCount),
          premium: tokens === undefined ? undefined : premiumOf(tokens, counted?.tokens[0]),
          isRefused: isOfNow && tokens === undefined,
        };
      }),
    );
  });

  function set(next: readonly OwnRow[]) {
    const written = writeRows(next);
    const isExample = written === writeRows(firstRows);
    const isSmall = fitsAddress(written);
    kept.value = isExample || isSmall ? '' : written;
    isKept.value = storage.write(KEY, kept.value);
    route.set({ rows: isExample || !isSmall ? undefined : written });
  }

  return {
    rows,
    figures,
    characters,
    most: computed(() =>
      Math.max(1, ...figures.value.flatMap((row) => row.map(({ tokens }) => tokens ?? 0))),
    ),
    canAdd: computed(() => rows.value.length < MOST_ROWS),
    isExample: computed(() => rows.value === firstRows),
    keeping: computed(() => {
      if (kept.value === '') return 'address';
      return isKept.value ? 'tab' : 'nowhere';
    }),
    edit: (at, change) => set(replaced(rows.peek(), at, change)),
    add: () => set([...rows.peek(), { language: '', text: '' }]),
    remove: (at) => set(removed(rows.peek(), at)),
    move: (from, to) => set(moved(rows.peek(), from, to)),
    showExample: () => set(firstRows),
    watch: counts.watch,
  };
}
