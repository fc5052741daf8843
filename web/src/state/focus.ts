// The one token that is outlined in text and list and described on its card.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { indexBefore, type LiveTokens } from './live-tokens.ts';

type Source =
  | { by: 'caret' }
  /** Where nobody has been yet: the place that a first visitor is shown. */
  | { by: 'place'; position: number }
  /** Pointed at in the text, or pointed at or stepped to in the list. */
  | { by: 'text' | 'list'; index: number; position: number; of: LiveTokens };

export interface FocusState {
  readonly index: ReadonlySignal<number | undefined>;
  readonly by: ReadonlySignal<Source['by']>;
  readonly caret: ReadonlySignal<number>;
  point(by: 'text' | 'list', index: number): void;
  moveCaret(position: number): void;
}

export function createFocusState(
  tokens: ReadonlySignal<LiveTokens | undefined>,
  firstPlace: number,
): FocusState {
  const caret = signal(0);
  const source = signal<Source>({ by: 'place', position: firstPlace });

  const index = computed(() => {
    const now = tokens.value;
    if (!now || now.count === 0) return undefined;
    const from = source.value;
    if (from.by === 'caret') return indexBefore(now, caret.value);
    if (from.by !== 'place' && from.of === now) return from.index;
    // Other tokens by now (another encoding, another policy): stay at the same place.
    return Math.min(now.indexAt(from.position), now.count - 1);
  });

  return {
    index,
    by: computed(() => source.value.by),
    caret,
    point(by, at) {
      const of = tokens.peek();
      const now = source.peek();
      if (!of || (now.by === by && now.index === at && now.of === of)) return;
      source.value = { by, index: at, position: of.at(at, 1).begins[0] ?? 0, of };
    },
    moveCaret(position) {
      caret.value = position;
      if (source.peek().by !== 'caret') source.value = { by: 'caret' };
    },
  };
}
