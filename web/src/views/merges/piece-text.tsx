// The text in its pieces, each with the name of its group under it, to choose one from.
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Chosen } from '../../state/merges/columns.ts';
import { createMergesState, type Page } from '../../state/merges/merges.ts';
import type { Unit } from '../../state/merges/units.ts';
import type { Ready } from '../../state/tokenization.ts';
import { tintsOf } from '../../state/tokens.ts';
import { visibleText } from '../../state/visible.ts';
import { Pager } from '../pager.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { spokenLabel } from '../token-label.tsx';
import { TokenText } from '../token-text.tsx';
import { refusalWords } from '../tokens/status.ts';
import { kindsInWords } from './labels.ts';
import { neighbourOf } from './neighbours.ts';
import './piece-text.css';

export function PieceText() {
  const { words } = useStore();
  const merges = useRoom(createMergesState);
  const page = merges.page.value;
  return (
    <section class="panel piece-text" aria-label={words.value.piecesTitle}>
      <header>
        <h2>{words.value.piecesTitle}</h2>
        {page && (
          <p>
            {words.value.piecesHint(
              page.ready.encoding.tokenizer.pattern !== '',
              page.ready.encoding.name,
            )}
          </p>
        )}
      </header>
      {page && page.units.length > 0 ? <Pieces page={page} /> : <NoPieces />}
      {page && <Pager number={page.number} count={page.count} onTurn={merges.turnTo} />}
    </section>
  );
}

function NoPieces() {
  const { tokenization, words } = useStore();
  const now = tokenization.value;
  return (
    <p class="pieces-none">
      {now.status === 'ready' && words.value.noPieces}
      {now.status === 'refused' &&
        `${words.value.noPiecesOfRefused} ${refusalWords(words.value, now)}`}
    </p>
  );
}

/** Units line by line, as the text breaks. */
function linesOf({ ready, units }: Page): Unit[][] {
  const lines: Unit[][] = [[]];
  for (const unit of units) {
    lines.at(-1)?.push(unit);
    if (ready.text.slice(unit.from, unit.to).includes('\n')) lines.push([]);
  }
  return lines.filter(({ length }) => length > 0);
}

function Pieces({ page }: { page: Page }) {
  const { words } = useStore();
  const merges = useRoom(createMergesState);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const { ready, units } = page;
  const chosen = merges.chosen.value;
  const chosenUnit = units.find((unit) => holds(unit, chosen));
  const first = units[0]?.firstToken ?? 0;
  const tints = tintsOf(ready, first, units.at(-1)?.endToken ?? first);

  useEffect(() => {
    if (list.current) bringIntoView(list.current);
  }, [chosen?.at, page.number]);

  const choose = (element: Element | undefined) => {
    const index = element instanceof HTMLElement ? Number(element.dataset.unit) : Number.NaN;
    const unit = units.find(({ firstToken }) => firstToken === index);
    if (unit) merges.choose(unit);
  };

  return (
    <div
      class="pieces"
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={words.value.pieces}
      aria-activedescendant={chosenUnit && `${id}-${chosenUnit.firstToken}`}
      onKeyDown={(event) => {
        const next = list.current && neighbourOf(list.current, event.key);
        if (!next) return;
        event.preventDefault();
        choose(next);
      }}
      onClick={({ target }) => {
        if (target instanceof Element) choose(target.closest('[data-unit]') ?? undefined);
      }}
    >
      {linesOf(page).map((line) => (
        <div key={line[0]?.firstToken} role="presentation" class="pieces-line">
          {line.map((unit) => (
            <Piece
              key={unit.firstToken}
              id={`${id}-${unit.firstToken}`}
              ready={ready}
              unit={unit}
              tints={tints.slice(unit.firstToken - first, unit.endToken - first)}
              isChosen={unit === chosenUnit}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Whether a unit is the one that was chosen, or the first of several, under another encoding. */
const holds = ({ from, to }: Unit, chosen: Chosen | undefined) =>
  chosen?.at !== undefined && from < chosen.at + chosen.text.length && to > chosen.at;

/** Scrolls the list, and nothing around it, until the chosen piece is seen. */
function bringIntoView(list: HTMLElement) {
  const piece = list.querySelector('[aria-selected=true]')?.getBoundingClientRect();
  const box = list.getBoundingClientRect();
  if (!piece || (piece.top >= box.top && piece.bottom <= box.bottom)) return;
  list.scrollTop += (piece.top + piece.bottom - box.top - box.bottom) / 2;
}

interface PieceProperties {
  id: string;
  ready: Ready;
  unit: Unit;
  tints: readonly number[];
  isChosen: boolean;
}

function Piece({ id, ready, unit, tints, isChosen }: PieceProperties) {
  const { words } = useStore();
  const hasPattern = ready.encoding.tokenizer.pattern !== '' || unit.kinds[0] === 'special';
  const kinds = hasPattern ? kindsInWords(words.value, unit.kinds) : '';
  const text = spokenLabel(visibleText(ready.text.slice(unit.from, unit.to)), words.value);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names its active option
    <span
      id={id}
      role="option"
      class={unit.beginsPiece ? 'piece has-wall' : 'piece'}
      aria-selected={isChosen}
      aria-label={words.value.pieceLabel(text, kinds, unit.endToken - unit.firstToken)}
      data-unit={unit.firstToken}
    >
      <span class="piece-tokens">
        <TokenText ready={ready} from={unit.firstToken} to={unit.endToken} tints={tints} />
      </span>
      <span class="piece-kinds">{kinds}</span>
    </span>
  );
}
