import type { Address } from './abi-layout.ts';
import type { Model } from './model.ts';

/** How merges make a token. */
export interface MergeTree {
  /** The token. */
  readonly id: number;
  /** Its bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * The two that merge into it. Undefined for a single byte or character, a special token, and a
   * token that no merges reach.
   */
  readonly parts: readonly [MergeTree, MergeTree] | undefined;
}

/** A tree under construction: its parts come after it. */
interface Growing {
  id: number;
  bytes: Uint8Array<ArrayBuffer>;
  parts: [Growing, Growing] | undefined;
}

/**
 * The tree of a token, down to what no merge makes. `bytesOf` gives a token's bytes. Trees of
 * trained tokens can be as deep as the token is long: nothing recurses.
 */
export function mergeTree(
  { abi }: Model,
  encoder: Address,
  id: number,
  bytesOf: (id: number) => Uint8Array<ArrayBuffer>,
): MergeTree {
  const grow = (token: number): Growing => ({ id: token, bytes: bytesOf(token), parts: undefined });
  const root = grow(id);
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const parents = abi.tokenParents(encoder, node.id);
    if (!parents) continue;
    node.parts = [grow(parents[0]), grow(parents[1])];
    waiting.push(...node.parts);
  }
  return root;
}
