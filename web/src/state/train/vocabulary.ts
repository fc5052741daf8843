// The vocabulary of a training as a table: what is in it, found and sorted.
import { hexOfAll } from '../utf8.ts';
import { type LabelPart, visibleBytes } from '../visible.ts';
import type { Run, Standing } from './run.ts';

export const orders = ['newest', 'id', 'count', 'length'] as const;

export type Order = (typeof orders)[number];

export interface TokenRow {
  readonly id: number;
  readonly label: readonly LabelPart[];
  readonly bytes: Uint8Array;
  /** How often it is among the tokens of the text. */
  readonly count: number;
  /** The two tokens that merged into it; a single byte has none. */
  readonly parents: readonly [number, number] | undefined;
}

/** Bytes that are shown of a token; of a longer one the rest is an ellipsis. */
export const LONG = 48;

/** The token's text, cut where it is too long to be read. */
export function labelOf(bytes: Uint8Array): readonly LabelPart[] {
  if (bytes.length <= LONG) return visibleBytes(bytes);
  const parts = visibleBytes(bytes.subarray(0, LONG));
  return [...parts, { kind: 'sign', text: '…', source: '…' }];
}

/** How often each id is among the tokens of the text. */
export function countIds(standing: Standing | undefined, idLimit: number): Uint32Array {
  const counts = new Uint32Array(idLimit);
  for (const id of standing?.tokens.ids ?? []) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

export function rowOf(run: Run, counts: Uint32Array, id: number): TokenRow {
  const bytes = run.bytes(id);
  const merge = run.merges[id - 256];
  return {
    id,
    bytes,
    label: labelOf(bytes),
    count: counts[id] ?? 0,
    parents: merge && [merge.left, merge.right],
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Ids whose token has these letters or bytes in it, or that are this number. */
function matching(run: Run, ids: number[], query: string): number[] {
  if (query === '') return ids;
  const letters = query.toLocaleLowerCase();
  const isHex = /^([0-9a-f]{2} ?)+$/i.test(query.trim());
  const hex = query
    .toUpperCase()
    .replaceAll(' ', '')
    .replace(/..(?=.)/g, '$& ');
  return ids.filter((id) => {
    if (String(id) === query.trim()) return true;
    const bytes = run.bytes(id);
    if (decoder.decode(bytes).toLocaleLowerCase().includes(letters)) return true;
    return isHex && hexOfAll(bytes).includes(hex);
  });
}

/** The ids of the rows, in order. */
export function findTokens(
  run: Run,
  counts: Uint32Array,
  query: string,
  order: Order,
): readonly number[] {
  const ids = matching(run, [...counts.keys()], query);
  const count = (id: number) => counts[id] ?? 0;
  const length = (id: number) => run.bytes(id).length;
  switch (order) {
    case 'id':
      return ids;
    case 'newest':
      return ids.reverse();
    case 'count':
      return ids.sort((a, b) => count(b) - count(a) || a - b);
    case 'length':
      return ids.sort((a, b) => length(b) - length(a) || a - b);
  }
}
