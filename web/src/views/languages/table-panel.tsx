// All translations in a table: searched, sorted by any column, taken along as a file.
import { createLanguages } from '../../state/languages/languages.ts';
import { Menu } from '../menu.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { LanguageTable } from './language-table.tsx';
import './table-panel.css';

export function TablePanel() {
  const { words } = useStore();
  const { declaration, saveTable, settings } = useRoom(createLanguages);
  const all = declaration.languages.value.length;
  const found = declaration.groups.value.flatMap(({ languages }) => languages);
  const {
    chooseFirst,
    chooseFound,
    chooseNone,
    chosenCount,
    clearSearch,
    exportTable,
    nothingFound,
    saveCsv,
    saveJson,
    searchLanguages,
    searchPlaceholder,
    tableFound,
    tableTitle,
  } = words.value;
  return (
    <section class="panel table-panel" aria-label={tableTitle}>
      <header>
        <input
          type="search"
          class="field"
          aria-label={searchLanguages}
          placeholder={searchPlaceholder}
          spellcheck={false}
          value={settings.query.value}
          onInput={({ currentTarget }) => settings.search(currentTarget.value)}
        />
        <p class="note" role="status">
          {tableFound(found.length, all)}
        </p>
        <div class="languages-actions">
          <Menu
            label={chosenCount(settings.chosen.value.size)}
            items={[
              {
                id: 'found',
                label: chooseFound,
                onChoose: () => settings.choose(found.map(({ translation }) => translation.code)),
              },
              { id: 'none', label: chooseNone, onChoose: () => settings.choose([]) },
              { id: 'first', label: chooseFirst, onChoose: () => settings.choose(undefined) },
            ]}
          />
          <Menu
            label={exportTable}
            items={[
              { id: 'csv', label: saveCsv, onChoose: () => saveTable('declaration', 'csv') },
              { id: 'json', label: saveJson, onChoose: () => saveTable('declaration', 'json') },
            ]}
          />
        </div>
      </header>
      {found.length > 0 ? (
        <LanguageTable />
      ) : (
        <p class="table-empty">
          {nothingFound(settings.query.value)}{' '}
          <button type="button" class="link-button" onClick={() => settings.search('')}>
            {clearSearch}
          </button>
        </p>
      )}
    </section>
  );
}
