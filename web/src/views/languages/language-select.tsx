// The language of a row, from those that there is a translation in.
import { useState } from 'preact/hooks';
import { createLanguages } from '../../state/languages/languages.ts';
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
  // Hundreds of them in each row: they are made when somebody turns to the list.
  const [isWanted, setWanted] = useState(false);
  const want = () => setWanted(true);
  const listed = isWanted ? languageOptions.value : [];
  const shown = value === '' ? noLanguage : (names.value.language(value) ?? value);
  return (
    <label class="inline-value own-language" title={shown}>
      <span aria-hidden="true">{shown}</span>
      <ChevronIcon />
      <select
        data-part="language"
        aria-label={`${rowLanguage}, ${rowLabel(row, '')}`}
        value={value}
        onFocus={want}
        onPointerDown={want}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {!listed.some(({ tag }) => tag === value) && <option value={value}>{shown}</option>}
        {listed.map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
