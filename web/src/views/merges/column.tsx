// The chosen stretch under one encoding: the stage, the steps, the tree, and why it ends there.
import { BUILD_LIMIT } from '../../state/merges/build.ts';
import type { Built, Column } from '../../state/merges/columns.ts';
import { createMergesState } from '../../state/merges/merges.ts';
import { AlertIcon } from '../icons.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { failureWords, refusalWords } from '../tokens/status.ts';
import './column.css';
import { Ladder } from './ladder.tsx';
import { Reasons } from './reasons.tsx';
import { Stage } from './stage.tsx';
import { Tree } from './tree.tsx';

/** Bytes that have room in half a column. */
const NARROW = 24;

export function ColumnView({ column }: { column: Column }) {
  const { words } = useStore();
  return (
    <section class="panel merges-column" aria-label={words.value.pieceUnder(column.name)}>
      {column.status === 'built' ? <BuiltView of={column} /> : <Unbuilt of={column} />}
    </section>
  );
}

function BuiltView({ of }: { of: Built & { name: string } }) {
  return (
    <>
      <Heading of={of} />
      <Stage of={of} />
      <div class={of.build.bytes.length > NARROW ? 'merges-details is-long' : 'merges-details'}>
        <Ladder of={of} />
        <div class="merges-outcome">
          <Tree of={of} />
          <Reasons of={of} />
        </div>
      </div>
    </>
  );
}

function Heading({ of }: { of: Built & { name: string } }) {
  const { words } = useStore();
  const { tokensOfPiece, fromStarts } = words.value;
  const { starts, parts, bytes } = of.build;
  const count = parts.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return (
    <header class="merges-heading">
      <h2>{of.name}</h2>
      <p>
        <strong>{tokensOfPiece(count)}</strong>{' '}
        {fromStarts(starts.length, starts.length < bytes.length)}
      </p>
    </header>
  );
}

function Unbuilt({ of }: { of: Exclude<Column, Built> }) {
  const { words } = useStore();
  const { retry } = useRoom(createMergesState);
  const { loadingEncoding, pieceTooLong, tryAgain } = words.value;
  switch (of.status) {
    case 'loading': {
      const { loaded, total } = of.loading;
      return (
        <div class="merges-message">
          <p>{loadingEncoding(of.name)}</p>
          <progress
            aria-label={loadingEncoding(of.name)}
            {...(total === undefined ? {} : { value: loaded, max: total })}
          />
        </div>
      );
    }
    case 'failed':
      return (
        <Problem text={failureWords(words.value, of.failure)}>
          <button type="button" class="link-button" onClick={() => retry(of.name)}>
            {tryAgain}
          </button>
        </Problem>
      );
    case 'refused':
      return <Problem text={refusalWords(words.value, of.refused)} />;
    case 'too long':
      return <Problem text={pieceTooLong(of.bytes, BUILD_LIMIT)} />;
  }
}

function Problem({ text, children }: { text: string; children?: preact.ComponentChildren }) {
  return (
    <div class="merges-message is-problem" role="alert">
      <AlertIcon />
      <p>{text}</p>
      {children}
    </div>
  );
}
