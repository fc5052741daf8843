// The encodings that are compared, each with its count.
import { type Column, createCompareState, FEWEST } from '../../state/compare/compare.ts';
import { AlertIcon, CloseIcon } from '../icons.tsx';
import { InlineSelect } from '../inline-select.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { failureWords, refusalWords } from '../tokens/status.ts';
import './heads.css';

export function Heads() {
  const { words } = useStore();
  const { columns } = useRoom(createCompareState);
  const counts = columns.value.map((column) => countOf(column) ?? 0);
  const highest = Math.max(1, ...counts);
  return (
    <ul class="compare-heads" aria-label={words.value.compareEncodings}>
      {columns.value.map((column, index) => (
        <li key={column.name}>
          <Name column={column} index={index} />
          <Count column={column} first={counts[0] ?? 0} highest={highest} />
        </li>
      ))}
    </ul>
  );
}

const countOf = (column: Column) =>
  column.status === 'cut' ? column.ready.tokens.ids.length : undefined;

function Name({ column, index }: { column: Column; index: number }) {
  const { encodings, words } = useStore();
  const { names, replace, remove } = useRoom(createCompareState);
  const { compareEncoding, compareRemove, encodingOption } = words.value;
  const isFree = (name: string) => name === column.name || !names.value.includes(name);
  const listed = encodings.value.filter(({ name }) => isFree(name));
  const options = listed.map(({ name, models }) => ({
    value: name,
    label: encodingOption(name, models),
    short: name,
  }));
  const isKnown = listed.some(({ name }) => name === column.name);
  const own = { value: column.name, label: column.name, short: column.name };
  return (
    <div class="compare-name">
      <InlineSelect
        label={compareEncoding(index + 1)}
        value={column.name}
        options={isKnown ? options : [own, ...options]}
        onChoose={(name) => replace(index, name)}
      />
      {names.value.length > FEWEST && (
        <button
          type="button"
          class="icon-button is-small"
          aria-label={compareRemove(column.name)}
          title={compareRemove(column.name)}
          onClick={() => remove(index)}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

interface CountProperties {
  column: Column;
  /** The count of the first encoding, and the highest of all. */
  first: number;
  highest: number;
}

function Count({ column, first, highest }: CountProperties) {
  const { words } = useStore();
  const { retry } = useRoom(createCompareState);
  const { number, tokens, compareOwn, compareShare, loadingEncoding, counting, tryAgain } =
    words.value;
  if (column.status === 'refused') {
    return <Problem text={refusalWords(words.value, column.refused)} />;
  }
  if (column.status === 'waiting') {
    const { failure, loading } = column.entry;
    if (failure) {
      return (
        <Problem text={failureWords(words.value, failure)}>
          <button type="button" class="link-button" onClick={() => retry(column.name)}>
            {tryAgain}
          </button>
        </Problem>
      );
    }
    const total = loading?.total;
    return (
      <p class="compare-loading">
        <progress
          aria-label={loading ? loadingEncoding(column.name) : counting}
          {...(total === undefined ? {} : { value: loading?.loaded, max: total })}
        />
      </p>
    );
  }
  const count = column.ready.tokens.ids.length;
  return (
    <>
      <p class="compare-count">
        <strong>{number(count)}</strong> {tokens(count)}{' '}
        {first > 0 && count !== first && (
          <span class="compare-share">{compareShare(count / first - 1)}</span>
        )}
      </p>
      <div class="compare-bar" aria-hidden="true">
        <span style={{ width: `${(100 * count) / highest}%` }} />
      </div>
      <p class="compare-own">{compareOwn(column.own)}</p>
    </>
  );
}

function Problem({ text, children }: { text: string; children?: preact.ComponentChildren }) {
  return (
    <div class="compare-problem" role="alert">
      <AlertIcon />
      <p>{text}</p>
      {children}
    </div>
  );
}
