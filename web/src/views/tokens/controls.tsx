// How the text is tokenized, as a sentence; and where a text can come from.
import { useRef } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import { examples } from '../../state/examples.ts';
import { type Policy, policies } from '../../state/policy.ts';
import { FileIcon, WhitespaceIcon } from '../icons.tsx';
import { InlineSelect } from '../inline-select.tsx';
import { Menu } from '../menu.tsx';
import { YourEncodings } from '../own/your-encodings.tsx';
import { useStore } from '../store-context.ts';

export function Controls() {
  const { words } = useStore();
  return (
    <fieldset class="controls" part="controls" aria-label={words.value.controls}>
      <EncodingPicker />
      <YourEncodings />
      <PolicyPicker />
      <div class="controls-actions">
        <WhitespaceToggle />
        <ExamplesMenu />
        <OpenFile />
      </div>
    </fieldset>
  );
}

export function EncodingPicker() {
  const { encoding, encodings, own, chooseEncoding, words } = useStore();
  const isOwn = (name: string) => own.list.value.some((each) => each.name === name);
  const loading = encoding.loading.value;
  return (
    <InlineSelect
      label={words.value.encoding}
      value={encoding.wanted.value}
      options={encodings.value.map(({ name, models }) => ({
        value: name,
        label: isOwn(name) ? name : words.value.encodingOption(name, models),
        short: name,
        group: isOwn(name) ? words.value.yours : undefined,
      }))}
      onChoose={chooseEncoding}
    >
      {loading && (
        <progress
          aria-label={words.value.loadingEncoding(loading.name)}
          {...(loading.total === undefined ? {} : { value: loading.loaded, max: loading.total })}
        />
      )}
    </InlineSelect>
  );
}

/** A policy in words that continue "Special tokens". */
export const policyWords = (words: Messages, policy: Policy) =>
  ({ literal: words.specialAsText, parse: words.specialParsed, error: words.specialRefused })[
    policy
  ];

export function PolicyPicker() {
  const { preferences, words } = useStore();
  return (
    <InlineSelect
      label={words.value.specialTokens}
      value={preferences.policy.value}
      options={policies.map((policy) => ({
        value: policy,
        label: policyWords(words.value, policy),
      }))}
      onChoose={(policy) => {
        preferences.policy.value = policy;
      }}
    />
  );
}

function WhitespaceToggle() {
  const { preferences, words } = useStore();
  const { showWhitespace } = preferences;
  return (
    <button
      type="button"
      class="button"
      aria-pressed={showWhitespace.value}
      onClick={() => {
        showWhitespace.value = !showWhitespace.value;
      }}
    >
      <WhitespaceIcon />
      {words.value.showWhitespace}
    </button>
  );
}

/** More than fits: the rest ends in an ellipsis. */
const DETAIL_LENGTH = 80;

export function ExamplesMenu() {
  const { openExample, words } = useStore();
  return (
    <Menu
      label={words.value.examples}
      items={examples.map((example) => ({
        id: example.title,
        label: words.value[example.title],
        detail: example.text.slice(0, DETAIL_LENGTH),
        onChoose: () => openExample(example),
      }))}
    />
  );
}

function OpenFile() {
  const { openFile, words } = useStore();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        <FileIcon />
        {words.value.openFile}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.value.openFileLabel}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // Cleared, so that the same file can be opened again.
          currentTarget.value = '';
          if (file) void openFile(file);
        }}
      />
    </>
  );
}
