// The text that is learnt from, each token on its tint; the newest one is outlined.
import { useEffect, useState } from 'preact/hooks';
import { Editor } from '../../editor/editor.tsx';
import { followUndo } from '../../state/follow-undo.ts';
import type { PaintedToken } from '../../state/train/painted.ts';
import { createTrainState } from '../../state/train/train.ts';
import { visibleText } from '../../state/visible.ts';
import { Pager } from '../pager.tsx';
import { Status } from '../status.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { TokenLabel } from '../token-label.tsx';

/** Below this many bytes a training is over before it has shown anything. */
const SHORT = 2000;

export function TextPanel() {
  const store = useStore();
  const train = useRoom(createTrainState);
  const [isEditing, setEditing] = useState(false);
  // The editor undoes by itself what it has seen.
  useEffect(() => (isEditing ? undefined : followUndo(store)), [isEditing, store]);
  const { trainingText, editText, doneEditing, useSample, shortText } = store.words.value;
  const run = train.run.value;
  const isShort = !run && !isEditing && train.byteCount.value < SHORT;
  return (
    <section class="panel train-text" aria-label={trainingText}>
      <header>
        <h2>{trainingText}</h2>
        <TextFigures />
        <div class="train-text-actions">
          {!isEditing && !isShort && (
            <button type="button" class="button" onClick={train.useSample}>
              {useSample}
            </button>
          )}
          <button
            type="button"
            class="button"
            onClick={() => {
              setEditing(!isEditing);
            }}
          >
            {isEditing ? doneEditing : editText}
          </button>
        </div>
      </header>
      {isEditing ? <Editor store={store} /> : <Page />}
      {store.notice.value && <Status />}
      {isShort && !store.notice.value && (
        <p class="train-text-note">
          {shortText}{' '}
          <button type="button" class="link-button" onClick={train.useSample}>
            {useSample}
          </button>
        </p>
      )}
    </section>
  );
}

function TextFigures() {
  const { words } = useStore();
  const { run, byteCount } = useRoom(createTrainState);
  const { trainingTextSize, trainingTokens } = words.value;
  const tokens = run.value?.standing.value?.tokens.ids.length;
  return (
    <p class="train-text-figures">
      {trainingTextSize(byteCount.value)}
      {tokens !== undefined && ` · ${trainingTokens(tokens)}`}
    </p>
  );
}

function Page() {
  const { words } = useStore();
  const { text, painted, page, turnTo } = useRoom(createTrainState);
  const { from, to, number, count } = page.value;
  if (text.value === '') return <p class="train-text-empty">{words.value.noTrainingText}</p>;
  return (
    <>
      <section
        class="train-page"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
        tabIndex={0}
        aria-label={words.value.trainingPage(number + 1)}
      >
        {painted.value ? <Tokens of={painted.value} /> : text.value.slice(from, to)}
      </section>
      <Pager number={number} count={count} onTurn={turnTo} />
    </>
  );
}

function Tokens({ of }: { of: readonly PaintedToken[] }) {
  const { run, text } = useRoom(createTrainState);
  const newest = run.value?.standing.value?.mergeCount ?? 0;
  const newestId = newest > 0 ? 255 + newest : -1;
  return of.map((token) => (
    <Token key={token.index} token={token} of={text.value} newest={newestId} />
  ));
}

interface TokenProperties {
  token: PaintedToken;
  of: string;
  newest: number;
}

function Token({ token, of, newest }: TokenProperties) {
  const { id, from, to, sharedFrom, tint } = token;
  const style = `text-token bpeek-tint-${tint + 1}${id === newest ? ' is-newest' : ''}`;
  // It holds nothing but a part of the character before it.
  if (from >= to) return <span class={`${style} text-sliver`} />;
  return (
    <span class={style}>
      <Line text={of.slice(from, sharedFrom)} />
      {sharedFrom < to && (
        <span class="bpeek-shared">
          <Line text={of.slice(sharedFrom, to)} />
        </span>
      )}
    </span>
  );
}

/** Text whose line breaks are seen and kept. */
function Line({ text }: { text: string }) {
  if (!/[\n\t\r]/.test(text)) return text;
  return text.split(/(\n)/).map((part, i) =>
    part === '\n' ? (
      <span key={i}>
        <span class="label-sign">↵</span>
        {'\n'}
      </span>
    ) : (
      <TokenLabel key={i} parts={visibleText(part).map(seenSpace)} />
    ),
  );
}

/** In running text a space is seen as one. */
const seenSpace = <T extends { text: string; source: string }>(part: T): T =>
  /^ +$/.test(part.source) ? { ...part, text: part.source } : part;
