// What becomes of a training: an encoding of the playground, or files to take away.
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { BpeekError, type RemoteTokenizer } from '../../../../wasm/index.ts';
import { saveFile } from '../download.ts';
import type { Store } from '../store.ts';
import type { Run } from './run.ts';
import type { TrainSettings } from './settings.ts';

export const fileKinds = ['.model', '.vocab', '.tiktoken', 'tokenizer.json', '.bpeek'] as const;

export type FileKind = (typeof fileKinds)[number];

export type OutcomeMessage =
  | { kind: 'saved'; file: string; fileKind: FileKind }
  | { kind: 'not-saved'; fileKind: FileKind; reason: string }
  | { kind: 'in-use'; name: string; isKept: boolean }
  | { kind: 'not-made'; reason: string };

export interface Outcome {
  /** What the encoding and its files are to be called. */
  readonly name: Signal<string>;
  readonly message: ReadonlySignal<OutcomeMessage | undefined>;
  /** Saves what has been learnt so far as a file. */
  save(kind: FileKind): Promise<void>;
  /** Makes what has been learnt so far an encoding of the playground, and puts it in use. */
  use(): Promise<void>;
  forget(): void;
}

const types: Record<FileKind, string> = {
  '.model': 'text/plain',
  '.vocab': 'text/plain',
  '.tiktoken': 'text/plain',
  'tokenizer.json': 'application/json',
  '.bpeek': 'application/octet-stream',
};

async function contentOf(tokenizer: RemoteTokenizer, kind: FileKind) {
  switch (kind) {
    case '.model':
      return (await tokenizer.toMinbpe()).model;
    case '.vocab':
      return (await tokenizer.toMinbpe()).vocab;
    case '.tiktoken':
      return tokenizer.toTiktoken();
    case 'tokenizer.json':
      return tokenizer.toTokenizerJson();
    case '.bpeek':
      return tokenizer.toBpeek();
  }
}

export function createOutcome(
  store: Store,
  run: ReadonlySignal<Run | undefined>,
  settings: TrainSettings,
): Outcome {
  const name = signal('');
  const message = signal<OutcomeMessage | undefined>(undefined);

  const chosenName = () =>
    name.peek().trim() || `trained-${256 + (run.peek()?.merges.length ?? 0)}`;

  /** Does something with the tokenizer that has been learnt so far; false if that fails. */
  async function withTokenizer(
    act: (tokenizer: RemoteTokenizer) => Promise<void>,
    onFailure: (reason: string) => void,
  ) {
    const trainer = run.peek()?.trainer();
    if (!trainer) return;
    try {
      using tokenizer = await trainer.finish({
        name: chosenName(),
        specialTokens: settings.specials.peek(),
      });
      await act(tokenizer);
    } catch (error) {
      if (!(error instanceof BpeekError)) throw error;
      onFailure(error.message);
    }
  }

  return {
    name,
    message,
    save: (kind) =>
      withTokenizer(
        async (tokenizer) => {
          const file = kind.startsWith('.') ? `${chosenName()}${kind}` : kind;
          saveFile(file, types[kind], await contentOf(tokenizer, kind));
          message.value = { kind: 'saved', file, fileKind: kind };
        },
        (reason) => {
          message.value = { kind: 'not-saved', fileKind: kind, reason };
        },
      ),
    use: () =>
      withTokenizer(
        async (tokenizer) => {
          const { vocabularySize } = tokenizer;
          const file = await tokenizer.toBpeek();
          const made = await store.own.add({ name: chosenName(), file, vocabularySize });
          batch(() => {
            message.value = { kind: 'in-use', name: made.name, isKept: made.isKept };
            store.chooseEncoding(made.name);
          });
        },
        (reason) => {
          message.value = { kind: 'not-made', reason };
        },
      ),
    forget() {
      message.value = undefined;
    },
  };
}
