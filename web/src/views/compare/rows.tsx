// The text in rows; in each the same stretch under every encoding.
import type { Page } from '../../state/compare/compare.ts';
import { useStore } from '../store-context.ts';
import { TokenText } from '../token-text.tsx';
import './rows.css';

export function Rows({ page }: { page: Page }) {
  const { words } = useStore();
  return (
    <ol class="compare-rows" aria-label={words.value.text}>
      {page.rows.map((row) => (
        <li key={row.from}>
          {page.readies.map((ready, index) => {
            const cell = row.cells[index];
            if (!cell) return null;
            const { name } = ready.encoding;
            return (
              <div key={name} class="compare-cell">
                <span class="compare-cell-name">
                  {words.value.compareCell(name, cell.to - cell.from)}
                </span>
                <span class="compare-tokens">
                  <TokenText
                    ready={ready}
                    from={cell.from}
                    to={cell.to}
                    tints={cell.tints}
                    marked={cell.marked}
                  />
                </span>
              </div>
            );
          })}
        </li>
      ))}
    </ol>
  );
}
