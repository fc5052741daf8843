import type { PairCount } from './abi.ts';
import { BpeekError } from './errors.ts';
import { isId } from './ids.ts';

/** The bytes of a token learnt by these merges, or of a single byte. */
export function learntBytes(id: number, merges: readonly PairCount[]): Uint8Array<ArrayBuffer> {
  const limit = 256 + merges.length;
  if (isId(id) && id < limit) return spell(id, merges);
  throw new BpeekError(
    'bad_id',
    `No token has the id ${String(id)} yet; the ids so far are below ${limit}.`,
  );
}

/** The bytes that a token is made of. It may be long, and its tree deep: nothing recurses. */
function spell(id: number, merges: readonly PairCount[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const merge = merges[next - 256];
    if (merge) waiting.push(merge.right, merge.left);
    else bytes.push(next);
  }
  return Uint8Array.from(bytes);
}
