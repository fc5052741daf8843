// The merge that was done last, and the pairs that are next in line.
import type { PairCount } from '../../../../wasm/index.ts';
import type { Run } from '../../state/train/run.ts';
import { createTrainState } from '../../state/train/train.ts';
import { labelOf } from '../../state/train/vocabulary.ts';
import { useRoom, useStore } from '../store-context.ts';
import { spokenLabel } from '../token-label.tsx';
import { TokenChip } from './token-chip.tsx';

export function StepPanel() {
  const { words } = useStore();
  const { run } = useRoom(createTrainState);
  const now = run.value;
  return (
    <section class="panel train-step" aria-label={words.value.trainingStep}>
      {now ? (
        <>
          <LastMerge run={now} />
          <Candidates run={now} />
        </>
      ) : (
        <HowItLearns />
      )}
    </section>
  );
}

function HowItLearns() {
  const { howItLearns, notTrainedYet, thenTheBestPair, andSoOn } = useStore().words.value;
  return (
    <>
      <h2>{howItLearns}</h2>
      <ol class="train-how">
        {[notTrainedYet, thenTheBestPair, andSoOn].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
    </>
  );
}

function LastMerge({ run }: { run: Run }) {
  const { words } = useStore();
  const done = run.standing.value?.mergeCount ?? 0;
  const merge = run.merges[done - 1];
  const { lastMerge, noMergeYet, mergeOccurred, becameToken, notTrainedYet } = words.value;
  if (!merge) {
    return (
      <>
        <h2>{noMergeYet}</h2>
        <p class="train-step-fact">{notTrainedYet}</p>
      </>
    );
  }
  return (
    <>
      <h2>{lastMerge(done)}</h2>
      <p class="train-merge">
        <TokenChip run={run} id={merge.left} tint={1} />
        <span aria-hidden="true">+</span>
        <TokenChip run={run} id={merge.right} tint={2} />
        <span aria-hidden="true">→</span>
        <TokenChip run={run} id={merge.id} tint={5} />
      </p>
      <p class="train-step-fact">
        {mergeOccurred(merge.count)}, {becameToken(merge.id)}
      </p>
    </>
  );
}

function Candidates({ run }: { run: Run }) {
  const { words } = useStore();
  const candidates = run.standing.value?.candidates ?? [];
  const { pairsInLine, pairsInLineHint, noPairsInLine } = words.value;
  const most = candidates[0]?.count ?? 1;
  return (
    <>
      <h3>{pairsInLine}</h3>
      <p class="train-step-fact">{candidates.length > 0 ? pairsInLineHint : noPairsInLine}</p>
      <ol class="candidates">
        {candidates.map((pair, i) => (
          <Candidate
            key={`${pair.left} ${pair.right}`}
            run={run}
            pair={pair}
            share={pair.count / most}
            isNext={i === 0}
          />
        ))}
      </ol>
    </>
  );
}

interface CandidateProperties {
  run: Run;
  pair: PairCount;
  /** Of the count of the first pair. */
  share: number;
  isNext: boolean;
}

function Candidate({ run, pair, share, isNext }: CandidateProperties) {
  const { words } = useStore();
  const { left, right, count } = pair;
  const { number, pairLabel, nextPair } = words.value;
  const spoken = (id: number) => spokenLabel(labelOf(run.bytes(id)), words.value);
  return (
    <li style={{ '--share': share }}>
      <span class="visually-hidden">{pairLabel(spoken(left), spoken(right), count)}</span>
      <span class="candidate-pair" aria-hidden="true">
        <TokenChip run={run} id={left} tint={1} />
        <TokenChip run={run} id={right} tint={2} />
      </span>
      {isNext && <span class="candidate-next">{nextPair}</span>}
      <span class="candidate-count" aria-hidden="true">
        {number(count)}
      </span>
    </li>
  );
}
