// One row of the token list.
import { tintsOfRun } from '../../state/tints.ts';
import { hexOfAll } from '../../state/utf8.ts';
import { useStore } from '../store-context.ts';
import { spokenLabel, TokenLabel } from '../token-label.tsx';
import type { Widths } from './flow.ts';

interface Properties {
  top: number;
  /** The first token of the row, and the one after its last. */
  from: number;
  to: number;
  widths: Widths;
}

export function TokenRow({ top, from, to, widths }: Properties) {
  const { liveTokens, focus, preferences, words } = useStore();
  const now = liveTokens.value;
  if (!now) return null;
  const run = now.at(from, to - from);
  const { vocabulary } = now.encoding;
  const mode = preferences.listMode.value;
  return (
    <div role="presentation" class="token-row" style={{ top: `${top}px` }}>
      {tintsOfRun(now, run).map((tint, i) => {
        const index = from + i;
        const id = run.ids[i] ?? 0;
        const label = vocabulary.label(id);
        const style = vocabulary.isSpecial(id) ? 'bpeek-special' : `bpeek-tint-${tint + 1}`;
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names its active option
          <span
            key={index}
            id={`token-${index}`}
            role="option"
            class={`token ${style}`}
            aria-selected={focus.index.value === index}
            aria-posinset={index + 1}
            aria-setsize={now.count}
            aria-label={words.value.tokenLabel(spokenLabel(label, words.value), id)}
            data-index={index}
            style={{ width: `${widths.of(id)}px` }}
            translate={false}
          >
            {mode === 'text' && <TokenLabel parts={label} />}
            {mode === 'ids' && id}
            {mode === 'bytes' && hexOfAll(vocabulary.bytes(id))}
          </span>
        );
      })}
    </div>
  );
}
