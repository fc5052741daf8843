// The vocabulary as a table, of which only the rows in sight are in the document.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import { TINTS } from '../../state/tokens.ts';
import { createTrainState } from '../../state/train/train.ts';
import { LONG, type Order, orders, rowOf } from '../../state/train/vocabulary.ts';
import { hexOfAll } from '../../state/utf8.ts';
import { InlineSelect } from '../inline-select.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { TokenLabel } from '../token-label.tsx';
import { TokenChip } from './token-chip.tsx';

/** As high as train-view.css makes a row, in px: lower where there is room for all columns. */
const ROW = 36;
const NARROW_ROW = 60;
/** Narrower than this, in px, the parents stand in a second line. */
const NARROW = 640;
/** Rows kept ready above and below those in sight. */
const SPARE = 6;

const orderWords = (words: Messages): Record<Order, string> => ({
  newest: words.orderNewest,
  id: words.orderId,
  count: words.orderCount,
  length: words.orderLength,
});

export function VocabularyPanel() {
  const { words } = useStore();
  const { query, order, found, counts, run } = useRoom(createTrainState);
  const { vocabulary, vocabularyCount, searchVocabulary, orderTokens } = words.value;
  const labels = orderWords(words.value);
  const isThere = run.value !== undefined;
  return (
    <section class="panel train-vocabulary" aria-label={vocabulary}>
      <header>
        <h2>{vocabulary}</h2>
        <p role="status">{isThere && vocabularyCount(found.value.length, counts.value.length)}</p>
        <input
          class="field"
          type="search"
          autocomplete="off"
          spellcheck={false}
          aria-label={searchVocabulary}
          placeholder={searchVocabulary}
          value={query.value}
          onInput={({ currentTarget }) => {
            query.value = currentTarget.value;
          }}
        />
        <InlineSelect
          label={orderTokens}
          value={order.value}
          options={orders.map((each) => ({ value: each, label: labels[each] }))}
          onChoose={(chosen) => {
            order.value = chosen;
          }}
        />
      </header>
      {isThere ? <Rows /> : <p class="train-empty">{words.value.vocabularyIsEmpty}</p>}
    </section>
  );
}

function Rows() {
  const { words } = useStore();
  const { found } = useRoom(createTrainState);
  const list = useRef<HTMLElement>(null);
  const scrollTop = useSignal(0);
  const height = useSignal(0);
  const width = useSignal(0);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      height.value = element.clientHeight;
      width.value = element.clientWidth;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height, width]);

  const ids = found.value;
  const row = width.value < NARROW ? NARROW_ROW : ROW;
  const first = Math.max(0, Math.floor(scrollTop.value / row) - SPARE);
  const last = Math.min(ids.length, Math.ceil((scrollTop.value + height.value) / row) + SPARE);
  const { vocabularyTable, columnId, columnText, columnBytes, columnCount, columnParents } =
    words.value;
  return (
    <section
      ref={list}
      class={width.value < NARROW ? 'vocabulary-rows is-narrow' : 'vocabulary-rows'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
      tabIndex={0}
      aria-label={vocabularyTable}
      onScroll={({ currentTarget }) => {
        scrollTop.value = currentTarget.scrollTop;
      }}
    >
      <table aria-rowcount={ids.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{columnId}</th>
            <th scope="col">{columnText}</th>
            <th scope="col">{columnBytes}</th>
            <th scope="col">{columnCount}</th>
            <th scope="col">{columnParents}</th>
          </tr>
        </thead>
        <tbody style={{ height: `${ids.length * row}px` }}>
          {ids.slice(first, last).map((id, i) => (
            <Row key={id} id={id} index={first + i} top={(first + i) * row} />
          ))}
        </tbody>
      </table>
      {ids.length === 0 && <p class="train-empty">{words.value.noTokenFound}</p>}
    </section>
  );
}

function Row({ id, index, top }: { id: number; index: number; top: number }) {
  const { words } = useStore();
  const { run, counts } = useRoom(createTrainState);
  const now = run.value;
  if (!now) return null;
  const { label, bytes, count, parents } = rowOf(now, counts.value, id);
  const hex = hexOfAll(bytes.subarray(0, LONG)) + (bytes.length > LONG ? ' …' : '');
  return (
    <tr aria-rowindex={index + 2} style={{ top: `${top}px` }}>
      <td class="vocabulary-id">{id}</td>
      <td class="vocabulary-text">
        <span class={`token-chip bpeek-tint-${(id % TINTS) + 1}`} translate={false}>
          <TokenLabel parts={label} />
        </span>
      </td>
      <td class="vocabulary-bytes">{hex}</td>
      <td class="vocabulary-count">{words.value.number(count)}</td>
      <td class="vocabulary-parents">
        {parents ? (
          <>
            <TokenChip run={now} id={parents[0]} tint={(parents[0] % TINTS) + 1} />
            <span aria-hidden="true">+</span>
            <TokenChip run={now} id={parents[1]} tint={(parents[1] % TINTS) + 1} />
          </>
        ) : (
          <span class="vocabulary-byte">{words.value.singleByte}</span>
        )}
      </td>
    </tr>
  );
}
