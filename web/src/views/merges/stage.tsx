// Where the stretch stands now, large: its symbols, the pair that merges next, the sentence to it.
import { useRef } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import { type Build, type Step, spansAfter } from '../../state/merges/build.ts';
import type { Built } from '../../state/merges/columns.ts';
import { createMergesState } from '../../state/merges/merges.ts';
import { pairOf } from '../../state/merges/reasons.ts';
import { ScrollBox } from '../scroll-box.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { Bars, Characters } from './bars.tsx';
import { spokenBytes } from './labels.ts';
import './bars.css';
import { stepByKey } from './step-keys.ts';
import { Symbols } from './symbols.tsx';
import { useInSight, useUnitWidth } from './unit-width.ts';

const WIDEST = 56;

export function Stage({ of: { build } }: { of: Built }) {
  const { words } = useStore();
  const merges = useRoom(createMergesState);
  const box = useRef<HTMLDivElement>(null);
  const unit = useUnitWidth(box, build.bytes.length, WIDEST);
  const count = Math.min(merges.step.value, build.steps.length);
  const next = build.steps[count];
  useInSight(box, unit.value, next);
  return (
    <div class="stage" style={{ '--unit': `${unit.value}px`, '--bytes': build.bytes.length }}>
      <ScrollBox
        class="stage-bars"
        box={box}
        label={spokenRow(build, count, words.value)}
        onKeyDown={stepByKey(merges)}
      >
        <div aria-hidden="true">
          <Characters of={build} />
          <Bars
            of={build}
            spans={spansAfter(build, count)}
            next={next}
            last={build.steps[count - 1]}
          />
        </div>
      </ScrollBox>
      <p class="stage-caption" aria-live={merges.isPlaying.value ? 'off' : 'polite'}>
        {next ? <Next of={build} step={next} /> : <Ids of={build} />}
      </p>
    </div>
  );
}

const spokenRow = (of: Build, count: number, words: Messages) =>
  spansAfter(of, count)
    .map(({ begin, end }) => spokenBytes(of.bytes.subarray(begin, end), words))
    .join(', ');

/** The merge that comes next, in a sentence. */
function Next({ of, step }: { of: Build; step: Step }) {
  const { words } = useStore();
  const { left, right } = pairOf(of.bytes, step);
  return (
    <>
      <span class="stage-when">{words.value.nextMerge}</span> <Symbols of={left} />
      {' + '}
      <Symbols of={right} />
      {' → '}
      <Symbols of={of.bytes.subarray(step.begin, step.end)} />{' '}
      <span class="rank">{words.value.rank(step.rank)}</span>
    </>
  );
}

/** All merged: the tokens as encoding has them, with their ids. */
function Ids({ of }: { of: Build }) {
  const { words } = useStore();
  const tokens = of.parts.flatMap((part) => part.tokens);
  return (
    <>
      <span class="stage-when">{words.value.allMerged}</span>
      {tokens.map(({ begin, end, id }) => (
        <span key={begin} class="stage-token">
          <Symbols of={of.bytes.subarray(begin, end)} />{' '}
          <span class="rank">
            {words.value.tokenId} {id}
          </span>
        </span>
      ))}
    </>
  );
}
