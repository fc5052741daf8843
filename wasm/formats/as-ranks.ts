import type { Abi } from '../abi.ts';
import type { Address } from '../abi-layout.ts';
import { BpeekError } from '../errors.ts';
import type { Parts } from '../parts.ts';

/**
 * Builds a merge list as a model of ranks, where that gives the same tokens for every text: much
 * smaller, and it can be saved as a .tiktoken file. undefined if it would not, or may not.
 *
 * Of all pairs whose bytes make a token, only one is ever found side by side: the last that
 * merges when the token's own bytes are encoded. (What happens within a stretch of text that no
 * merge reaches across does not depend on what is around it.) So list and ranks agree if the list
 * is in the order of its results' ids and has these pairs; what else it has never comes about.
 */
export function asRanks(abi: Abi, parts: Parts): Address | undefined {
  if (parts.unit !== 'bytes' || !parts.wholePieceFirst || !isInOrder(parts.merges)) {
    return undefined;
  }
  const model = buildRanks(abi, parts);
  if (model !== undefined && !hasAllMerges(abi, model, parts)) {
    abi.freeModel(model);
    return undefined;
  }
  return model;
}

function isInOrder(merges: Uint32Array): boolean {
  for (let i = 5; i < merges.length; i += 3) {
    if ((merges[i] ?? 0) < (merges[i - 3] ?? 0)) return false;
  }
  return true;
}

function buildRanks(abi: Abi, parts: Parts): Address | undefined {
  try {
    return abi.buildModel({ ...parts, rule: 'rank by bytes', merges: new Uint32Array(0) });
  } catch (error) {
    // Two tokens with the same bytes are nothing for ranks. What else is wrong will be seen again.
    if (error instanceof BpeekError && error.code === 'bad_model') return undefined;
    throw error;
  }
}

function hasAllMerges(abi: Abi, model: Address, { merges, tokenEnds }: Parts): boolean {
  const pairs = new Set<number>();
  const keyOf = (left: number, right: number) => left * 2 ** 21 + right;
  for (let i = 0; i < merges.length; i += 3) pairs.add(keyOf(merges[i] ?? 0, merges[i + 1] ?? 0));
  // A merge that is there twice is an error, which the engine will tell.
  if (3 * pairs.size < merges.length) return false;
  const encoder = abi.newEncoder(model);
  try {
    for (let id = 0; id < tokenEnds.length; id++) {
      const parents = abi.tokenParents(encoder, id);
      if (parents && !pairs.has(keyOf(...parents))) return false;
    }
    return true;
  } finally {
    abi.freeEncoder(encoder);
  }
}
