// One translation, to be read.
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Language } from '../../state/languages/groups.ts';
import { createLanguages } from '../../state/languages/languages.ts';
import { CloseIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';
import './reader.css';

export function Reader() {
  const { reading, read } = useRoom(createLanguages);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const language = reading.value;
  const isOpen = language !== undefined;

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      class="dialog reader"
      aria-labelledby={title}
      closedby="any"
      onClose={() => read(undefined)}
    >
      {language && <Page language={language} title={title} />}
    </dialog>
  );
}

function Page({ language, title }: { language: Language; title: string }) {
  const { words } = useStore();
  const { declaration, read, settings } = useRoom(createLanguages);
  const { direction, tag } = language.translation;
  const { articleOne, close, number, premium, tokens, wholeText } = words.value;
  const text = declaration.textOf(language) ?? language.translation.article;
  return (
    <div class="reader-page">
      <header>
        <div>
          <h2 id={title}>{language.name}</h2>
          <p class="note">{settings.isWhole.value ? wholeText : articleOne}</p>
        </div>
        <button
          type="button"
          class="icon-button"
          aria-label={close}
          title={close}
          onClick={() => read(undefined)}
        >
          <CloseIcon />
        </button>
      </header>
      <dl class="reader-figures">
        {settings.encodings.value.map((encoding) => {
          const figure = declaration.figureOf(language, encoding);
          return (
            figure && (
              <div key={encoding}>
                <dt>{encoding}</dt>
                <dd>
                  {number(figure.tokens)} {tokens(figure.tokens)}
                  {figure.premium !== undefined && `, ${premium(figure.premium)}`}
                </dd>
              </div>
            )
          );
        })}
      </dl>
      <div class="reader-text" lang={tag} dir={direction} translate={false}>
        {text.split('\n').map((line, i) => (
          <p key={i}>{line}</p>
        ))}
      </div>
    </div>
  );
}
