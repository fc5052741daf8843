// The lines that show the playground, as it is now, in somebody's page.
import { useState } from 'preact/hooks';
import { type EmbedForm, embedCode, embedForms } from '../state/embed-code.ts';
import { Segmented } from './segmented.tsx';
import { useStore } from './store-context.ts';

export function Embed({ link }: { link: string }) {
  const store = useStore();
  const { words, carrying } = store;
  const [form, setForm] = useState<EmbedForm>('tag');
  const { embedTitle, embedAs, copyCode, codeCopied, codeNotCopied } = words.value;
  const labels = { tag: words.value.embedAsTag, iframe: words.value.embedAsIframe };
  const notes = { tag: words.value.embedNoteTag, iframe: words.value.embedNoteIframe };
  const code = embedCode(form, {
    link,
    view: store.route.view.value,
    encoding: store.encoding.wanted.value,
    special: store.preferences.policy.value,
    step: store.route.params.value.get('step'),
    text: store.text.value,
  });
  const copied = carrying.copiedCode.value?.code === code ? carrying.copiedCode.value : undefined;
  return (
    <section class="embed" aria-label={embedTitle}>
      <header>
        <h2>{embedTitle}</h2>
        <Segmented
          label={embedAs}
          value={form}
          options={embedForms.map((value) => ({ value, label: labels[value] }))}
          onChoose={setForm}
        />
      </header>
      <textarea
        class="field"
        readOnly
        rows={4}
        spellcheck={false}
        aria-label={embedTitle}
        value={code}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p class="share-note" role="status">
        {copied ? (copied.isCopied ? codeCopied : codeNotCopied) : notes[form]}
      </p>
      <button type="button" class="button is-outlined" onClick={() => void carrying.copyCode(code)}>
        {copyCode}
      </button>
    </section>
  );
}
