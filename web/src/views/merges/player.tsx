// Play, pause, step, scrub.
import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { createMergesState } from '../../state/merges/merges.ts';
import { PauseIcon, PlayIcon, StepIcon, ToEndIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';
import './player.css';

export function Player() {
  const { words } = useStore();
  const merges = useRoom(createMergesState);
  const { step, total, isPlaying, pace, goTo, advance, pause } = merges;

  useSignalEffect(() => {
    if (!isPlaying.value) return;
    const timer = setInterval(advance, pace.value);
    return () => clearInterval(timer);
  });
  // Who leaves the view finds it at rest.
  useEffect(() => pause, [pause]);

  if (merges.columns.value.every(({ status }) => status !== 'built')) return null;
  if (total.value === 0) return <p class="player-none">{words.value.noSteps}</p>;
  const { player, toStart, stepBack, stepOn, toEnd, stepSlider, stepOf } = words.value;
  const isFirst = step.value === 0;
  const isLast = step.value === total.value;
  return (
    <section class="panel player" aria-label={player}>
      <PlayButton />
      <div class="player-steps">
        <StepButton label={toStart} isOff={isFirst} to={0} isBack>
          <ToEndIcon />
        </StepButton>
        <StepButton label={stepBack} isOff={isFirst} to={step.value - 1} isBack>
          <StepIcon />
        </StepButton>
        <StepButton label={stepOn} isOff={isLast} to={step.value + 1}>
          <StepIcon />
        </StepButton>
        <StepButton label={toEnd} isOff={isLast} to={total.value}>
          <ToEndIcon />
        </StepButton>
      </div>
      <input
        type="range"
        min={0}
        max={total.value}
        value={step.value}
        aria-label={stepSlider}
        aria-valuetext={stepOf(step.value, total.value)}
        onInput={({ currentTarget }) => goTo(Number(currentTarget.value))}
      />
      <output class="player-step">{stepOf(step.value, total.value)}</output>
    </section>
  );
}

function PlayButton() {
  const { words } = useStore();
  const { isPlaying, play, pause } = useRoom(createMergesState);
  return (
    <button type="button" class="button is-main" onClick={isPlaying.value ? pause : play}>
      {isPlaying.value ? <PauseIcon /> : <PlayIcon />}
      {isPlaying.value ? words.value.pause : words.value.play}
    </button>
  );
}

interface StepProperties {
  label: string;
  to: number;
  isOff: boolean;
  isBack?: boolean;
  children: preact.ComponentChildren;
}

function StepButton({ label, to, isOff, isBack, children }: StepProperties) {
  const { goTo } = useRoom(createMergesState);
  return (
    <button
      type="button"
      class={isBack ? 'icon-button is-back' : 'icon-button'}
      aria-label={label}
      title={label}
      // Not disabled: that would take the focus from whoever steps with it to the end.
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) goTo(to);
      }}
    >
      {children}
    </button>
  );
}
