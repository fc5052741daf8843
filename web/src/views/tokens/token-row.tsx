// One row of the token list.
import { tintsOf } from '../../state/tokens.ts';
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
  const { ready, focus, preferences, words } = useStore();
  const now = ready.value;
  if (!now) return null;
  const { ids } = now.tokens;
  const { vocabulary } = now.encoding;
  const mode = preferences.listMode.value;
  return (
    <div role="presentation" class="token-row" style={{ top: `${top}px` }}>
      {tintsOf(now, from, to).map((tint, i) => {
        const index = from + i;
        const id = ids[index] ?? 0;
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
            aria-setsize={ids.length}
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
