// A row of symbols, each as wide as its bytes, so that what merges stands above what it becomes.
import type { Build, Span, Step } from '../../state/merges/build.ts';
import { TINTS } from '../../state/tokens.ts';
import { TokenLabel } from '../token-label.tsx';
import { cellLabel } from './labels.ts';

/** A symbol keeps the tint of its first byte: of two that merge, the left one takes over. */
export function tintClass(of: Build, { begin, id }: Span): string {
  const part = of.parts.find((each) => each.begin <= begin && begin < each.end);
  if (part?.isSpecial) return 'bpeek-special';
  if (id === undefined) return 'is-no-token';
  const index = of.starts.findIndex((start) => start.begin === begin);
  return `bpeek-tint-${(Math.max(0, index) % TINTS) + 1}`;
}

interface Properties {
  of: Build;
  spans: readonly Span[];
  /** The merge that comes next. */
  next: Step | undefined;
  /** The merge that has just been made, to be seen closing up. */
  last?: Step | undefined;
  /** Outlines only: what has not come to pass yet. */
  isPlain?: boolean;
}

const isMadeBy = (step: Step | undefined, { begin, end }: Span) =>
  step?.begin === begin && step.end === end;

const place = (begin: number, end: number) => ({ '--begin': begin, '--length': end - begin });

export function Bars({ of, spans, next, last, isPlain = false }: Properties) {
  return (
    <span class={isPlain ? 'bars is-plain' : 'bars'} translate={false}>
      {spans.map((span) => (
        <span
          key={`${span.begin} ${span.end}`}
          class={`bar ${isPlain ? '' : tintClass(of, span)} ${isMadeBy(last, span) ? 'is-new' : ''}`}
          style={{ ...place(span.begin, span.end), '--left': (last?.middle ?? 0) - span.begin }}
        >
          <TokenLabel parts={cellLabel(of.bytes.subarray(span.begin, span.end))} />
        </span>
      ))}
      {next && <span class="bars-pair" style={place(next.begin, next.end)} />}
      <Walls of={of} />
    </span>
  );
}

/** The walls between the pieces of the stretch. */
function Walls({ of }: { of: Build }) {
  return of.parts
    .slice(1)
    .filter(({ unit }) => unit.beginsPiece)
    .map(({ begin }) => <span key={begin} class="bars-wall" style={place(begin, begin)} />);
}

/** The characters over their bytes; nothing where each is one byte. */
export function Characters({ of }: { of: Build }) {
  if (of.characters.every(({ begin, end }) => end - begin === 1)) return null;
  return (
    <span class="bars-characters" translate={false}>
      {of.characters.map(({ begin, end }) => (
        <span
          key={begin}
          class={end - begin > 1 ? 'bars-character is-long' : 'bars-character'}
          style={place(begin, end)}
        >
          <TokenLabel parts={cellLabel(of.bytes.subarray(begin, end))} />
        </span>
      ))}
    </span>
  );
}
