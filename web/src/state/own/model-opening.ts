// Files that turn out to be encodings, on their way into the list.
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { BpeekError } from '../../../../wasm/index.ts';
import type { Notice } from '../notice.ts';
import { modelFileIn } from './model-file.ts';
import { type PatternChoice, readModelFile } from './opening.ts';
import type { OwnEncodings } from './own-encodings.ts';

/** As much as a file of an encoding may have: the largest there are have about a third. */
export const MODEL_LIMIT = 100_000_000;

export interface ModelOpening {
  /** A file that has no split pattern, so that the reader is asked for one. */
  readonly asking: ReadonlySignal<File | undefined>;
  /** Opens a file if it is an encoding; false if it is to be read as text. */
  open(file: File): Promise<boolean>;
  /** Goes on with the file that was asked about. */
  answer(choice: PatternChoice): Promise<void>;
  dismiss(): void;
}

interface Surroundings {
  readonly own: OwnEncodings;
  readonly notice: Signal<Notice | undefined>;
  readonly choose: (name: string) => void;
}

export function createModelOpening({ own, notice, choose }: Surroundings): ModelOpening {
  const asking = signal<File | undefined>(undefined);

  async function add(file: File, choice?: PatternChoice) {
    const opening: Notice = { kind: 'opening-model', file: file.name };
    notice.value = opening;
    try {
      const { name, isKept } = await own.add(await readModelFile(file, choice));
      batch(() => {
        notice.value = { kind: 'added-encoding', name, isKept };
        choose(name);
      });
    } catch (error) {
      if (!(error instanceof BpeekError)) throw error;
      notice.value = { kind: 'model-refused', file, reason: error.message };
    }
  }

  return {
    asking,
    async open(file) {
      if (file.size > MODEL_LIMIT) return false;
      let found: ReturnType<typeof modelFileIn>;
      try {
        found = modelFileIn(file.name, new Uint8Array(await file.arrayBuffer()));
      } catch (error) {
        // Whoever reads it as text will say why it can't be read.
        if (error instanceof DOMException) return false;
        throw error;
      }
      if (found?.kind === 'without-pattern') asking.value = file;
      else if (found) await add(file);
      return found !== undefined;
    },
    async answer(choice) {
      const file = asking.peek();
      asking.value = undefined;
      if (file) await add(file, choice);
    },
    dismiss() {
      asking.value = undefined;
    },
  };
}
