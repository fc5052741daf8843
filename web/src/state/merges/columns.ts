// The chosen stretch under one encoding: how it is built, or why it is not shown.
import type { LoadFailure, Loading } from '../encoding.ts';
import type { PoolEntry } from '../encoding-pool.ts';
import type { Policy } from '../policy.ts';
import { type Encoding, type Ready, type Refused, tokenize } from '../tokenization.ts';
import { type Build, build } from './build.ts';
import { type Reason, reasonsOf, type Surroundings, surroundingsOf } from './reasons.ts';
import { type Forest, forestOf } from './tree.ts';
import { unitsIn } from './units.ts';

/** A stretch of the text, or one that was typed and stands alone. */
export interface Chosen {
  readonly text: string;
  readonly at: number | undefined;
}

export interface Built {
  readonly status: 'built';
  readonly ready: Ready;
  readonly build: Build;
  readonly forest: Forest;
  readonly reasons: readonly Reason[];
}

export type Column = { readonly name: string } & (
  | Built
  | { readonly status: 'loading'; readonly loading: Loading }
  | { readonly status: 'failed'; readonly failure: LoadFailure }
  | { readonly status: 'refused'; readonly refused: Refused }
  | { readonly status: 'too long'; readonly bytes: number }
);

const nothing: Surroundings = { before: undefined, after: undefined };

function built(ready: Ready, { text, at }: Chosen): Column {
  const { name } = ready.encoding;
  const from = at ?? 0;
  const units = unitsIn(ready, from, from + text.length);
  const result = build(ready, units);
  if ('tooLong' in result) return { name, status: 'too long', bytes: result.tooLong };
  const around = at === undefined ? nothing : surroundingsOf(ready, units);
  return {
    name,
    status: 'built',
    ready,
    build: result,
    forest: forestOf(result),
    reasons: reasonsOf(ready, result, around),
  };
}

/** A typed stretch is cut off before it is tokenized: nobody waits for what is too long to show. */
const TYPED_LIMIT = 1024;

/** The stretch under an encoding; `whole` is the whole text under it, where it is of the text. */
export function columnOf(
  encoding: Encoding,
  policy: Policy,
  chosen: Chosen,
  whole: Ready | Refused | undefined,
): Column {
  const { name } = encoding;
  const text = chosen.text.slice(0, TYPED_LIMIT);
  const now = chosen.at !== undefined && whole ? whole : tokenize(text, encoding, policy);
  if (now.status === 'refused') return { name, status: 'refused', refused: now };
  return built(now, chosen);
}

/** An encoding that is not there yet. */
export function waitingColumn({ name, loading, failure }: PoolEntry): Column {
  if (failure) return { name, status: 'failed', failure };
  return { name, status: 'loading', loading: loading ?? { name, loaded: 0, total: undefined } };
}
