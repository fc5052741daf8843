// Type, and the tokens light up: the text, what it costs, and what each token is.
import { Announcer } from './announcer.tsx';
import { Controls } from './controls.tsx';
import { Count } from './count.tsx';
import { Figures } from './figures.tsx';
import { TextPanel } from './text-panel.tsx';
import { TokenCard } from './token-card.tsx';
import { TokenList } from './token-list.tsx';
import './tokens-view.css';

export function TokensView() {
  return (
    <div class="tokens-view">
      <Controls />
      <TextPanel />
      <Count />
      <Figures />
      <TokenCard />
      <TokenList />
      <Announcer />
    </div>
  );
}
