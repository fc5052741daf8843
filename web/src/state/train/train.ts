// The state of the Train view: what is to be trained, the training, and what becomes of it.
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { connect, type RemoteEngine } from '../../../../wasm/index.ts';
import { pageStarts } from '../pages.ts';
import type { Room, Store } from '../store.ts';
import { sizeOf } from '../utf8.ts';
import { createOutcome, type Outcome } from './outcome.ts';
import { type PaintedToken, paintPage } from './painted.ts';
import { createPatternCheck, type PatternCheck } from './pattern-check.ts';
import { createRun, type Run } from './run.ts';
import { sample } from './sample.ts';
import { createTrainSettings, type TrainSettings } from './settings.ts';
import { DEFAULT_SPEED, type Speed } from './speed.ts';
import { countIds, findTokens, type Order } from './vocabulary.ts';

/** Units of UTF-16 on a page of the text. */
const PAGE = 1800;

export interface TextPage {
  readonly number: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

export interface TrainState extends Room {
  readonly settings: TrainSettings;
  readonly patternCheck: PatternCheck;
  /** Whether what is asked for can be trained. */
  readonly canStart: ReadonlySignal<boolean>;
  readonly run: ReadonlySignal<Run | undefined>;
  /** Text or settings are no longer those of the training. */
  readonly isOutdated: ReadonlySignal<boolean>;
  readonly speed: Signal<Speed>;
  /** The text that is shown: that of the training, or what one would be of. */
  readonly text: ReadonlySignal<string>;
  readonly byteCount: ReadonlySignal<number>;
  readonly page: ReadonlySignal<TextPage>;
  readonly painted: ReadonlySignal<readonly PaintedToken[] | undefined>;
  /** The vocabulary: what is looked for, in which order, and what is found. */
  readonly query: Signal<string>;
  readonly order: Signal<Order>;
  readonly counts: ReadonlySignal<Uint32Array>;
  readonly found: ReadonlySignal<readonly number[]>;
  readonly outcome: Outcome;
  /** Begins, or goes on. */
  play(): void;
  pause(): void;
  step(): void;
  /** Ends the training and forgets it. */
  cancel(): void;
  useSample(): void;
  turnTo(page: number): void;
  /** To be called while the view is shown. */
  show(): () => void;
}

export function createTrainState(store: Store): TrainState {
  let connected: RemoteEngine | undefined;
  // A worker of its own, which a pattern may keep busy for ever.
  const engine = () => {
    connected ??= connect();
    return connected;
  };
  const settings = createTrainSettings(store.route);
  const patternCheck = createPatternCheck(settings.pattern, engine);
  const run = signal<Run | undefined>(undefined);
  const isShown = signal(false);
  const speed = signal<Speed>(DEFAULT_SPEED);
  const query = signal('');
  const order = signal<Order>('newest');
  const wantedPage = signal(0);
  const outcome = createOutcome(store, run, settings);

  const text = computed(() => run.value?.text ?? store.text.value);
  const starts = computed(() => {
    const whole = text.value;
    const isInsidePair = (at: number) => /[\udc00-\udfff]/.test(whole[at] ?? '');
    return pageStarts(whole, PAGE, (at) => (isInsidePair(at) ? at + 1 : at));
  });
  const page = computed<TextPage>(() => {
    const number = Math.min(wantedPage.value, starts.value.length - 1);
    const from = starts.value[number] ?? 0;
    const to = starts.value[number + 1] ?? text.value.length;
    return { number, count: starts.value.length, from, to };
  });
  const counts = computed(() => {
    const now = run.value;
    return now ? countIds(now.standing.value, 256 + now.mergeCount.value) : new Uint32Array(0);
  });
  const canStart = computed(() => {
    // What was wrong with another pattern says nothing of this one.
    const isPattern = patternCheck.problem.value?.pattern !== settings.pattern.value;
    return store.text.value !== '' && settings.size.value !== undefined && isPattern;
  });

  function begin(): Run | undefined {
    const vocabSize = settings.size.peek();
    if (vocabSize === undefined || !canStart.peek()) return undefined;
    const options = { text: store.text.peek(), vocabSize, pattern: settings.pattern.peek() };
    const begun = createRun(options, { engine: engine(), speed, isShown });
    run.value = begun;
    return begun;
  }
  const cancel = () =>
    batch(() => {
      run.peek()?.free();
      run.value = undefined;
      wantedPage.value = 0;
      outcome.forget();
    });

  return {
    settings,
    patternCheck,
    canStart,
    run,
    isOutdated: computed(() => {
      const now = run.value;
      if (!now) return false;
      const isSameText = now.text === store.text.value;
      const isSameSize = now.vocabSize === settings.size.value;
      return !isSameText || !isSameSize || now.pattern !== settings.pattern.value;
    }),
    speed,
    text,
    byteCount: computed(() => sizeOf(text.value).bytes),
    page,
    painted: computed(() => {
      const now = run.value;
      const standing = now?.standing.value;
      return now && standing && paintPage(now, standing, page.value.from, page.value.to);
    }),
    query,
    order,
    counts,
    found: computed(() =>
      run.value ? findTokens(run.value, counts.value, query.value, order.value) : [],
    ),
    outcome,
    play: () => (run.peek() ?? begin())?.play(),
    pause: () => run.peek()?.pause(),
    step: () => (run.peek() ?? begin())?.step(),
    cancel,
    useSample() {
      cancel();
      store.openExample(sample);
    },
    turnTo(number) {
      wantedPage.value = number;
    },
    show() {
      isShown.value = true;
      const stop = patternCheck.watch();
      return () => {
        stop();
        isShown.value = false;
      };
    },
    dispose() {
      cancel();
      connected?.close();
    },
  };
}
