// What the same words cost in each language: the reader's own sentences, and the
// Universal Declaration of Human Rights.
import { useEffect } from 'preact/hooks';
import { createLanguages } from '../../state/languages/languages.ts';
import { useRoom, useStore } from '../store-context.ts';
import { Declaration } from './declaration.tsx';
import { EncodingChips } from './encoding-chips.tsx';
import './languages-view.css';
import { OwnSentences } from './own-sentences.tsx';

export default function LanguagesView() {
  const { words } = useStore();
  const { watch } = useRoom(createLanguages);
  useEffect(watch, [watch]);
  const { languagesTitle, languagesLead } = words.value;
  return (
    <div class="languages-view">
      <header class="languages-lead">
        <h1>{languagesTitle}</h1>
        <p>{languagesLead}</p>
        <EncodingChips />
      </header>
      <OwnSentences />
      <Declaration />
    </div>
  );
}
