// A .tiktoken file has no split pattern: whose is it?
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useStore } from '../store-context.ts';
import './own.css';

/** Encodings with patterns of their own, by one of each family. */
const FAMILIES = ['o200k_base', 'cl100k_base', 'r50k_base', 'llama3'] as const;

const NONE = 'none';
const WRITTEN = 'written';

export function PatternQuestion() {
  const { modelOpening, words } = useStore();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const file = modelOpening.asking.value;
  useEffect(() => {
    if (file) dialog.current?.showModal();
    else dialog.current?.close();
  }, [file]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={title} onClose={modelOpening.dismiss}>
      <h2 id={title}>{words.value.patternWanted}</h2>
      {file && <Form file={file.name} />}
    </dialog>
  );
}

function Form({ file }: { file: string }) {
  const { modelOpening, words } = useStore();
  const [like, setLike] = useState<string>(FAMILIES[0]);
  const [pattern, setPattern] = useState('');
  const field = useId();
  const { patternWantedHint, splitsLike, splitsAtAll, splitsByPattern, patternLabel } = words.value;
  const { cancel, addFile } = words.value;
  return (
    <form
      method="dialog"
      onSubmit={(event) => {
        event.preventDefault();
        const written = like === NONE ? '' : pattern;
        const isWritten = like === NONE || like === WRITTEN;
        void modelOpening.answer(isWritten ? { written } : { of: like });
      }}
    >
      <p class="dialog-note">{patternWantedHint(file)}</p>
      <label for={field} class="own-label">
        {splitsLike}
      </label>
      <select
        id={field}
        class="field"
        value={like}
        onChange={({ currentTarget }) => setLike(currentTarget.value)}
      >
        {FAMILIES.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={NONE}>{splitsAtAll}</option>
        <option value={WRITTEN}>{splitsByPattern}</option>
      </select>
      {like === WRITTEN && (
        <textarea
          class="field"
          rows={3}
          spellcheck={false}
          aria-label={patternLabel}
          value={pattern}
          onInput={({ currentTarget }) => setPattern(currentTarget.value)}
        />
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={modelOpening.dismiss}>
          {cancel}
        </button>
        <button type="submit" class="button is-main">
          {addFile}
        </button>
      </div>
    </form>
  );
}
