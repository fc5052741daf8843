// What becomes of what was learnt: an encoding of the playground, or files.
import { useId } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import { type FileKind, fileKinds, type OutcomeMessage } from '../../state/train/outcome.ts';
import { createTrainState } from '../../state/train/train.ts';
import { AlertIcon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import { useRoom, useStore } from '../store-context.ts';

const fileWords = (words: Messages): Record<FileKind, [label: string, detail: string]> => ({
  '.model': [words.fileModel, words.fileModelDetail],
  '.vocab': [words.fileVocab, words.fileVocabDetail],
  '.tiktoken': [words.fileTiktoken, words.fileTiktokenDetail],
  'tokenizer.json': [words.fileTokenizerJson, words.fileTokenizerJsonDetail],
  '.bpeek': [words.fileBpeek, words.fileBpeekDetail],
});

export function OutcomePanel() {
  const { words } = useStore();
  const { run, outcome, settings } = useRoom(createTrainState);
  const field = useId();
  const now = run.value;
  const status = now?.status.value;
  const isThere = now !== undefined && status !== 'preparing' && status !== 'failed';
  if (!isThere) return null;
  const files = fileWords(words.value);
  const { trainingOutcome, encodingName, useInPlayground, downloadModel } = words.value;
  const isBusy = now.isPlaying.value || settings.repeatedSpecial.value !== undefined;
  return (
    <section class="panel train-outcome" aria-label={trainingOutcome}>
      <h2>{trainingOutcome}</h2>
      <label for={field}>{encodingName}</label>
      <input
        id={field}
        class="field"
        autocomplete="off"
        spellcheck={false}
        maxLength={60}
        placeholder={`trained-${256 + now.mergeCount.value}`}
        value={outcome.name.value}
        onInput={({ currentTarget }) => {
          outcome.name.value = currentTarget.value;
        }}
      />
      <div class="outcome-actions">
        <button
          type="button"
          class="button is-main"
          disabled={isBusy}
          onClick={() => void outcome.use()}
        >
          {useInPlayground}
        </button>
        <Menu
          label={downloadModel}
          items={fileKinds.map((kind) => ({
            id: kind,
            label: files[kind][0],
            detail: files[kind][1],
            onChoose: () => void outcome.save(kind),
          }))}
        />
      </div>
      {outcome.message.value && <Message message={outcome.message.value} />}
    </section>
  );
}

function Message({ message }: { message: OutcomeMessage }) {
  const { words, route } = useStore();
  const { seeItsTokens } = words.value;
  const isProblem = message.kind === 'not-saved' || message.kind === 'not-made';
  return (
    <p
      class={isProblem ? 'outcome-message is-problem' : 'outcome-message'}
      role={isProblem ? 'alert' : 'status'}
    >
      {isProblem && <AlertIcon />} {messageWords(words.value, message)}{' '}
      {message.kind === 'in-use' && <a href={route.hrefOf('tokens')}>{seeItsTokens}</a>}
    </p>
  );
}

function messageWords(words: Messages, message: OutcomeMessage): string {
  switch (message.kind) {
    case 'saved':
      return message.fileKind === '.tiktoken'
        ? words.tiktokenSaved(message.file)
        : words.fileSaved(message.file);
    case 'not-saved':
      return words.fileNotSaved(message.fileKind, message.reason);
    case 'in-use':
      return message.isKept
        ? words.nowInUse(message.name)
        : words.nowInUseUntilClosed(message.name);
    case 'not-made':
      return words.notMade(message.reason);
  }
}
