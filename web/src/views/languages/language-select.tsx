// The language of a row, from those that there is a translation in.
import { useComputed } from '@preact/signals';
import { createLanguages, type LanguagesState } from '../../state/languages/languages.ts';
import { ChevronIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';

interface Properties {
  value: string;
  row: number;
  onChoose: (tag: string) => void;
}

export function LanguageSelect({ value, row, onChoose }: Properties) {
  const { words } = useStore();
  const { languageOptions, names } = useRoom(createLanguages);
  const { noLanguage, rowLabel, rowLanguage } = words.value;
  // Drawn once for all rows; a browser draws them only where a list is opened.
  const options = useComputed(() => <Options options={languageOptions.value} />);
  const isListed = languageOptions.value.some(({ tag }) => tag === value);
  const shown = value === '' ? noLanguage : (names.value.language(value) ?? value);
  return (
    <label class="inline-value own-language" title={shown}>
      <span aria-hidden="true">{shown}</span>
      <ChevronIcon />
      <select
        data-part="language"
        aria-label={`${rowLanguage}, ${rowLabel(row, '')}`}
        value={value}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {!isListed && <option value={value}>{shown}</option>}
        {options.value}
      </select>
    </label>
  );
}

function Options({ options }: { options: LanguagesState['languageOptions']['value'] }) {
  return options.map(({ tag, name }) => (
    <option key={tag} value={tag}>
      {name}
    </option>
  ));
}
