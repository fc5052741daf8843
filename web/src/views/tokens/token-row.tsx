// One row of the token list.
import type { ReadonlySignal } from '@preact/signals';
import { hexOfAll } from '../../state/utf8.ts';
import { useStore } from '../store-context.ts';
import { spokenLabel, TokenLabel } from '../token-label.tsx';
import type { Widths } from './flow.ts';
import type { RowContent } from './row-content.ts';

interface Properties {
  top: number;
  content: RowContent;
  widths: Widths;
  /** The token in focus, where it is in this row. */
  focused: number | undefined;
  /** The number of all tokens. */
  total: ReadonlySignal<number>;
}

export function TokenRow({ top, content, widths, focused, total }: Properties) {
  const { preferences, words } = useStore();
  const { from, ids, tints, vocabulary } = content;
  const mode = preferences.listMode.value;
  // A token that is wider than a row has one to itself.
  const kind = ids.length === 1 ? 'token is-alone' : 'token';
  return (
    <div role="presentation" class="token-row" style={{ top: `${top}px` }}>
      {tints.map((tint, i) => {
        const index = from + i;
        const id = ids[i] ?? 0;
        const label = vocabulary.label(id);
        const style = vocabulary.isSpecial(id) ? 'bpeek-special' : `bpeek-tint-${tint + 1}`;
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names its active option
          <span
            key={index}
            id={`token-${index}`}
            role="option"
            class={`${kind} ${style}`}
            aria-selected={focused === index}
            aria-posinset={index + 1}
            aria-setsize={total}
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
