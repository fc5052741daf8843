// Type, and the tokens light up: the text, what it costs, and what each token is.
import { useEffect, useMemo } from 'preact/hooks';
import { createAside } from '../../state/aside.ts';
import { useStore } from '../store-context.ts';
import { Announcer } from './announcer.tsx';
import { Controls } from './controls.tsx';
import { Count } from './count.tsx';
import { Figures } from './figures.tsx';
import { TextPanel } from './text-panel.tsx';
import { TokenCard } from './token-card.tsx';
import { TokenList } from './token-list.tsx';
import './tokens-view.css';

export function TokensView() {
  const { liveTokens, focus, words } = useStore();
  const aside = useMemo(() => createAside(liveTokens, focus), [liveTokens, focus]);
  useEffect(() => aside.dispose, [aside]);
  return (
    <div class="tokens-view">
      <h1 class="visually-hidden">{words.value.viewTokens}</h1>
      <Controls />
      <TextPanel />
      <Count />
      <Figures />
      <TokenCard shown={aside.shown} />
      <TokenList shown={aside.shown} />
      <Announcer />
    </div>
  );
}
