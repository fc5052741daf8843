// Start, pause, one merge, speed; and how far it has come.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Messages } from '../../i18n/messages.ts';
import { linePosition } from '../../state/tokens.ts';
import type { Run } from '../../state/train/run.ts';
import { FULL, type Speed, speeds } from '../../state/train/speed.ts';
import { createTrainState } from '../../state/train/train.ts';
import { AlertIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';

export function Transport() {
  const { words } = useStore();
  const train = useRoom(createTrainState);
  const run = train.run.value;
  const { training, oneMerge, startOver } = words.value;
  const status = run?.status.value;
  const isEnded = status !== undefined && status !== 'preparing' && status !== 'ready';
  const cannot = run ? isEnded : !train.canStart.value;
  return (
    <section class="panel train-transport" aria-label={training}>
      <div class="transport-buttons">
        <PlayButton cannot={cannot} />
        <button
          type="button"
          class="button is-outlined"
          disabled={cannot || status === 'preparing'}
          onClick={train.step}
        >
          {oneMerge}
        </button>
        <button type="button" class="button" disabled={!run} onClick={train.cancel}>
          {startOver}
        </button>
      </div>
      <SpeedSlider />
      {run && <Progress run={run} />}
      <div class="transport-status">{run && <Status run={run} />}</div>
    </section>
  );
}

function PlayButton({ cannot }: { cannot: boolean }) {
  const { words } = useStore();
  const train = useRoom(createTrainState);
  const run = train.run.value;
  const isPlaying = run?.isPlaying.value ?? false;
  const { startTraining, pauseTraining, goOnTraining } = words.value;
  const hasBegun = run !== undefined && run.mergeCount.value > 0;
  return (
    <button
      type="button"
      class="button is-main"
      disabled={cannot}
      onClick={isPlaying ? train.pause : train.play}
    >
      {isPlaying ? pauseTraining : hasBegun ? goOnTraining : startTraining}
    </button>
  );
}

const speedWords = (words: Messages, speed: Speed) =>
  speed === FULL ? words.fullSpeed : words.speedPerSecond(speed);

function SpeedSlider() {
  const { words } = useStore();
  const { speed } = useRoom(createTrainState);
  const now = speedWords(words.value, speed.value);
  return (
    <label class="speed">
      <span class="inline-label">{words.value.trainingSpeed}</span>
      <input
        type="range"
        min={0}
        max={speeds.length - 1}
        value={speeds.indexOf(speed.value)}
        aria-valuetext={now}
        onInput={({ currentTarget }) => {
          speed.value = speeds[Number(currentTarget.value)] ?? speed.peek();
        }}
      />
      <span class="speed-now" aria-hidden="true">
        {now}
      </span>
    </label>
  );
}

function Progress({ run }: { run: Run }) {
  const { words } = useStore();
  const all = run.vocabSize - 256;
  const done = run.mergeCount.value;
  const { trainingProgress, mergesDone } = words.value;
  return (
    <div class="transport-progress">
      <progress aria-label={trainingProgress} value={done} max={Math.max(1, all)} />
      <span>{mergesDone(done, all)}</span>
    </div>
  );
}

function Status({ run }: { run: Run }) {
  const { words } = useStore();
  const train = useRoom(createTrainState);
  const status = run.status.value;
  const done = run.mergeCount.value;
  const { preparingTraining, trainingComplete, trainingNoPairLeft } = words.value;
  const { trainingIsOutdated, trainAgain } = words.value;
  return (
    <>
      {status === 'failed' && (
        <p role="alert" class="is-problem">
          <AlertIcon /> {failureWords(words.value, run)}
        </p>
      )}
      <p role="status">
        {status === 'preparing' && preparingTraining}
        {status === 'complete' && trainingComplete(done)}
        {status === 'no pair left' && trainingNoPairLeft(done)}
      </p>
      {train.isOutdated.value && (
        <p>
          {trainingIsOutdated}{' '}
          <button
            type="button"
            class="link-button"
            onClick={() => {
              train.cancel();
              train.play();
            }}
          >
            {trainAgain}
          </button>
        </p>
      )}
      <Announcer run={run} />
    </>
  );
}

function failureWords(words: Messages, { error, text }: Run): string {
  const reason = error.value?.message ?? '';
  const offset = error.value?.offset;
  if (offset === undefined || error.value?.code !== 'pattern_limit') {
    return words.trainingFailed(reason);
  }
  const { line, column } = linePosition(text, offset);
  return words.trainingFailedAt(reason, line, column);
}

const PAUSE = 1000;

/** Tells a screen reader how far it is, whenever it waits. */
function Announcer({ run }: { run: Run }) {
  const { words } = useStore();
  const said = useSignal('');
  const done = run.mergeCount.value;
  const tokens = run.tokenCounts[done] ?? 0;
  const saying = done > 0 ? words.value.announceTraining(done, tokens) : '';
  useEffect(() => {
    const waiting = setTimeout(() => {
      said.value = saying;
    }, PAUSE);
    return () => clearTimeout(waiting);
  }, [saying, said]);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
