// Every token in order, as text, ids or bytes. This list, not the painted text, is
// what a screen reader gets.
import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { Shown } from '../../state/aside.ts';
import { idForms } from '../../state/ids.ts';
import { listModes } from '../../state/preferences.ts';
import { Menu } from '../menu.tsx';
import { Segmented } from '../segmented.tsx';
import { useStore } from '../store-context.ts';
import { DecodeIds } from './decode-ids.tsx';
import './token-list.css';
import { TokenRows } from './token-rows.tsx';

export function TokenList({ shown }: { shown: ReadonlySignal<Shown> }) {
  const { preferences, words } = useStore();
  const { tokenList, showTokensAs, asText, asIds, asBytes } = words.value;
  const labels = { text: asText, ids: asIds, bytes: asBytes };
  return (
    <section class="panel token-list" part="list" aria-label={tokenList}>
      <header>
        <h2>{tokenList}</h2>
        <DecodeIds />
        <CopyMenu />
        <Segmented
          label={showTokensAs}
          value={preferences.listMode.value}
          options={listModes.map((mode) => ({ value: mode, label: labels[mode] }))}
          onChoose={(mode) => {
            preferences.listMode.value = mode;
          }}
        />
      </header>
      <Content shown={shown} />
    </section>
  );
}

const formWords = { json: 'idsAsJson', python: 'idsAsPython', plain: 'idsAsPlain' } as const;

function CopyMenu() {
  const { copyIds, copyTokens, words } = useStore();
  const ids = idForms.map((form) => ({
    id: form,
    label: words.value[formWords[form]],
    onChoose: () => void copyIds(form),
  }));
  const tokens = {
    id: 'tokens',
    label: words.value.tokensAsJson,
    onChoose: () => void copyTokens(),
  };
  return <Menu label={words.value.copy} items={[...ids, tokens]} />;
}

function Content({ shown }: { shown: ReadonlySignal<Shown> }) {
  const { live, words } = useStore();
  const state = useComputed(() => {
    const now = live.value;
    if (now.status !== 'ready') return now.status;
    return now.count > 0 ? 'tokens' : 'no tokens';
  });
  if (state.value === 'tokens') return <TokenRows shown={shown} />;
  const { noTokens, noTokensOfRefused } = words.value;
  return (
    <p class="token-rows-empty">
      {state.value === 'no tokens' && noTokens}
      {state.value === 'refused' && noTokensOfRefused}
    </p>
  );
}
