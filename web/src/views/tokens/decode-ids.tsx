// Ids to text: paste what a program has printed, and read what it says.
import { useId, useRef, useState } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import type { Decoded } from '../../state/decoding.ts';
import type { IdProblem } from '../../state/ids.ts';
import { linePosition } from '../../state/tokens.ts';
import { AlertIcon } from '../icons.tsx';
import { useStore } from '../store-context.ts';
import './decode-ids.css';

export function DecodeIds() {
  const { words } = useStore();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const title = useId();
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        {words.value.decodeIds}
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby={title} onClose={() => setOpen(false)}>
        <h2 id={title}>{words.value.decodeIds}</h2>
        {isOpen && <Form close={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}

function Form({ close }: { close: () => void }) {
  const { decoding, encoding, words } = useStore();
  const hint = useId();
  const now = decoding.result.value;
  const decoded = now && !('kind' in now) ? now : undefined;
  const problem = now && 'kind' in now ? now : undefined;
  const name = encoding.current.value?.name ?? encoding.wanted.value;
  return (
    <form
      method="dialog"
      onSubmit={(event) => {
        event.preventDefault();
        if (!decoded) return;
        decoding.accept();
        close();
      }}
    >
      <p id={hint} class="dialog-note">
        {words.value.idsToDecodeHint(name)}
      </p>
      <textarea
        class="field"
        rows={5}
        spellcheck={false}
        aria-label={words.value.idsToDecode}
        aria-describedby={hint}
        aria-invalid={problem !== undefined}
        value={decoding.source.value}
        onInput={({ currentTarget }) => decoding.set(currentTarget.value)}
      />
      <div class="decode-outcome" role="status">
        {problem && (
          <p class="decode-problem">
            <AlertIcon />
            <span>{problemWords(words.value, problem, decoding.source.value, name)}</span>
          </p>
        )}
        {decoded && <Preview decoded={decoded} />}
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>
          {words.value.cancel}
        </button>
        <button type="submit" class="button is-main" disabled={!decoded}>
          {words.value.useAsText}
        </button>
      </div>
    </form>
  );
}

/** More than a reader looks at in a preview. */
const PREVIEW_LENGTH = 2000;

function Preview({ decoded: { text, count, isWhole } }: { decoded: Decoded }) {
  const { words } = useStore();
  const shown = text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH)}…` : text;
  return (
    <>
      <p class="dialog-note">{words.value.decodedCount(count)}</p>
      <p class="decode-text" translate={false}>
        {shown}
      </p>
      {!isWhole && <p class="dialog-note">{words.value.decodedIsNotWhole}</p>}
    </>
  );
}

function problemWords(words: Messages, problem: IdProblem, source: string, encoding: string) {
  const { line, column } = linePosition(source, problem.offset);
  return problem.kind === 'not-an-id'
    ? words.notAnId(problem.found, line, column)
    : words.noSuchId(problem.id, encoding, line, column);
}
