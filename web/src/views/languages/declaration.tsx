// The Universal Declaration of Human Rights in every complete translation: what to
// count, what it says, the chart and the table.
import { useId } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import type { Language } from '../../state/languages/groups.ts';
import { createLanguages, type LanguagesState } from '../../state/languages/languages.ts';
import { costOf, median } from '../../state/languages/measures.ts';
import { BASE } from '../../state/languages/translations.ts';
import { AlertIcon } from '../icons.tsx';
import { Segmented } from '../segmented.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { AmountField } from './amount-field.tsx';
import { ChartPanel } from './chart-panel.tsx';
import './declaration.css';
import { Reader } from './reader.tsx';
import { TablePanel } from './table-panel.tsx';

export function Declaration() {
  const { words } = useStore();
  const { declaration } = useRoom(createLanguages);
  const index = declaration.index.value;
  const { declarationLead, declarationTitle } = words.value;
  return (
    <section class="declaration" aria-label={declarationTitle}>
      <header class="languages-heading">
        <div>
          <h2>{declarationTitle}</h2>
          {index.status === 'ready' && (
            <p>{declarationLead(index.value.translations.length, index.value.translationsInAll)}</p>
          )}
        </div>
      </header>
      <Finding />
      <DeclarationControls />
      <Loading />
      {index.status === 'ready' && (
        <>
          <ChartPanel />
          <TablePanel />
          <Reader />
        </>
      )}
    </section>
  );
}

function Finding() {
  const { words } = useStore();
  const state = useRoom(createLanguages);
  return (
    <div class="finding" role="status">
      {findingsOf(state, words.value).map((finding) => (
        <p key={finding}>{finding}</p>
      ))}
    </div>
  );
}

function findingsOf({ declaration, settings }: LanguagesState, words: Messages): string[] {
  const { base, figureOf, isCounted, languages } = declaration;
  const encoding = settings.encodings.value[0];
  const english = base.value && figureOf(base.value, encoding ?? '');
  if (!isCounted.value || encoding === undefined || !english) return [words.declarationWaiting];
  const premium = (language: Language) => figureOf(language, encoding)?.premium ?? 0;
  const dearer = (a: Language, b: Language) => (premium(b) > premium(a) ? b : a);
  const middle = median(languages.value.map(premium)) ?? 1;
  const dearest = languages.value.reduce(dearer);
  const all = words.declarationFinding(encoding, middle, dearest.name, premium(dearest));
  // Beside English, the dearest of those that the reader looks at.
  const chosen = languages.value.filter(
    ({ translation }) => translation.code !== BASE && settings.chosen.value.has(translation.code),
  );
  const other = chosen.length > 0 ? chosen.reduce(dearer) : undefined;
  const { tokens } = (other && figureOf(other, encoding)) ?? {};
  if (!other || tokens === undefined) return [all];
  const [window, price] = [settings.window.value, settings.price.value];
  const fits = (count: number) => Math.floor(window / count);
  return [
    all,
    words.windowFinding({
      window,
      english: { times: fits(english.tokens), cost: costOf(english.tokens, price) },
      other: { name: other.name, times: fits(tokens), cost: costOf(tokens, price) },
    }),
  ];
}

function DeclarationControls() {
  const { words } = useStore();
  const { settings } = useRoom(createLanguages);
  const id = useId();
  const { articleOne, contextWindow, contextWindowUnit, price, priceUnit, textShown, wholeText } =
    words.value;
  return (
    <div class="declaration-controls">
      <div class="labelled">
        <span id={id} class="inline-label">
          {textShown}
        </span>
        <Segmented
          label={textShown}
          value={settings.isWhole.value ? 'whole' : 'article'}
          options={[
            { value: 'article', label: articleOne },
            { value: 'whole', label: wholeText },
          ]}
          onChoose={(value) => settings.showWhole(value === 'whole')}
        />
      </div>
      <GroupPicker />
      <AmountField
        label={contextWindow}
        unit={contextWindowUnit}
        value={settings.window.value}
        onChange={settings.setWindow}
      />
      <AmountField
        label={price}
        unit={priceUnit}
        value={settings.price.value}
        onChange={settings.setPrice}
      />
    </div>
  );
}

function GroupPicker() {
  const { words } = useStore();
  const { settings } = useRoom(createLanguages);
  const { groupBy, groupNone, groupRegion, groupScript } = words.value;
  return (
    <div class="labelled">
      <span class="inline-label">{groupBy}</span>
      <Segmented
        label={groupBy}
        value={settings.grouping.value}
        options={[
          { value: 'none', label: groupNone },
          { value: 'script', label: groupScript },
          { value: 'region', label: groupRegion },
        ]}
        onChoose={settings.groupBy}
      />
    </div>
  );
}

/** What is on its way, or could not be had. */
function Loading() {
  const { words } = useStore();
  const { declaration, settings } = useRoom(createLanguages);
  const index = declaration.index.value;
  const fullTexts = declaration.fullTexts.value;
  const { loadingFullTexts, loadingTexts, textsUnreachable, tryAgain } = words.value;
  const state = index.status === 'ready' && settings.isWhole.value ? fullTexts : index;
  if (state.status === 'failed') {
    return (
      <p class="languages-problem" role="alert">
        <AlertIcon />
        <span>{textsUnreachable}</span>
        <button type="button" class="link-button" onClick={declaration.retry}>
          {tryAgain}
        </button>
      </p>
    );
  }
  if (state.status !== 'loading') return null;
  const { loaded, total } = state.progress;
  return (
    <p class="languages-loading">
      <span>{index.status === 'ready' ? loadingFullTexts(loaded, total) : loadingTexts}</span>
      <progress
        aria-label={loadingTexts}
        {...(total === undefined ? {} : { value: Math.min(loaded, total), max: total })}
      />
    </p>
  );
}
