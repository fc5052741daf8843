// Every step a row, from the bytes to the tokens.
import { useEffect, useRef } from 'preact/hooks';
import { type Build, type Span, spansAfter } from '../../state/merges/build.ts';
import type { Built } from '../../state/merges/columns.ts';
import { createMergesState } from '../../state/merges/merges.ts';
import { pairOf } from '../../state/merges/reasons.ts';
import { useRoom, useStore } from '../store-context.ts';
import { Bars, Characters } from './bars.tsx';
import { spokenBytes } from './labels.ts';
import './ladder.css';
import { stepByKey } from './step-keys.ts';
import { useInSight, useUnitWidth } from './unit-width.ts';

const WIDEST = 32;
/** Rows that are shown before and after the present one, where there are many; of long ones, fewer. */
const aroundFor = (bytes: number) => (bytes > 96 ? 8 : 20);

export function Ladder({ of: { build } }: { of: Built }) {
  const { words } = useStore();
  const merges = useRoom(createMergesState);
  const box = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLOListElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const unit = useUnitWidth(box, build.bytes.length, WIDEST);
  const last = build.steps.length;
  const now = Math.min(merges.step.value, last);
  useInSight(scroller, unit.value, build.steps[now]);
  const around = aroundFor(build.bytes.length);
  const from = Math.max(0, Math.min(now, last - around) - around);
  const to = Math.min(last, Math.max(now, around) + around);

  // Whoever steps by keyboard stays on the present row.
  useEffect(() => {
    const list = rows.current;
    if (list?.matches(':focus-within')) {
      list.querySelector<HTMLElement>('[aria-current]')?.focus({ preventScroll: true });
    }
  }, [now]);

  return (
    <section class="ladder">
      <h3>{words.value.stepsTitle}</h3>
      <div
        class="ladder-rows"
        ref={scroller}
        style={{ '--unit': `${unit.value}px`, '--bytes': build.bytes.length }}
      >
        <div class="ladder-measure" ref={box} />
        <span class="ladder-characters" aria-hidden="true">
          <Characters of={build} />
        </span>
        {from > 0 && <Further label={words.value.stepsBefore(from)} to={from - 1} />}
        <ol start={from} ref={rows} onKeyDown={stepByKey(merges)}>
          {Array.from({ length: to - from + 1 }, (_, i) => (
            <Row key={from + i} of={build} count={from + i} now={now} />
          ))}
        </ol>
        {to < last && <Further label={words.value.stepsAfter(last - to)} to={to + 1} />}
      </div>
    </section>
  );
}

function Further({ label, to }: { label: string; to: number }) {
  const { goTo } = useRoom(createMergesState);
  return (
    <button type="button" class="link-button ladder-further" onClick={() => goTo(to)}>
      {label}
    </button>
  );
}

/** How many tokens symbols are: a character that is no token becomes one for each byte. */
const tokenCount = (of: Build, spans: readonly Span[]) =>
  spans.every(({ id }) => id !== undefined)
    ? spans.length
    : of.parts.reduce((sum, { tokens }) => sum + tokens.length, 0);

/** The stretch after `count` steps, with what merges next. */
function Row({ of, count, now }: { of: Build; count: number; now: number }) {
  const { words } = useStore();
  const { goTo } = useRoom(createMergesState);
  const next = of.steps[count];
  const spans = spansAfter(of, count);
  const spoken = (bytes: Uint8Array) => spokenBytes(bytes, words.value);
  const label = () => {
    if (next) {
      const { left, right } = pairOf(of.bytes, next);
      return words.value.mergeStep(spoken(left), spoken(right), next.rank);
    }
    const tokens = spans.map(({ begin, end }) => spoken(of.bytes.subarray(begin, end)));
    return words.value.tokensAtEnd(tokens.join(', '));
  };
  return (
    <li>
      <button
        type="button"
        class="ladder-row"
        tabIndex={count === now ? 0 : -1}
        aria-current={count === now ? 'step' : undefined}
        aria-label={label()}
        onClick={() => goTo(count)}
      >
        <Bars of={of} spans={spans} next={next} isPlain={count > now} />
        <span class="ladder-note">
          {next ? words.value.rank(next.rank) : words.value.tokensOfPiece(tokenCount(of, spans))}
        </span>
      </button>
    </li>
  );
}
