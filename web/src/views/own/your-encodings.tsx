// The list of the reader's own encodings, in a dialog.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Notice } from '../../state/notice.ts';
import type { OwnEncoding } from '../../state/own/own-encodings.ts';
import { BinIcon, DownloadIcon } from '../icons.tsx';
import { Status } from '../status.tsx';
import { useStore } from '../store-context.ts';
import './own.css';

const ABOUT_ENCODINGS: readonly Notice['kind'][] = [
  'opening-model',
  'added-encoding',
  'removed-encoding',
  'model-refused',
];

/** A button beside the picker, for readers who have any, or have just had one. */
export function YourEncodings() {
  const { own } = useStore();
  const hadAny = useRef(false);
  hadAny.current ||= own.list.value.length > 0;
  return hadAny.current ? <ListButton /> : null;
}

function ListButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const title = useId();
  const { words } = useStore();
  const close = () => dialog.current?.close();
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
        {words.value.yourEncodings}
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby={title} onClose={() => setOpen(false)}>
        <h2 id={title}>{words.value.yourEncodings}</h2>
        {isOpen && <List close={close} />}
      </dialog>
    </>
  );
}

function List({ close }: { close: () => void }) {
  const { own, route, notice, words } = useStore();
  const { yourEncodingsHint, noEncodingsYet, trainEncoding } = words.value;
  const all = own.list.value;
  return (
    <>
      <p class="dialog-note">{yourEncodingsHint}</p>
      {all.length === 0 && <p class="own-none">{noEncodingsYet}</p>}
      <ul class="own-list">
        {all.map((each) => (
          <Row key={each.id} encoding={each} />
        ))}
      </ul>
      {notice.value && ABOUT_ENCODINGS.includes(notice.value.kind) && <Status />}
      <div class="dialog-actions">
        <a class="button" href={route.hrefOf('train')} onClick={close}>
          {trainEncoding}
        </a>
        <OpenEncoding />
        <button type="button" class="button is-main" onClick={close}>
          {words.value.close}
        </button>
      </div>
    </>
  );
}

function OpenEncoding() {
  const { openFile, words } = useStore();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {words.value.openEncoding}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.value.openFileLabel}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // Cleared, so that the same file can be opened again.
          currentTarget.value = '';
          if (file) void openFile(file);
        }}
      />
    </>
  );
}

function Row({ encoding: each }: { encoding: OwnEncoding }) {
  const { encoding, chooseEncoding, removeEncoding, saveEncoding, words } = useStore();
  const { ownEncodingFacts, notKeptHere, useEncoding, inUse } = words.value;
  const { id, name, vocabularySize, file, isKept } = each;
  const facts = ownEncodingFacts(vocabularySize, file.length);
  return (
    <li>
      <NameField encoding={each} />
      <span class="own-facts">{isKept ? facts : `${facts}, ${notKeptHere}`}</span>
      {encoding.wanted.value === name ? (
        <span class="own-in-use">{inUse}</span>
      ) : (
        <button type="button" class="button is-outlined" onClick={() => chooseEncoding(name)}>
          {useEncoding}
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={words.value.saveEncoding(name)}
        title={words.value.saveEncoding(name)}
        onClick={() => saveEncoding(id)}
      >
        <DownloadIcon />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={words.value.deleteEncoding(name)}
        title={words.value.deleteEncoding(name)}
        onClick={() => void removeEncoding(id)}
      >
        <BinIcon />
      </button>
    </li>
  );
}

function NameField({ encoding: { id, name } }: { encoding: OwnEncoding }) {
  const { own, renameEncoding, words } = useStore();
  const [typed, setTyped] = useState(name);
  const problem = useId();
  // Where it got another name than the one that was typed.
  useEffect(() => setTyped(name), [name]);
  const wanted = typed.trim();
  const isTaken = wanted !== name && own.isTaken(wanted, id);
  const isWrong = isTaken || wanted === '';
  const { nameOf, nameIsTaken, nameIsEmpty } = words.value;
  const commit = () => {
    if (isWrong) setTyped(name);
    else if (wanted !== name) void renameEncoding(id, wanted);
  };
  return (
    <span class="own-name">
      <input
        class="field"
        aria-label={nameOf(name)}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? problem : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={60}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
      {isWrong && (
        <span id={problem} class="own-problem" role="alert">
          {isTaken ? nameIsTaken(wanted) : nameIsEmpty}
        </span>
      )}
    </span>
  );
}
