// What is to be trained, as the address has it: #/train?size=512&split=gpt2
import { computed, type ReadonlySignal } from '@preact/signals';
import { patternCalled } from '../../../../wasm/index.ts';
import type { Route } from '../route.ts';

export const TRAIN = 'train';

/** minbpe's two patterns, none, or one that the reader writes. */
export const splits = ['gpt4', 'gpt2', 'none', 'own'] as const;

export type Split = (typeof splits)[number];

/** The single bytes, and what the engine holds at most. */
export const SMALLEST = 256;
export const LARGEST = 2_097_151;

const DEFAULT_SIZE = '512';
const DEFAULT_SPECIALS = '<|endoftext|>';

export interface TrainSettings {
  /** What is in the field, and the number that it is, if it is one that will do. */
  readonly typedSize: ReadonlySignal<string>;
  readonly size: ReadonlySignal<number | undefined>;
  readonly split: ReadonlySignal<Split>;
  /** The regular expression; empty for none. */
  readonly pattern: ReadonlySignal<string>;
  readonly typedSpecials: ReadonlySignal<string>;
  readonly specials: ReadonlySignal<readonly string[]>;
  /** A special token that is there twice. */
  readonly repeatedSpecial: ReadonlySignal<string | undefined>;
  typeSize(size: string): void;
  chooseSplit(split: Split): void;
  typePattern(pattern: string): void;
  typeSpecials(specials: string): void;
}

const wordsOf = (typed: string) => typed.split(/\s+/).filter((word) => word !== '');

export function createTrainSettings(route: Route): TrainSettings {
  const param = (key: string, otherwise: string) =>
    computed(() =>
      route.view.value === TRAIN ? (route.params.value.get(key) ?? otherwise) : otherwise,
    );
  const typedSize = param('size', DEFAULT_SIZE);
  const named = param('split', 'gpt4');
  const written = param('pattern', '');
  const typedSpecials = param('register', DEFAULT_SPECIALS);
  const split = computed(() => splits.find((one) => one === named.value) ?? 'gpt4');
  const specials = computed(() => wordsOf(typedSpecials.value));
  const pattern = computed(() => {
    if (split.value === 'own') return written.value;
    return split.value === 'none' ? '' : patternCalled(split.value);
  });
  const unless = (value: string, otherwise: string) => (value === otherwise ? undefined : value);
  return {
    typedSize,
    size: computed(() => {
      const size = Number(typedSize.value);
      const isSize = /^\d+$/.test(typedSize.value) && size >= SMALLEST && size <= LARGEST;
      return isSize ? size : undefined;
    }),
    split,
    pattern,
    typedSpecials,
    specials,
    repeatedSpecial: computed(() =>
      specials.value.find((special, i) => specials.value.indexOf(special) < i),
    ),
    typeSize: (size) => route.set({ size: unless(size.trim(), DEFAULT_SIZE) }),
    chooseSplit(chosen) {
      // The reader's own begins as what was there.
      const kept = chosen === 'own' ? pattern.peek() : undefined;
      route.set({ split: unless(chosen, 'gpt4'), pattern: kept });
    },
    typePattern: (typed) => route.set({ split: 'own', pattern: typed }),
    typeSpecials: (typed) => route.set({ register: unless(typed, DEFAULT_SPECIALS) }),
  };
}
