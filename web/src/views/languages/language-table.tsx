// The rows of the table, of which only those in sight are in the document: with them
// all, every letter of a search would be drawn a thousand times.
import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import type { Language } from '../../state/languages/groups.ts';
import { createLanguages } from '../../state/languages/languages.ts';
import type { Column } from '../../state/languages/settings.ts';
import { useRoom, useStore } from '../store-context.ts';
import { groupName } from './group-name.ts';
import { LanguageRow } from './language-row.tsx';
import { rowsInSight } from './rows-in-sight.ts';
import { SortHeader } from './sort-header.tsx';

/** As high as table-panel.css makes a row. */
const ROW_HEIGHT = 56;

export type TableRow =
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'group'; readonly key: string; readonly name: string };

export interface TableColumn {
  readonly column: Column;
  readonly encoding?: string;
  /** Its place among the encodings. */
  readonly series?: number;
}

export function tableColumns(encodings: readonly string[]): readonly TableColumn[] {
  const counted = (['premium', 'tokens', 'rate'] as const).map((column) => column);
  return [
    ...encodings.flatMap((encoding, series) =>
      counted.map((column) => ({ column, encoding, series })),
    ),
    { column: 'window' },
    { column: 'cost' },
    { column: 'characters' },
    { column: 'script' },
    { column: 'region' },
  ];
}

export const columnName = (words: Messages, column: Column) =>
  ({
    name: words.languageColumn,
    premium: words.premiumColumn,
    tokens: words.tokensColumn,
    rate: words.perCharacterColumn,
    window: words.windowColumn,
    cost: words.costColumn,
    characters: words.charactersColumn,
    script: words.scriptColumn,
    region: words.regionColumn,
  })[column];

export function LanguageTable() {
  const { words } = useStore();
  const state = useRoom(createLanguages);
  const { declaration, settings } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const scrollTop = useSignal(0);
  const height = useSignal(0);
  /** The row that has the focus stays in the document wherever one scrolls. */
  const focused = useSignal<string | undefined>(undefined);

  const rows = useComputed(() =>
    declaration.groups.value.flatMap((group): TableRow[] => {
      const name = groupName(state, words.value, group);
      const languages = group.languages.map(
        (language) => ({ kind: 'language', language }) as const,
      );
      return name === undefined
        ? languages
        : [{ kind: 'group', key: group.key, name }, ...languages];
    }),
  );
  const columns = useMemo(() => tableColumns(settings.encodings.value), [settings.encodings.value]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);

  // What is sorted or searched anew is read from its beginning.
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [settings.sorting.value, settings.query.value, settings.grouping.value]);

  const all = rows.value;
  const pinned = all.findIndex(
    (row) => row.kind === 'language' && row.language.translation.code === focused.value,
  );
  const shown = rowsInSight({
    total: all.length,
    rowHeight: ROW_HEIGHT,
    top: scrollTop.value,
    height: height.value,
    pinned,
  });
  return (
    <div
      class="table-scroll"
      ref={scroller}
      onScroll={({ currentTarget }) => {
        scrollTop.value = currentTarget.scrollTop;
      }}
    >
      <table
        class="language-table"
        aria-label={words.value.sortedTable}
        onFocusIn={({ target }) => {
          focused.value = codeAt(target);
        }}
        onFocusOut={() => {
          focused.value = undefined;
        }}
        onKeyDown={moveByRow}
        aria-rowcount={all.length + 2}
      >
        <TableHead columns={columns} />
        <tbody>
          {shown.map((part) =>
            part.kind === 'gap' ? (
              // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a gap is no row, and has nothing to focus
              <tr key={`gap-${part.from}`} class="table-gap" aria-hidden="true">
                <td style={{ height: `${(part.to - part.from) * ROW_HEIGHT}px` }} />
              </tr>
            ) : (
              <Row
                key={keyOf(all[part.index])}
                at={part.index}
                row={all[part.index]}
                columns={columns}
              />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = (row: TableRow | undefined) =>
  row?.kind === 'group' ? `group-${row.key}` : row?.language.translation.code;

const codeAt = (target: EventTarget | null) =>
  target instanceof Element
    ? target.closest<HTMLElement>('tr[data-code]')?.dataset.code
    : undefined;

/** Up and down go from row to row, in the column of what has the focus. */
function moveByRow(event: KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const { target, currentTarget } = event;
  if (step === undefined || !(target instanceof HTMLElement)) return;
  const row = target.closest('tr[data-code]');
  const part = target.dataset.part;
  if (!row || part === undefined || !(currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const all = Array.from(currentTarget.querySelectorAll('tr[data-code]'));
  const next = all[all.indexOf(row) + step];
  next?.querySelector<HTMLElement>(`[data-part=${part}]`)?.focus();
}

interface RowProperties {
  at: number;
  row: TableRow | undefined;
  columns: readonly TableColumn[];
}

function Row({ at, row, columns }: RowProperties) {
  if (!row) return null;
  // Rows count from 1, after the two of the head.
  const rowIndex = at + 3;
  if (row.kind === 'language') {
    return <LanguageRow language={row.language} columns={columns} rowIndex={rowIndex} />;
  }
  return (
    <tr class="table-group" aria-rowindex={rowIndex}>
      <th scope="rowgroup" colSpan={columns.length + 1}>
        <span>{row.name}</span>
      </th>
    </tr>
  );
}

function TableHead({ columns }: { columns: readonly TableColumn[] }) {
  const { words } = useStore();
  const { settings } = useRoom(createLanguages);
  const encodings = settings.encodings.value;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <td class="table-corner" />
        {encodings.map((encoding, series) => (
          <th key={encoding} scope="colgroup" colSpan={3} class="table-encoding">
            <span class={`swatch series-${series}`} /> {encoding}
          </th>
        ))}
        <td colSpan={columns.length - 3 * encodings.length} />
      </tr>
      <tr aria-rowindex={2}>
        <SortHeader column="name" label={words.value.languageColumn} />
        {columns.map(({ column, encoding }) => (
          <SortHeader
            key={`${column} ${encoding}`}
            column={column}
            encoding={encoding}
            label={columnName(words.value, column)}
          />
        ))}
      </tr>
    </thead>
  );
}
