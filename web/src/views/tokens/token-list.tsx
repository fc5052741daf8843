// Every token in order, as text, ids or bytes. This list, not the painted text, is
// what a screen reader gets.
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { listModes } from '../../state/preferences.ts';
import { tintsOf } from '../../state/tokens.ts';
import { hexOfAll } from '../../state/utf8.ts';
import { Segmented } from '../segmented.tsx';
import { useStore } from '../store-context.ts';
import { spokenLabel, TokenLabel } from '../token-label.tsx';
import { flow, rowOf, tokenInRow, type Widths } from './flow.ts';
import './token-list.css';
import { createWidths } from './token-width.ts';

const ROW_HEIGHT = 32;
const GAP = 4;
/** Rows kept ready above and below those in sight. */
const SPARE_ROWS = 6;

export function TokenList() {
  const { preferences, words } = useStore();
  const { tokenList, showTokensAs, asText, asIds, asBytes } = words.value;
  const labels = { text: asText, ids: asIds, bytes: asBytes };
  return (
    <section class="panel token-list" aria-label={tokenList}>
      <header>
        <h2>{tokenList}</h2>
        <Segmented
          label={showTokensAs}
          value={preferences.listMode.value}
          options={listModes.map((mode) => ({ value: mode, label: labels[mode] }))}
          onChoose={(mode) => {
            preferences.listMode.value = mode;
          }}
        />
      </header>
      <Content />
    </section>
  );
}

function Content() {
  const { tokenization, words } = useStore();
  const state = useComputed(() => {
    const now = tokenization.value;
    if (now.status !== 'ready') return now.status;
    return now.tokens.ids.length > 0 ? 'tokens' : 'no tokens';
  });
  if (state.value === 'tokens') return <Rows />;
  const { noTokens, noTokensOfRefused } = words.value;
  return (
    <p class="token-rows-empty">
      {state.value === 'no tokens' && noTokens}
      {state.value === 'refused' && noTokensOfRefused}
    </p>
  );
}

function Rows() {
  const { ready, focus, preferences, stepTo, selectToken, words } = useStore();
  const { listMode } = preferences;
  const list = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 0, height: 0, font: '' });
  const scrollTop = useSignal(0);

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const style = getComputedStyle(element);
      const width = element.clientWidth - Number.parseFloat(style.paddingInline) * 2;
      size.value = {
        width,
        height: element.clientHeight,
        font: `${style.fontSize} ${style.fontFamily}`,
      };
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [size]);

  const vocabulary = useComputed(() => ready.value?.encoding.vocabulary);
  const font = useComputed(() => size.value.font);
  const width = useComputed(() => size.value.width);
  const widths = useComputed(
    () => vocabulary.value && createWidths(vocabulary.value, listMode.value, font.value),
  );
  const rows = useComputed(() =>
    ready.value && widths.value && width.value > 0
      ? flow(ready.value.tokens.ids, widths.value, width.value, GAP)
      : [],
  );

  function bringIntoView(index: number) {
    const element = list.current;
    if (!element) return;
    const top = rowOf(rows.peek(), index) * ROW_HEIGHT;
    const { height } = size.peek();
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW_HEIGHT > element.scrollTop + height - GAP) {
      element.scrollTop = top + ROW_HEIGHT - height + 3 * GAP;
    }
  }

  useSignalEffect(() => {
    const index = focus.index.value;
    rows.value;
    const { by } = focus;
    if (index !== undefined && (by.value === 'caret' || by.value === 'text')) bringIntoView(index);
  });

  function step(event: KeyboardEvent) {
    const now = ready.peek();
    const index = focus.index.peek();
    if (!now || index === undefined) return;
    const inRow = (change: number) => {
      const last = rows.peek().length - 2;
      const row = Math.max(0, Math.min(last, rowOf(rows.peek(), index) + change));
      const widthAt = (i: number) => widths.peek()?.of(now.tokens.ids[i] ?? 0) ?? 0;
      return tokenInRow(rows.peek(), index, row, widthAt, GAP);
    };
    const page = Math.max(1, Math.floor(size.peek().height / ROW_HEIGHT) - 1);
    const last = now.tokens.ids.length - 1;
    const steps: Record<string, () => number> = {
      ArrowLeft: () => Math.max(0, index - 1),
      ArrowRight: () => Math.min(last, index + 1),
      ArrowUp: () => inRow(-1),
      ArrowDown: () => inRow(1),
      PageUp: () => inRow(-page),
      PageDown: () => inRow(page),
      Home: () => 0,
      End: () => last,
    };
    const next = steps[event.key]?.();
    if (next !== undefined) {
      stepTo(next);
      bringIntoView(next);
    } else if (event.key === 'Enter') selectToken(index);
    else return;
    event.preventDefault();
  }

  const indexUnder = ({ target }: Event) => {
    const option = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return option ? Number(option.dataset.index) : undefined;
  };

  const firstRow = Math.max(0, Math.floor(scrollTop.value / ROW_HEIGHT) - SPARE_ROWS);
  const lastRow = Math.min(
    rows.value.length - 1,
    Math.ceil((scrollTop.value + size.value.height) / ROW_HEIGHT) + SPARE_ROWS,
  );
  const isFocusRendered =
    focus.index.value !== undefined &&
    focus.index.value >= (rows.value[firstRow] ?? 0) &&
    focus.index.value < (rows.value[Math.max(0, lastRow)] ?? 0);

  return (
    <div
      class="token-rows"
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={words.value.tokenList}
      aria-activedescendant={isFocusRendered ? optionId(focus.index.value) : undefined}
      onScroll={({ currentTarget }) => {
        scrollTop.value = currentTarget.scrollTop;
      }}
      onKeyDown={step}
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
        style={{ height: `${Math.max(0, rows.value.length - 1) * ROW_HEIGHT}px` }}
      >
        {Array.from({ length: Math.max(0, lastRow - firstRow) }, (_, i) => firstRow + i).map(
          (row) => (
            <Row
              key={row}
              row={row}
              from={rows.value[row] ?? 0}
              to={rows.value[row + 1] ?? 0}
              widths={widths.value}
            />
          ),
        )}
      </div>
    </div>
  );
}

const optionId = (index: number | undefined) => `token-${index}`;

interface RowProperties {
  row: number;
  from: number;
  to: number;
  widths: Widths | undefined;
}

function Row({ row, from, to, widths }: RowProperties) {
  const { ready, focus, preferences, words } = useStore();
  const now = ready.value;
  if (!now) return null;
  const { ids } = now.tokens;
  const { vocabulary } = now.encoding;
  const mode = preferences.listMode.value;
  const tints = tintsOf(now, from, to);
  return (
    <div role="presentation" class="token-row" style={{ top: `${row * ROW_HEIGHT}px` }}>
      {tints.map((tint, i) => {
        const index = from + i;
        const id = ids[index] ?? 0;
        const label = vocabulary.label(id);
        const isFocused = focus.index.value === index;
        const style = vocabulary.isSpecial(id) ? 'bpeek-special' : `bpeek-tint-${tint + 1}`;
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names its active option
          <span
            key={index}
            id={optionId(index)}
            role="option"
            class={`token ${style}`}
            aria-selected={isFocused}
            aria-posinset={index + 1}
            aria-setsize={ids.length}
            aria-label={words.value.tokenLabel(spokenLabel(label, words.value), id)}
            data-index={index}
            style={{ width: `${widths?.of(id)}px` }}
            translate={false}
          >
            {mode === 'text' && <TokenLabel parts={label} />}
            {mode === 'ids' && id}
            {mode === 'bytes' && hexOfAll(vocabulary.bytes(id))}
          </span>
        );
      })}
    </div>
  );
}
