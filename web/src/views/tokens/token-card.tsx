// One token: its id, its text, and its bytes, each under the character it is of.
import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { Messages } from '../../i18n/messages.ts';
import type { Shown } from '../../state/aside.ts';
import { type CharacterBytes, type TokenDetails, tokenDetails } from '../../state/details.ts';
import { MERGES, mergesOfToken } from '../../state/merges/of-token.ts';
import { tintsOfRun } from '../../state/tints.ts';
import { hexOf } from '../../state/utf8.ts';
import { visibleText } from '../../state/visible.ts';
import { useStore } from '../store-context.ts';
import { TokenLabel } from '../token-label.tsx';

export function TokenCard({ shown }: { shown: ReadonlySignal<Shown> }) {
  const { route, words } = useStore();
  const token = useComputed(() => {
    const { tokens: now, index } = shown.value;
    if (!now || index === undefined) return undefined;
    const details = tokenDetails(now, index);
    const [tint = 0] = tintsOfRun(now, now.at(index, 1));
    return {
      details,
      merges: mergesOfToken(now, index),
      label: now.encoding.vocabulary.label(details.id),
      style: details.isSpecial ? 'bpeek-special' : `bpeek-tint-${tint + 1}`,
    };
  });

  if (!token.value) {
    return (
      <section class="panel card is-empty" part="card" aria-label={words.value.token}>
        <p>{shown.value.tokens && words.value.pointAtToken}</p>
      </section>
    );
  }
  const { details, label, style, merges } = token.value;
  const { tokenOf, tokenId, tokenLength, specialToken, tokenBytes, mergesOf, mergeSteps } =
    words.value;
  return (
    <section class="panel card" part="card" aria-label={words.value.token}>
      <h2>{tokenOf(details.index + 1, details.total)}</h2>
      <p class={`card-text ${style}`} translate={false}>
        <TokenLabel parts={label} />
      </p>
      <dl class="card-facts">
        <div>
          <dt>{tokenId}</dt>
          <dd class="card-id">{details.id}</dd>
        </div>
        <div>
          <dt>{tokenLength(details.bytes.length)}</dt>
          {details.isSpecial && <dd>{specialToken}</dd>}
        </div>
        {merges && (
          <div>
            <dt>{mergesOf}</dt>
            <dd>
              <a href={route.hrefOf(MERGES, merges.params)}>{mergeSteps(merges.steps)}</a>
            </dd>
          </div>
        )}
      </dl>
      <Partial details={details} words={words.value} />
      <ul class="card-characters" aria-label={tokenBytes}>
        {details.characters.map((character, index) => (
          <Character key={index} of={character} style={style} words={words.value} />
        ))}
      </ul>
    </section>
  );
}

const isPartial = ({ bytes, from, to }: CharacterBytes) => to - from < bytes.length;

/** Says of each character that the token has only a part of, which part that is. */
function Partial({ details, words }: { details: TokenDetails; words: Messages }) {
  return details.characters.filter(isPartial).map(({ character, bytes, from, to, others }) => (
    <p key={from} class="card-partial">
      {words.partOfCharacter(from + 1, to, bytes.length, character)}.{' '}
      {words.restOfCharacter(others.map((index) => index + 1))}
    </p>
  ));
}

interface CharacterProperties {
  of: CharacterBytes;
  style: string;
  words: Messages;
}

function Character({ of, style, words }: CharacterProperties) {
  const { character, bytes, from, to } = of;
  return (
    <li class={isPartial(of) ? 'is-partial' : undefined}>
      <span class="character" translate={false}>
        <TokenLabel parts={visibleText(character)} />
      </span>
      <span class="bytes">
        {Array.from(bytes, (byte, index) => {
          const isHere = index >= from && index < to;
          return (
            <code
              key={index}
              class={isHere ? style : 'is-elsewhere'}
              title={isHere ? undefined : words.byteElsewhere}
            >
              {hexOf(byte)}
            </code>
          );
        })}
      </span>
    </li>
  );
}
