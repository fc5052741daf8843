// One translation in the table.
import type { ComponentChildren } from 'preact';
import type { Language } from '../../state/languages/groups.ts';
import { createLanguages } from '../../state/languages/languages.ts';
import { costOf, windowShare } from '../../state/languages/measures.ts';
import { useRoom, useStore } from '../store-context.ts';
import type { TableColumn } from './language-table.tsx';

/** More than fits in a line. */
const BEGINNING = 120;

interface Properties {
  language: Language;
  columns: readonly TableColumn[];
  rowIndex: number;
}

export function LanguageRow({ language, columns, rowIndex }: Properties) {
  const { words } = useStore();
  const { settings, read } = useRoom(createLanguages);
  const { translation, name } = language;
  const { article, code, direction, tag } = translation;
  const isChosen = settings.chosen.value.has(code);
  return (
    <tr data-code={code} aria-rowindex={rowIndex} class={isChosen ? 'is-chosen' : undefined}>
      <th scope="row" class="language-cell">
        <input
          type="checkbox"
          data-part="choose"
          aria-label={words.value.compareLanguage(name)}
          checked={isChosen}
          onChange={() => settings.toggle(code)}
        />
        <div>
          <button
            type="button"
            class="language-name"
            data-part="read"
            title={name}
            aria-label={words.value.readText(name)}
            onClick={() => read(code)}
          >
            {name}
          </button>
          <p class="language-beginning" lang={tag} dir={direction} translate={false}>
            {article.slice(0, BEGINNING)}
          </p>
        </div>
      </th>
      {columns.map((column) => (
        <Cell key={`${column.column} ${column.encoding}`} language={language} {...column} />
      ))}
    </tr>
  );
}

function Cell({ language, column, encoding, series }: TableColumn & { language: Language }) {
  const { words } = useStore();
  const { declaration, names, settings } = useRoom(createLanguages);
  const under = encoding ?? settings.encodings.value[0] ?? '';
  const figure = declaration.figureOf(language, under);
  const { cost, none, number, premium, ratio, regionName } = words.value;

  function content(): ComponentChildren {
    switch (column) {
      case 'premium':
        return (
          figure?.premium !== undefined && (
            <>
              <span
                class={`premium-bar series-${series}`}
                style={{ inlineSize: `${(100 * figure.premium) / declaration.longest.value}%` }}
              />
              {premium(figure.premium)}
            </>
          )
        );
      case 'tokens':
        return figure && number(figure.tokens);
      case 'rate':
        return figure?.perCharacter !== undefined && ratio(figure.perCharacter);
      case 'window':
        return figure && words.value.windowShare(windowShare(figure.tokens, settings.window.value));
      case 'cost':
        return figure && cost(costOf(figure.tokens, settings.price.value));
      case 'characters':
        return number(declaration.charactersOf(language));
      case 'script':
        return names.value.script(language.script);
      case 'region':
        return regionName(language.region);
      case 'name':
        return language.name;
    }
  }

  return <td class={`column-${column}`}>{content() || none}</td>;
}
