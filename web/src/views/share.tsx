// A link to all that is shown, or where the text is too long for one, a file.
import { useCallback, useEffect, useId, useRef, useState } from 'preact/hooks';
import { LINK_LIMIT, type LinkState } from '../state/carry.ts';
import { useDismiss } from './dismiss.ts';
import { Embed } from './embed.tsx';
import { CloseIcon, ShareIcon } from './icons.tsx';
import './share.css';
import { useStore } from './store-context.ts';

export function Share() {
  const { carrying, words } = useStore();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = useCallback((isEscape: boolean) => {
    setOpen(false);
    if (isEscape) button.current?.focus();
  }, []);
  useDismiss(root, isOpen, close);

  const toggle = () => {
    setOpen(!isOpen);
    if (!isOpen) void carrying.makeLink();
  };

  return (
    <div class="share" ref={root}>
      <button
        type="button"
        class="button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={toggle}
      >
        <ShareIcon />
        <span>{words.value.share}</span>
      </button>
      {isOpen && (
        <section class="share-panel" id={id} aria-label={words.value.shareTitle}>
          <h2>{words.value.shareTitle}</h2>
          <button
            type="button"
            class="icon-button is-small"
            aria-label={words.value.close}
            onClick={() => close(true)}
          >
            <CloseIcon />
          </button>
          <Outcome state={carrying.link.value} />
        </section>
      )}
    </div>
  );
}

function Outcome({ state }: { state: LinkState | undefined }) {
  const { words } = useStore();
  const { makingLink, linkCopied, linkNotCopied, linkTooLong, linkHolds } = words.value;
  if (!state) return <p role="status">{makingLink}</p>;
  if (state.kind === 'too-long') {
    return (
      <>
        <p role="alert">{linkTooLong(state.size, LINK_LIMIT)}</p>
        <SaveAll />
      </>
    );
  }
  return (
    <>
      <p role="status">{state.isCopied ? linkCopied : linkNotCopied}</p>
      <LinkField link={state.link} isToBeCopied={!state.isCopied} />
      <p class="share-note">{linkHolds}</p>
      <SaveAll />
      <Embed link={state.link} />
    </>
  );
}

function LinkField({ link, isToBeCopied }: { link: string; isToBeCopied: boolean }) {
  const { words } = useStore();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isToBeCopied) field.current?.select();
  }, [isToBeCopied]);
  return (
    <input
      ref={field}
      class="field"
      readOnly
      aria-label={words.value.linkLabel}
      value={link}
      onFocus={({ currentTarget }) => currentTarget.select()}
    />
  );
}

function SaveAll() {
  const { saveAll, words } = useStore();
  return (
    <button type="button" class="button is-outlined" onClick={saveAll}>
      {words.value.saveAsFile}
    </button>
  );
}
