// The tokens in rows, of which only those in sight are in the document.
import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Shown } from '../../state/aside.ts';
import type { LiveTokens } from '../../state/live-tokens.ts';
import { useStore } from '../store-context.ts';
import { createRowSetter, GAP, nextToken, noRows, type Rows, rowOf, type Widths } from './flow.ts';
import { createRowContents, type RowContent } from './row-content.ts';
import { TokenRow } from './token-row.tsx';
import { createWidths } from './token-width.ts';

/** As high as token-list.css makes a row. */
const ROW_HEIGHT = 32;
/** Rows kept ready above and below those in sight. */
const SPARE_ROWS = 4;

export function TokenRows({ shown }: { shown: ReadonlySignal<Shown> }) {
  const { focus, stepTo, selectToken, words } = useStore();
  const list = useRef<HTMLDivElement>(null);
  const { rows, widths, height } = useRows(list, shown);
  const scrollTop = useSignal(0);
  const count = useComputed(() => shown.value.tokens?.count ?? 0);

  function bringIntoView(index: number) {
    const element = list.current;
    if (!element) return;
    const top = rowOf(rows.peek().starts, index) * ROW_HEIGHT;
    const lowest = top + ROW_HEIGHT + 2 * GAP - height.peek();
    // Not asked of the element, which would have to be laid out for that.
    const now = scrollTop.peek();
    const next = Math.max(lowest, Math.min(top, now));
    if (next !== now) element.scrollTop = next;
  }

  useSignalEffect(() => {
    const { index, by } = shown.value;
    rows.value;
    const isElsewhere = by === 'caret' || by === 'text';
    if (index !== undefined && isElsewhere) bringIntoView(index);
  });

  function onKeyDown(event: KeyboardEvent) {
    const { index } = shown.peek();
    if (index === undefined) return;
    const page = Math.max(1, Math.floor(height.peek() / ROW_HEIGHT) - 1);
    const next = nextToken(event.key, index, rows.peek(), page);
    if (next !== undefined) {
      stepTo(next);
      bringIntoView(next);
    } else if (event.key === 'Enter') selectToken(index);
    else return;
    event.preventDefault();
  }

  const { starts } = rows.value;
  const total = starts.length - 1;
  const top = Math.floor(scrollTop.value / ROW_HEIGHT) - SPARE_ROWS;
  const bottom = Math.ceil((scrollTop.value + height.value) / ROW_HEIGHT) + SPARE_ROWS;
  const { index: focused } = shown.value;
  const { first, contents } = useContents(shown, starts, Math.max(0, top), Math.min(total, bottom));
  const isFocusIn = ({ from, ids }: RowContent) =>
    focused !== undefined && focused >= from && focused < from + ids.length;
  return (
    <div
      class="token-rows"
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={words.value.tokenList}
      aria-activedescendant={contents.some(isFocusIn) ? `token-${focused}` : undefined}
      onScroll={({ currentTarget }) => {
        scrollTop.value = currentTarget.scrollTop;
      }}
      onKeyDown={onKeyDown}
      onPointerOver={(event) => {
        const index = indexUnder(event);
        if (index !== undefined) focus.point('list', index);
      }}
      onClick={(event) => {
        const index = indexUnder(event);
        if (index !== undefined) selectToken(index);
      }}
    >
      <div
        role="presentation"
        class="token-rows-space"
        style={{ height: `${Math.max(0, total) * ROW_HEIGHT}px` }}
      >
        {contents.map((content, i) => (
          <TokenRow
            key={first + i}
            top={(first + i) * ROW_HEIGHT}
            content={content}
            widths={widths.value}
            focused={isFocusIn(content) ? focused : undefined}
            total={count}
          />
        ))}
      </div>
    </div>
  );
}

function indexUnder({ target }: Event): number | undefined {
  const option = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return option ? Number(option.dataset.index) : undefined;
}

const noWidths: Widths = { known: new Float32Array(0), of: () => 0 };

interface Contents {
  /** The number of the first row. */
  readonly first: number;
  readonly contents: readonly RowContent[];
}

const noContents: Contents = { first: 0, contents: [] };

/** What the rows from number `first` to before `end` hold. */
function useContents(
  shown: ReadonlySignal<Shown>,
  starts: readonly number[],
  first: number,
  end: number,
): Contents {
  const { liveTokens } = useStore();
  const contentsOf = useMemo(createRowContents, []);
  const latest = useRef(noContents);
  const { tokens } = shown.value;
  if (!tokens) latest.current = noContents;
  else if (answers(tokens, liveTokens)) {
    latest.current = { first, contents: contentsOf(tokens, starts.slice(first, end + 1)) };
  }
  return latest.current;
}

/**
 * Whether these can still be asked. Tokens that have been edited answer no more, which a list that
 * is scrolled or made larger just then meets: what came of them will be here in a moment.
 */
const answers = (tokens: LiveTokens, latest: ReadonlySignal<LiveTokens | undefined>) =>
  tokens === latest.peek();

/** The rows as the list's present width and font make them. */
function useRows(list: RefObject<HTMLElement | null>, shown: ReadonlySignal<Shown>) {
  const { liveTokens, preferences } = useStore();
  const width = useSignal(0);
  const height = useSignal(0);
  const font = useSignal('');

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const style = getComputedStyle(element);
      width.value = element.clientWidth - 2 * Number.parseFloat(style.paddingInline);
      height.value = element.clientHeight;
      font.value = `${style.fontSize} ${style.fontFamily}`;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [list, width, height, font]);

  const vocabulary = useComputed(() => shown.value.tokens?.encoding.vocabulary);
  const widths = useComputed(() =>
    vocabulary.value && font.value
      ? createWidths(vocabulary.value, preferences.listMode.value, font.value)
      : noWidths,
  );
  const setRows = useMemo(createRowSetter, []);
  const latest = useRef(noRows);
  const rows = useComputed<Rows>(() => {
    const { tokens, since } = shown.value;
    const setting = { widths: widths.value, rowWidth: width.value };
    if (!tokens || setting.rowWidth <= 0) latest.current = noRows;
    else if (answers(tokens, liveTokens)) latest.current = setRows(tokens, setting, since);
    return latest.current;
  });
  return { rows, widths, height };
}
