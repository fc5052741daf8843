import type { Abi } from '../abi.ts';
import type { Address } from '../abi-layout.ts';
import { type Parts, tokenAt } from '../parts.ts';
import { asRanks } from './as-ranks.ts';

/**
 * Writes a model's tokens as a .tiktoken file, by whose ranks every text gets the same ids. A merge
 * list goes into such a file too, if its merges follow from its tokens; else it is refused.
 */
export function writeTiktoken(abi: Abi, model: Address, encoder: Address): Uint8Array<ArrayBuffer> {
  const parts = abi.parts(model);
  const ranks = mergesToItsTokens(abi, encoder, parts)
    ? asRanks(abi, { ...parts, wholePieceFirst: true })
    : undefined;
  try {
    return abi.saveTiktoken(ranks ?? model);
  } finally {
    if (ranks !== undefined) abi.freeModel(ranks);
  }
}

/**
 * Whether it is a merge list by which each token's own bytes become that token, so that it makes
 * no difference whether a piece is looked up among the tokens first, as ranks have it.
 */
function mergesToItsTokens(abi: Abi, encoder: Address, parts: Parts): boolean {
  if (parts.rule !== 'merge list') return false;
  if (parts.wholePieceFirst) return true;
  for (let id = 0; id < parts.tokenEnds.length; id++) {
    const bytes = tokenAt(parts, id);
    if (bytes.length < 2) continue;
    const { tokens } = abi.explain(encoder, bytes);
    if (tokens.length !== 1 || tokens[0]?.id !== id) return false;
  }
  return true;
}
