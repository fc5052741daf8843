// Why the merging ends where it does, place by place.

import type { Messages } from '../../i18n/messages.ts';
import type { Part } from '../../state/merges/build.ts';
import type { Built } from '../../state/merges/columns.ts';
import { createMergesState } from '../../state/merges/merges.ts';
import type { Reason } from '../../state/merges/reasons.ts';
import { isPiece } from '../../state/merges/units.ts';
import { labelText, visibleBytes } from '../../state/visible.ts';
import { useRoom, useStore } from '../store-context.ts';
import { kindsInWords } from './labels.ts';
import './reasons.css';
import { Symbols } from './symbols.tsx';

export function Reasons({ of }: { of: Built & { name: string } }) {
  const { words } = useStore();
  const { reasonsTitle, whyOneToken } = words.value;
  const notes = notesOf(of, words.value);
  return (
    <section class="reasons">
      <h3>{reasonsTitle}</h3>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {of.reasons.length === 0 && notes.length === 0 && <p>{whyOneToken}</p>}
      <ul>
        {grouped(of.reasons).map((group) => (
          <li key={group[0]?.at}>
            <span class="reasons-pairs">
              {group.map((reason) => (
                <PairOf key={reason.at} reason={reason} />
              ))}
            </span>
            <span>{group[0] && <Why of={group[0]} />}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Places in a row that have the same plain reason stand together. */
function grouped(reasons: readonly Reason[]): Reason[][] {
  const groups: Reason[][] = [];
  for (const reason of reasons) {
    const last = groups.at(-1);
    const isPlain = reason.why === 'no token' || reason.why === 'no merge';
    if (last && isPlain && last[0]?.why === reason.why) last.push(reason);
    else groups.push([reason]);
  }
  return groups;
}

function PairOf({ reason }: { reason: Reason }) {
  return (
    <span class="reasons-pair">
      <Symbols of={reason.left} />
      <span class={reason.why === 'wall' ? 'reasons-wall' : 'reasons-gap'} aria-hidden="true" />
      <Symbols of={reason.right} />
    </span>
  );
}

const isTakenAtOnce = ({ wholePiece, unit, firstStep, endStep }: Part) =>
  wholePiece !== undefined && isPiece(unit) && endStep > firstStep;

/** What there is to say of whole pieces. */
function notesOf({ name, build }: Built & { name: string }, words: Messages): string[] {
  const { bytes, parts, starts } = build;
  const named = (part: Part) => labelText(visibleBytes(bytes.subarray(part.begin, part.end)));
  const atOnce = parts.filter(isTakenAtOnce);
  const reached = atOnce.filter(({ boundaries }) => boundaries.length === 0).map(named);
  const unreached = atOnce.filter(({ boundaries }) => boundaries.length > 0).map(named);
  const notes = [
    parts.some(({ isSpecial }) => isSpecial) && words.pieceIsSpecial,
    reached.length > 0 && words.pieceIsToken(name, reached),
    unreached.length > 0 && words.pieceIsTokenAlone(name, unreached),
    parts.some(({ agrees }) => !agrees) && words.pieceDiffersAlone,
    starts.some(({ id }) => id === undefined) && words.pieceFallsBack,
  ];
  return notes.filter((note) => note !== false);
}

function Why({ of }: { of: Reason }) {
  const { words } = useStore();
  const { goTo } = useRoom(createMergesState);
  const { whyWall, whyNoToken, whyNoMerge, whyLost, whyLostRanks } = words.value;
  switch (of.why) {
    case 'wall': {
      const left = kindsInWords(words.value, of.leftKinds);
      const right = kindsInWords(words.value, of.rightKinds);
      return <>{whyWall(left, right)}</>;
    }
    case 'no token':
      return <>{whyNoToken}</>;
    case 'no merge':
      return <>{whyNoMerge}</>;
    case 'lost': {
      const { lost, won } = of;
      return (
        <>
          {whyLost}{' '}
          <button type="button" class="link-button" onClick={() => goTo(won.step)}>
            <Symbols of={won.left} />
            {' + '}
            <Symbols of={won.right} />
          </button>{' '}
          {whyLostRanks(won.rank, lost.rank)} <Symbols of={lost.left} />
          {' + '}
          <Symbols of={lost.right} />.
        </>
      );
    }
  }
}
