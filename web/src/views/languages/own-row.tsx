// One row of the reader's own: its language, its text, and what it costs under each
// encoding.
import { createLanguages } from '../../state/languages/languages.ts';
import type { OwnFigure } from '../../state/languages/own.ts';
import { CloseIcon, DownIcon, UpIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { LanguageSelect } from './language-select.tsx';

export type RowPart = 'language' | 'text' | 'up' | 'down' | 'remove';

interface Properties {
  at: number;
  count: number;
  language: string;
  text: string;
  /** `part`: the button that did it, which is to keep the focus. */
  onMove: (to: number, part: RowPart) => void;
  onRemove: () => void;
}

export function OwnRow({ at, count, language, text, onMove, onRemove }: Properties) {
  const { words } = useStore();
  const { own } = useRoom(createLanguages);
  const { moveDown, moveUp, removeRow, rowText, rowTextPlaceholder } = words.value;
  const number = at + 1;
  return (
    <li class="own-row">
      <div class="own-row-tools">
        <LanguageSelect
          value={language}
          row={number}
          onChoose={(next) => own.edit(at, { language: next })}
        />
        <RowButton
          part="up"
          label={moveUp(number)}
          isDisabled={at === 0}
          act={() => onMove(at - 1, 'up')}
        />
        <RowButton
          part="down"
          label={moveDown(number)}
          isDisabled={at === count - 1}
          act={() => onMove(at + 1, 'down')}
        />
        <RowButton
          part="remove"
          label={removeRow(number)}
          isDisabled={count === 1}
          act={onRemove}
        />
      </div>
      {/* As high as its text, which is repeated behind it: not every browser can do that alone. */}
      <div class="own-text" data-text={text} dir="auto" lang={language || undefined}>
        <textarea
          data-part="text"
          rows={1}
          dir="auto"
          lang={language || undefined}
          spellcheck={false}
          aria-label={rowText(number)}
          placeholder={rowTextPlaceholder}
          value={text}
          onInput={({ currentTarget }) => own.edit(at, { text: currentTarget.value })}
        />
      </div>
      <Figures at={at} />
    </li>
  );
}

const icons = { up: UpIcon, down: DownIcon, remove: CloseIcon };

interface ButtonProperties {
  part: keyof typeof icons;
  label: string;
  isDisabled: boolean;
  act: () => void;
}

function RowButton({ part, label, isDisabled, act }: ButtonProperties) {
  const Icon = icons[part];
  return (
    <button
      type="button"
      class="icon-button"
      data-part={part}
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={act}
    >
      <Icon />
    </button>
  );
}

function Figures({ at }: { at: number }) {
  const { words } = useStore();
  const { own } = useRoom(createLanguages);
  const { encodingColumn, perCharacterColumn, premiumColumn, rowFigures, tokensColumn } =
    words.value;
  return (
    <table class="own-figures" aria-label={rowFigures(at + 1)}>
      <colgroup>
        <col class="column-encoding" />
        <col class="column-bar" />
        <col class="column-tokens" />
        <col class="column-rate" />
        <col class="column-premium" />
      </colgroup>
      <thead class={at === 0 ? undefined : 'is-said-above'}>
        <tr>
          <th scope="col" colSpan={2}>
            {encodingColumn}
          </th>
          <th scope="col">{tokensColumn}</th>
          <th scope="col">{perCharacterColumn}</th>
          <th scope="col">{premiumColumn}</th>
        </tr>
      </thead>
      <tbody>
        {(own.figures.value[at] ?? []).map((figure, series) => (
          <Figure key={figure.encoding} figure={figure} series={series} isBase={at === 0} />
        ))}
      </tbody>
    </table>
  );
}

interface FigureProperties {
  figure: OwnFigure;
  series: number;
  isBase: boolean;
}

function Figure({ figure, series, isBase }: FigureProperties) {
  const { words } = useStore();
  const { own } = useRoom(createLanguages);
  const { encoding, isRefused, perCharacter, premium, tokens } = figure;
  const { baseRow, none, number, premium: times, ratio, rowRefused } = words.value;
  const share = (tokens ?? 0) / own.most.value;
  return (
    <tr>
      <th scope="row">{encoding}</th>
      {isRefused ? (
        <td colSpan={4} class="own-refused">
          {rowRefused}
        </td>
      ) : (
        <>
          <td class="own-bar" aria-hidden="true">
            <span class={`series-${series}`} style={{ inlineSize: `${share * 100}%` }} />
          </td>
          <td>{tokens === undefined ? none : number(tokens)}</td>
          <td>{perCharacter === undefined ? none : ratio(perCharacter)}</td>
          <td class="own-premium">
            {isBase ? baseRow : premium === undefined ? none : times(premium)}
          </td>
        </>
      )}
    </tr>
  );
}
