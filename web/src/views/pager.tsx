// From page to page of a long text.
import { ChevronIcon } from './icons.tsx';
import './pager.css';
import { useStore } from './store-context.ts';

interface Properties {
  number: number;
  count: number;
  onTurn: (page: number) => void;
}

export function Pager({ number, count, onTurn }: Properties) {
  const { words } = useStore();
  if (count < 2) return null;
  const { pageOf, pageEarlier, pageLater } = words.value;
  return (
    <nav class="pager" aria-label={pageOf(number + 1, count)}>
      <button
        type="button"
        class="icon-button is-earlier"
        aria-label={pageEarlier}
        disabled={number === 0}
        onClick={() => onTurn(number - 1)}
      >
        <ChevronIcon />
      </button>
      <span>{pageOf(number + 1, count)}</span>
      <button
        type="button"
        class="icon-button is-later"
        aria-label={pageLater}
        disabled={number === count - 1}
        onClick={() => onTurn(number + 1)}
      >
        <ChevronIcon />
      </button>
    </nav>
  );
}
