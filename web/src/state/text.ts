// The text, from the key press to the moment when it may be tokenized.
import { type ReadonlySignal, signal } from '@preact/signals';

/**
 * Up to this length a text is tokenized between a key press and the frame that
 * shows it. A longer one waits for a pause in the typing.
 */
const IMMEDIATE_LENGTH = 1_200_000;
const PAUSE = 120;

export interface TextState {
  /** What the editor holds. */
  readonly text: ReadonlySignal<string>;
  /** The latest text that is worth tokenizing: `text`, or one that it has just replaced. */
  readonly settled: ReadonlySignal<string>;
  set(text: string): void;
  dispose(): void;
}

export function createTextState(initial: string): TextState {
  const text = signal(initial);
  const settled = signal(initial);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    settled.value = text.peek();
  };
  return {
    text,
    settled,
    set(next) {
      clearTimeout(waiting);
      text.value = next;
      if (next.length <= IMMEDIATE_LENGTH) settle();
      else waiting = setTimeout(settle, PAUSE);
    },
    dispose: () => clearTimeout(waiting),
  };
}
