// One text under several encodings, line by line.
import { createCompareState, MOST } from '../../state/compare/compare.ts';
import { Pager } from '../pager.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { ExamplesMenu, PolicyPicker } from '../tokens/controls.tsx';
import './compare-view.css';
import { Heads } from './heads.tsx';
import { Rows } from './rows.tsx';

export default function CompareView() {
  const { text, words } = useStore();
  const { columns, names, page, sharedCount, turnTo, add } = useRoom(createCompareState);
  const { viewCompare, controls, compareAdd, compareLegend, compareNoText } = words.value;
  const now = page.value;
  const isEmpty = text.value === '';
  return (
    <div class="compare-view" style={{ '--columns': columns.value.length }}>
      <h1 class="visually-hidden">{viewCompare}</h1>
      <fieldset class="compare-controls" aria-label={controls}>
        <PolicyPicker />
        {names.value.length < MOST && (
          <button type="button" class="button" onClick={add}>
            {compareAdd}
          </button>
        )}
        <ExamplesMenu />
      </fieldset>
      <section class="panel compare" aria-label={viewCompare}>
        <Heads />
        {isEmpty && <p class="compare-note">{compareNoText}</p>}
        {now && !isEmpty && (
          <>
            {now.readies.length > 1 && (
              <p class="compare-note">
                <span class="compare-mark" aria-hidden="true" />
                {compareLegend(sharedCount.value)}
              </p>
            )}
            <Rows page={now} />
            <Pager number={now.number} count={now.count} onTurn={turnTo} />
            <NextDifference />
          </>
        )}
      </section>
    </div>
  );
}

/** The way on through a long text on which encodings hardly differ. */
function NextDifference() {
  const { words } = useStore();
  const { page, turnTo } = useRoom(createCompareState);
  const now = page.value;
  const next = now?.nextDiffering;
  if (!now || next === undefined || next <= now.number + 1) return null;
  return (
    <button type="button" class="link-button compare-next" onClick={() => turnTo(next)}>
      {words.value.compareNext(next + 1)}
    </button>
  );
}
