// The head of a column, by which the table can be sorted.
import { createLanguages } from '../../state/languages/languages.ts';
import { type Column, isCounted } from '../../state/languages/settings.ts';
import { SortIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';

interface Properties {
  column: Column;
  encoding?: string | undefined;
  label: string;
}

export function SortHeader({ column, encoding, label }: Properties) {
  const { words } = useStore();
  const { settings } = useRoom(createLanguages);
  const sorting = settings.sorting.value;
  const first = settings.encodings.value[0];
  const isSorted =
    sorting.column === column && (!isCounted(column) || (sorting.encoding ?? first) === encoding);
  const direction = sorting.isDescending ? 'descending' : 'ascending';
  const name = encoding === undefined ? label : words.value.columnUnder(label, encoding);
  return (
    <th scope="col" class={`column-${column}`} aria-sort={isSorted ? direction : undefined}>
      <button type="button" aria-label={name} onClick={() => settings.sortBy(column, encoding)}>
        {label}
        <SortIcon direction={isSorted ? direction : undefined} />
      </button>
    </th>
  );
}
