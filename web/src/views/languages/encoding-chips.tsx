// The encodings that are compared. Each has the colour of its bars.
import type { CounterEntry } from '../../state/languages/counters.ts';
import { createLanguages } from '../../state/languages/languages.ts';
import { AlertIcon, CloseIcon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { failureWords } from '../tokens/status.ts';

export function EncodingChips() {
  const { words } = useStore();
  const { settings, entries } = useRoom(createLanguages);
  const names = settings.encodings.value;
  const known = new Map(entries.value.map((entry) => [entry.name, entry]));
  return (
    <>
      <div class="encoding-chips">
        <span class="inline-label">{words.value.countedUnder}</span>
        <ul aria-label={words.value.encodingsCompared}>
          {names.map((name, series) => (
            <Chip
              key={name}
              name={name}
              series={series}
              entry={known.get(name)}
              isOnly={names.length === 1}
            />
          ))}
        </ul>
        <AddEncoding />
      </div>
      {entries.value.map((entry) => entry.failure && <Failure key={entry.name} entry={entry} />)}
    </>
  );
}

interface ChipProperties {
  name: string;
  series: number;
  entry: CounterEntry | undefined;
  isOnly: boolean;
}

function Chip({ name, series, entry, isOnly }: ChipProperties) {
  const { words } = useStore();
  const { settings } = useRoom(createLanguages);
  const loading = entry?.loading;
  return (
    <li class="encoding-chip">
      <span class={`swatch series-${series}`} />
      <span>{name}</span>
      {loading && (
        <progress
          aria-label={words.value.loadingEncoding(name)}
          {...(loading.total === undefined ? {} : { value: loading.loaded, max: loading.total })}
        />
      )}
      {!isOnly && (
        <button
          type="button"
          class="icon-button is-small"
          aria-label={words.value.removeEncoding(name)}
          title={words.value.removeEncoding(name)}
          onClick={() => settings.removeEncoding(name)}
        >
          <CloseIcon />
        </button>
      )}
    </li>
  );
}

function AddEncoding() {
  const { words } = useStore();
  const { settings, others } = useRoom(createLanguages);
  if (others.value.length === 0) return null;
  return (
    <Menu
      label={words.value.addEncoding}
      items={others.value.map(({ name, models }) => ({
        id: name,
        label: name,
        detail: models,
        onChoose: () => settings.addEncoding(name),
      }))}
    />
  );
}

function Failure({ entry }: { entry: CounterEntry }) {
  const { words } = useStore();
  const { retryEncoding } = useRoom(createLanguages);
  if (!entry.failure) return null;
  return (
    <p class="languages-problem" role="alert">
      <AlertIcon />
      <span>{failureWords(words.value, entry.failure)}</span>
      <button type="button" class="link-button" onClick={() => retryEncoding(entry.name)}>
        {words.value.tryAgain}
      </button>
    </p>
  );
}
