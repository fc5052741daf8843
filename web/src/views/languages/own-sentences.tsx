// The same said in several languages, each row with its figures.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import { createLanguages, type LanguagesState } from '../../state/languages/languages.ts';
import { Menu } from '../menu.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { OwnRow, type RowPart } from './own-row.tsx';
import './own-sentences.css';

export function OwnSentences() {
  const { words } = useStore();
  const { own, saveTable } = useRoom(createLanguages);
  const list = useRef<HTMLOListElement>(null);
  /** What gets the focus once the rows are drawn: the place of a row changes under it. */
  const wish = useRef<readonly [row: number, part: RowPart] | undefined>(undefined);
  const count = own.rows.value.length;

  // At once: the next key press may be on its way.
  useLayoutEffect(() => {
    if (!wish.current) return;
    const [row, part] = wish.current;
    wish.current = undefined;
    const parts = list.current?.children[row]?.querySelectorAll<HTMLElement>('[data-part]');
    const found = Array.from(parts ?? []).filter((each) => !each.matches(':disabled'));
    (found.find((each) => each.dataset.part === part) ?? found[0])?.focus();
  });

  const { ownTitle, ownLead, addRow, backToExample, exportTable, saveCsv, saveJson } = words.value;
  return (
    <section class="own-sentences" aria-label={ownTitle}>
      <header class="languages-heading">
        <div>
          <h2>{ownTitle}</h2>
          <p>{ownLead}</p>
        </div>
        <div class="languages-actions">
          {!own.isExample.value && (
            <button type="button" class="button" onClick={own.showExample}>
              {backToExample}
            </button>
          )}
          <Menu
            label={exportTable}
            items={[
              { id: 'csv', label: saveCsv, onChoose: () => saveTable('own', 'csv') },
              { id: 'json', label: saveJson, onChoose: () => saveTable('own', 'json') },
            ]}
          />
        </div>
      </header>
      <Finding />
      <ol class="panel own-rows" ref={list}>
        {own.rows.value.map((row, at) => (
          <OwnRow
            key={at}
            at={at}
            count={count}
            language={row.language}
            text={row.text}
            onMove={(to, part) => {
              wish.current = [to, part];
              own.move(at, to);
            }}
            onRemove={() => {
              wish.current = [Math.min(at, count - 2), 'remove'];
              own.remove(at);
            }}
          />
        ))}
      </ol>
      <div class="own-footer">
        {own.canAdd.value && (
          <button
            type="button"
            class="button is-outlined"
            onClick={() => {
              wish.current = [count, 'language'];
              own.add();
            }}
          >
            {addRow}
          </button>
        )}
        <Keeping />
      </div>
    </section>
  );
}

/** What the rows say, in a sentence: the dearest row beside the first. */
function Finding() {
  const { words } = useStore();
  const state = useRoom(createLanguages);
  return (
    <p class="finding" role="status">
      {findingOf(state, words.value)}
    </p>
  );
}

function findingOf({ own, names, settings }: LanguagesState, words: Messages) {
  const encoding = settings.encodings.value[0];
  const premiums = own.figures.value.map(
    (figures) => figures.find((figure) => figure.encoding === encoding)?.premium,
  );
  let dearest = 0;
  for (const [at, premium] of premiums.entries()) {
    const most = dearest === 0 ? 0 : (premiums[dearest] ?? 0);
    if (at > 0 && (premium ?? 0) > most) dearest = at;
  }
  const premium = premiums[dearest];
  if (encoding === undefined || dearest === 0 || premium === undefined) return undefined;
  const nameOf = (at: number) => {
    const tag = own.rows.value[at]?.language ?? '';
    const isOnly = own.rows.value.filter(({ language }) => language === tag).length === 1;
    return (isOnly && tag !== '' && names.value.language(tag)) || words.rowNumber(at + 1);
  };
  return words.ownFinding(encoding, nameOf(dearest), premium, nameOf(0));
}

function Keeping() {
  const { words } = useStore();
  const { own } = useRoom(createLanguages);
  const { keeping } = own;
  if (keeping.value === 'address') return null;
  const { rowsInTab, rowsNowhere } = words.value;
  return (
    <p class="note" role="status">
      {keeping.value === 'tab' ? rowsInTab : rowsNowhere}
    </p>
  );
}
