// The text and its revisions. It is kept as the editor's rope: a revision shares nearly all of it
// with the one before, so that a key press costs the same in any text.
import { Text } from '@codemirror/state';
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';

/** How long nobody types before a text is tokenized that cannot be on the very next frame. */
const PAUSE = 120;

/** `insert` in the place of what lies between two positions, in UTF-16 units. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface Revision {
  readonly number: number;
  readonly text: Text;
  /** What made it of the revision before; positions count in the text as the edits before left it. */
  readonly edits: readonly Edit[];
}

export interface TextState {
  /** What the editor holds. */
  readonly revision: ReadonlySignal<Revision>;
  /** The latest revision that is to be tokenized: `revision`, or one before it. */
  readonly settled: ReadonlySignal<Revision>;
  /** The text as a string, made when it is read. */
  readonly text: ReadonlySignal<string>;
  /** What the editor has made of the text; `waits` for a pause before it is tokenized. */
  edit(text: Text, edits: readonly Edit[], waits: boolean): void;
  replace(text: string): void;
  dispose(): void;
}

/** Lines end with a line feed and nothing else: a carriage return is a character like any other. */
const ropeOf = (text: string) => Text.of(text.split('\n'));

export function createTextState(initial: string): TextState {
  const first: Revision = { number: 0, text: ropeOf(initial), edits: [] };
  const revision = signal(first);
  const settled = signal(first);
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const settle = () => {
    settled.value = revision.peek();
  };
  function edit(text: Text, edits: readonly Edit[], waits: boolean) {
    clearTimeout(waiting);
    batch(() => {
      revision.value = { number: revision.peek().number + 1, text, edits };
      if (waits) waiting = setTimeout(settle, PAUSE);
      else settle();
    });
  }

  return {
    revision,
    settled,
    text: computed(() => revision.value.text.toString()),
    edit,
    replace(text) {
      const whole = { from: 0, to: revision.peek().text.length, insert: text };
      edit(ropeOf(text), [whole], false);
    },
    dispose: () => clearTimeout(waiting),
  };
}
