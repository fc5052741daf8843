// A stretch of the text as it is read, each token on its tint. A character that several
// tokens share stands in the first of them; the others are slivers beside it.
import { Fragment } from 'preact';
import type { Ready } from '../state/tokenization.ts';
import { beginOf, endOf } from '../state/tokens.ts';
import { visibleText } from '../state/visible.ts';
import { TokenLabel } from './token-label.tsx';

interface Properties {
  ready: Ready;
  /** The first token, and the one after the last. */
  from: number;
  to: number;
  /** The tints of these tokens, in order. */
  tints: readonly number[];
  /** Tokens at whose beginning something is to be noticed. */
  marked?: ReadonlySet<number>;
}

export function TokenText({ ready, from, to, tints, marked }: Properties) {
  const { vocabulary } = ready.encoding;
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => {
    const index = from + i;
    const id = ready.tokens.ids[index] ?? 0;
    const style = vocabulary.isSpecial(id) ? 'bpeek-special' : `bpeek-tint-${(tints[i] ?? 0) + 1}`;
    const mark = marked?.has(index) ? ' is-marked' : '';
    return (
      <Fragment key={index}>
        {i > 0 && beginsWord(ready, index) && <wbr />}
        <span class={`text-token ${style}${mark}`} translate={false}>
          <Content ready={ready} index={index} />
        </span>
      </Fragment>
    );
  });
}

/** Signs for spaces are no spaces: where a line may break must be said. */
const beginsWord = ({ text, tokens }: Ready, index: number) => text[beginOf(tokens, index)] === ' ';

/** Units of UTF-16 in the last character of a text. */
const lengthOfLast = (text: string) => Array.from(text.slice(-2)).at(-1)?.length ?? 0;

function Content({ ready, index }: { ready: Ready; index: number }) {
  const { text, tokens, encoding } = ready;
  const begin = beginOf(tokens, index);
  const end = endOf(tokens, index);
  if (begin === end) return <span class="text-sliver" />;
  const next = tokens.ids[index + 1];
  const isShared = next !== undefined && encoding.vocabulary.startsInsideCharacter(next);
  const last = isShared ? end - lengthOfLast(text.slice(begin, end)) : end;
  return (
    <>
      <TokenLabel parts={visibleText(text.slice(begin, last))} />
      {last < end && (
        <span class="bpeek-shared">
          <TokenLabel parts={visibleText(text.slice(last, end))} />
        </span>
      )}
    </>
  );
}
