// The split pattern, to be read and edited; what is wrong with it stands under it.
import { useId } from 'preact/hooks';
import { createTrainState } from '../../state/train/train.ts';
import { AlertIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';

export function PatternField() {
  const { words } = useStore();
  const { settings, patternCheck } = useRoom(createTrainState);
  const hint = useId();
  const pattern = settings.pattern.value;
  const problem = patternCheck.problem.value;
  const error = problem?.pattern === pattern ? problem.error : undefined;
  return (
    <>
      <textarea
        class="field train-pattern"
        rows={2}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        aria-label={words.value.patternLabel}
        aria-describedby={hint}
        aria-invalid={error !== undefined}
        value={pattern}
        onInput={({ currentTarget }) => settings.typePattern(currentTarget.value)}
      />
      <div id={hint} class={error ? 'field-note is-problem' : 'field-note'} role="status">
        {error ? (
          <>
            {error.offset !== undefined && <Place pattern={pattern} offset={error.offset} />}
            <p>
              <AlertIcon /> {error.message}
            </p>
          </>
        ) : (
          words.value.splitHint
        )}
      </div>
    </>
  );
}

/** Around the character that is wrong. */
const AROUND = 24;

function Place({ pattern, offset }: { pattern: string; offset: number }) {
  const from = Math.max(0, offset - AROUND);
  const character = String.fromCodePoint(pattern.codePointAt(offset) ?? 0x20);
  const to = offset + character.length;
  return (
    <code class="pattern-place" aria-hidden="true">
      {from > 0 && '…'}
      {pattern.slice(from, offset)}
      <mark>{offset < pattern.length ? character : '\u00a0'}</mark>
      {pattern.slice(to, to + AROUND)}
      {to + AROUND < pattern.length && '…'}
    </code>
  );
}
