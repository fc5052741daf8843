// What is to be trained: size, split pattern, special tokens.
import { useId } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import { LARGEST, SMALLEST, type Split, splits } from '../../state/train/settings.ts';
import { createTrainState } from '../../state/train/train.ts';
import { Segmented } from '../segmented.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { PatternField } from './pattern-field.tsx';

export function SettingsPanel() {
  const { words } = useStore();
  return (
    <section class="panel train-settings" aria-label={words.value.trainingSettings}>
      <SizeField />
      <SpecialsField />
      <SplitField />
    </section>
  );
}

function SizeField() {
  const { words } = useStore();
  const { settings } = useRoom(createTrainState);
  const field = useId();
  const hint = useId();
  const size = settings.size.value;
  const { vocabularySize, vocabularySizeHint, vocabularySizeWrong } = words.value;
  return (
    <div class="train-field">
      <label for={field}>{vocabularySize}</label>
      <input
        id={field}
        class="field"
        inputMode="numeric"
        autocomplete="off"
        aria-describedby={hint}
        aria-invalid={size === undefined}
        value={settings.typedSize.value}
        onInput={({ currentTarget }) => settings.typeSize(currentTarget.value)}
      />
      <p id={hint} class={size === undefined ? 'field-note is-problem' : 'field-note'}>
        {size === undefined
          ? vocabularySizeWrong(SMALLEST, LARGEST)
          : vocabularySizeHint(size - SMALLEST)}
      </p>
    </div>
  );
}

function SpecialsField() {
  const { words } = useStore();
  const { settings } = useRoom(createTrainState);
  const field = useId();
  const hint = useId();
  const repeated = settings.repeatedSpecial.value;
  const { registerSpecials, registerSpecialsHint, specialIsRepeated } = words.value;
  return (
    <div class="train-field">
      <label for={field}>{registerSpecials}</label>
      <input
        id={field}
        class="field"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-describedby={hint}
        aria-invalid={repeated !== undefined}
        value={settings.typedSpecials.value}
        onInput={({ currentTarget }) => settings.typeSpecials(currentTarget.value)}
      />
      <p id={hint} class={repeated === undefined ? 'field-note' : 'field-note is-problem'}>
        {repeated === undefined ? registerSpecialsHint : specialIsRepeated(repeated)}
      </p>
    </div>
  );
}

const splitWords = (words: Messages): Record<Split, string> => ({
  gpt4: words.splitGpt4,
  gpt2: words.splitGpt2,
  none: words.splitNone,
  own: words.splitOwn,
});

function SplitField() {
  const { words } = useStore();
  const { settings } = useRoom(createTrainState);
  const labels = splitWords(words.value);
  return (
    <div class="train-field train-split">
      <div class="train-split-choice">
        <span class="inline-label" aria-hidden="true">
          {words.value.splitPattern}
        </span>
        <Segmented
          label={words.value.splitPattern}
          value={settings.split.value}
          options={splits.map((split) => ({ value: split, label: labels[split] }))}
          onChoose={settings.chooseSplit}
        />
      </div>
      {settings.split.value === 'none' ? (
        <p class="field-note">{words.value.splitNoneHint}</p>
      ) : (
        <PatternField />
      )}
    </div>
  );
}
