// Tokens against merges: how the text shrinks as the vocabulary grows.
import { useSignal } from '@preact/signals';
import { type ChartPoint, chartPoints } from '../../state/train/chart.ts';
import type { Run } from '../../state/train/run.ts';
import { createTrainState } from '../../state/train/train.ts';
import { useRoom, useStore } from '../store-context.ts';

/** The drawing's own units. */
const WIDTH = 320;
const HEIGHT = 140;

export function Chart() {
  const { words } = useStore();
  const { run } = useRoom(createTrainState);
  const now = run.value;
  return (
    <section class="panel train-chart" aria-label={words.value.tokensByMerges}>
      <h2>{words.value.tokensByMerges}</h2>
      {now?.standing.value ? <Drawing run={now} /> : <Frame />}
    </section>
  );
}

/** What the chart will be, so that nothing moves when training begins. */
function Frame() {
  const { words } = useStore();
  return (
    <>
      <p class="chart-axis" aria-hidden="true">
        {'\u00a0'}
      </p>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <Grid />
      </svg>
      <p class="chart-caption">{words.value.none}</p>
    </>
  );
}

const Grid = () => (
  <path class="chart-grid" d={[0.25, 0.5, 0.75].map((y) => `M0 ${HEIGHT * y}h${WIDTH}`).join('')} />
);

function Drawing({ run }: { run: Run }) {
  const { words } = useStore();
  const { byteCount } = useRoom(createTrainState);
  const pointed = useSignal<number | undefined>(undefined);
  const done = run.mergeCount.value;
  const all = Math.max(1, run.vocabSize - 256);
  const before = run.tokenCounts[0] ?? 0;
  const at = Math.min(pointed.value ?? done, done);
  const here = { merges: at, tokens: run.tokenCounts[at] ?? 0 };
  const x = (merges: number) => (WIDTH * merges) / all;
  const y = (tokens: number) => HEIGHT - ((HEIGHT - 6) * tokens) / Math.max(1, before);
  const place = ({ merges, tokens }: ChartPoint) =>
    `${x(merges).toFixed(1)} ${y(tokens).toFixed(1)}`;
  const line = chartPoints(run.tokenCounts, done).map(place).join('L');
  const compression = byteCount.value / Math.max(1, here.tokens);
  const { chartSummary, chartAt, number } = words.value;
  return (
    <>
      <p class="chart-axis" aria-hidden="true">
        {words.value.trainingTokens(before)}
      </p>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={chartSummary(done, before, run.tokenCounts[done] ?? 0, compression)}
        onPointerMove={({ currentTarget, clientX }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          pointed.value = Math.max(0, Math.round(((clientX - left) / width) * all));
        }}
        onPointerLeave={() => {
          pointed.value = undefined;
        }}
      >
        <Grid />
        <path class="chart-area" d={`M0 ${HEIGHT}L${line}V${HEIGHT}Z`} />
        <path class="chart-line" d={`M${line}`} />
        <path class="chart-here" d={`M${x(at).toFixed(1)} 0V${HEIGHT}`} />
      </svg>
      <p class="chart-axis" aria-hidden="true">
        <span>0</span>
        <span>
          {number(all)} {words.value.chartMerges}
        </span>
      </p>
      <p class="chart-caption">{chartAt(here.merges, here.tokens, compression)}</p>
    </>
  );
}
