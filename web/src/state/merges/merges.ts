// The state of the Merges view: which stretch is built, under which encodings, how far.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { pageAt, pageStarts } from '../pages.ts';
import type { Room, Store } from '../store.ts';
import { type Ready, tokenize } from '../tokenization.ts';
import { tokenAt } from '../tokens.ts';
import { type Chosen, type Column, columnOf, waitingColumn } from './columns.ts';
import { MERGES } from './of-token.ts';
import { type Unit, unitOf, unitsIn } from './units.ts';

/** Units of UTF-16 on a page of the text. */
const PAGE = 1500;

/** What all steps may take, and one of them at most and at least, in milliseconds. */
const ALL_STEPS = 15_000;
const SLOWEST = 800;
const FASTEST = 200;

export interface Page {
  readonly ready: Ready;
  readonly from: number;
  readonly to: number;
  readonly units: readonly Unit[];
  readonly number: number;
  readonly count: number;
}

export interface MergesState extends Room {
  readonly chosen: ReadonlySignal<Chosen | undefined>;
  /** What was typed instead of chosen. */
  readonly typed: ReadonlySignal<string>;
  /** The encoding in use, then the one beside it. */
  readonly columns: ReadonlySignal<readonly Column[]>;
  readonly beside: ReadonlySignal<string | undefined>;
  /** The part of the text that is shown, in units to choose from. */
  readonly page: ReadonlySignal<Page | undefined>;
  /** How many steps have been made, and how many there are under the encoding with the most. */
  readonly step: ReadonlySignal<number>;
  readonly total: ReadonlySignal<number>;
  readonly isPlaying: ReadonlySignal<boolean>;
  /** Milliseconds from step to step. */
  readonly pace: ReadonlySignal<number>;
  choose(unit: Unit): void;
  type(text: string): void;
  putBeside(name: string | undefined): void;
  retry(name: string): void;
  turnTo(page: number): void;
  goTo(step: number): void;
  play(): void;
  pause(): void;
  /** The next step, as long as it plays. */
  advance(): void;
}

function chosenIn(ready: Ready | undefined, piece: string, at: string | undefined): Chosen {
  const place = at !== undefined && /^\d+$/.test(at) ? Number(at) : undefined;
  const isThere = place !== undefined && piece !== '' && ready?.text.startsWith(piece, place);
  return { text: piece, at: isThere ? place : undefined };
}

const chosenUnit = ({ text }: Ready, { from, to }: Unit): Chosen => ({
  text: text.slice(from, to),
  at: from,
});

/** What a first visitor is shown: a word that takes several tokens. */
function worthSeeing(ready: Ready): Unit | undefined {
  return unitsIn(ready, 0, Math.min(PAGE, ready.text.length)).find(
    ({ kinds, firstToken, endToken }) => kinds[0] === 'letters' && endToken - firstToken > 2,
  );
}

function pageOf(ready: Ready, starts: readonly number[], number: number): Page {
  const from = starts[number] ?? 0;
  const to = starts[number + 1] ?? ready.text.length;
  return { ready, from, to, units: unitsIn(ready, from, to), number, count: starts.length };
}

/** Where the unit ends that holds the character before a position. */
function unitEnd(ready: Ready, position: number): number {
  const { tokens } = ready;
  const index = tokenAt(tokens, position - 1);
  return index < tokens.ids.length ? Math.max(position, unitOf(ready, index).to) : position;
}

export function createMergesState(store: Store): MergesState {
  const { route, ready } = store;
  const isShown = computed(() => route.view.value === MERGES);
  const param = (name: string) =>
    computed(() => (isShown.value ? route.params.value.get(name) : undefined));
  const piece = param('piece');
  const at = param('at');
  const wantedStep = param('step');
  const wantedBeside = param('beside');

  const chosen = computed<Chosen | undefined>(() => {
    if (piece.value !== undefined) return chosenIn(ready.value, piece.value, at.value);
    const now = ready.value;
    const index = store.focus.index.value;
    if (!now || index === undefined) return undefined;
    const isUntouched = store.focus.by.value === 'place';
    const unit = (isUntouched && worthSeeing(now)) || unitOf(now, index);
    return chosenUnit(now, unit);
  });

  const beside = computed(() => {
    const name = wantedBeside.value;
    return name === store.encoding.current.value?.name ? undefined : name;
  });
  const pool = store.pool.use(computed(() => (beside.value === undefined ? [] : [beside.value])));
  const other = computed(() => pool.entries.value[0]);
  const otherWhole = computed(() => {
    const text = ready.value?.text;
    const encoding = other.value?.value;
    if (text === undefined || !encoding) return undefined;
    return tokenize(text, encoding, store.preferences.policy.value);
  });

  const columns = computed<readonly Column[]>(() => {
    const encoding = store.encoding.current.value;
    const wanted = chosen.value;
    if (!encoding || !wanted) return [];
    const policy = store.preferences.policy.value;
    const first = columnOf(encoding, policy, wanted, ready.value);
    const entry = other.value;
    if (!entry) return [first];
    const second = entry.value
      ? columnOf(entry.value, policy, wanted, otherWhole.value)
      : waitingColumn(entry);
    return [first, second];
  });

  const total = computed(() =>
    Math.max(
      0,
      ...columns.value.map((each) => (each.status === 'built' ? each.build.steps.length : 0)),
    ),
  );
  const step = computed(() => {
    const wanted = wantedStep.value;
    const isNumber = wanted !== undefined && /^\d+$/.test(wanted);
    return isNumber ? Math.min(Number(wanted), total.value) : total.value;
  });

  const starts = computed(() => {
    const now = ready.value;
    return now ? pageStarts(now.text, PAGE, (position) => unitEnd(now, position)) : [0];
  });
  /** The page that was turned to, until something is chosen elsewhere. */
  const turned = signal<{ page: number; from: number } | undefined>(undefined);
  const page = computed<Page | undefined>(() => {
    const now = ready.value;
    if (!now || !isShown.value) return undefined;
    const place = chosen.value?.at ?? 0;
    const number = turned.value?.from === place ? turned.value.page : pageAt(starts.value, place);
    return pageOf(now, starts.value, Math.min(number, starts.value.length - 1));
  });

  const isPlaying = signal(false);
  const goTo = (next: number) => {
    // The end is where one arrives: it needs no word in the address.
    route.set({ step: next >= total.peek() ? undefined : String(Math.max(0, next)) });
  };
  const take = (text: string | undefined, place: number | undefined) =>
    batch(() => {
      isPlaying.value = false;
      route.set({
        piece: text,
        at: place === undefined ? undefined : String(place),
        step: undefined,
      });
    });

  return {
    chosen,
    typed: computed(() => {
      const now = chosen.value;
      return now && now.at === undefined ? now.text : '';
    }),
    columns,
    beside,
    page,
    step,
    total,
    isPlaying,
    pace: computed(() =>
      Math.max(FASTEST, Math.min(SLOWEST, ALL_STEPS / Math.max(1, total.value))),
    ),

    choose({ from, to }) {
      const now = ready.peek();
      if (now) take(now.text.slice(from, to), from);
    },
    type(text) {
      take(text === '' ? undefined : text, undefined);
    },
    putBeside(name) {
      route.set({ beside: name });
    },
    retry: pool.retry,
    turnTo(number) {
      turned.value = { page: number, from: chosen.peek()?.at ?? 0 };
    },
    goTo(next) {
      isPlaying.value = false;
      goTo(next);
    },
    play() {
      if (total.peek() === 0) return;
      batch(() => {
        if (step.peek() >= total.peek()) goTo(0);
        isPlaying.value = true;
      });
    },
    pause() {
      isPlaying.value = false;
    },
    advance() {
      if (!isPlaying.peek()) return;
      batch(() => {
        const next = step.peek() + 1;
        goTo(next);
        if (next >= total.peek()) isPlaying.value = false;
      });
    },
    dispose() {
      pool.dispose();
    },
  };
}
