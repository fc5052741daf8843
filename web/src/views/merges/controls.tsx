// Under which encodings, and what: a piece that is typed instead of chosen.
import { createMergesState } from '../../state/merges/merges.ts';
import { InlineSelect } from '../inline-select.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { EncodingPicker, ExamplesMenu, PolicyPicker } from '../tokens/controls.tsx';

const NONE = '';

export function MergesControls() {
  const { words } = useStore();
  return (
    <fieldset class="merges-controls" aria-label={words.value.controls}>
      <EncodingPicker />
      <BesidePicker />
      <PolicyPicker />
      <TypedPiece />
      <ExamplesMenu />
    </fieldset>
  );
}

function BesidePicker() {
  const { encodings, encoding, words } = useStore();
  const { beside, putBeside } = useRoom(createMergesState);
  const { besideNone, encodingOption, besideEncoding } = words.value;
  const others = encodings.value.filter(({ name }) => name !== encoding.current.value?.name);
  const options = others.map(({ name, models }) => ({
    value: name,
    label: encodingOption(name, models),
    short: name,
  }));
  return (
    <InlineSelect
      label={besideEncoding}
      value={beside.value ?? NONE}
      options={[{ value: NONE, label: besideNone }, ...options]}
      onChoose={(name) => putBeside(name === NONE ? undefined : name)}
    />
  );
}

function TypedPiece() {
  const { words } = useStore();
  const { typed, type } = useRoom(createMergesState);
  return (
    <label class="typed-piece">
      <span class="inline-label">{words.value.typePiece}</span>
      <input
        type="text"
        class="text-input"
        value={typed.value}
        placeholder={words.value.typePieceHint}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    </label>
  );
}
