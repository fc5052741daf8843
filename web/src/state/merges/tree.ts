// The merges of a stretch as trees: what it is made of at the bottom, a token at each
// root, each merge halfway above its two.
import type { Build, Span } from './build.ts';

export interface TreeNode extends Span {
  /** How many merges lie below at most: 0 for what no merge makes. */
  readonly level: number;
  /** The merge that makes it, and the two it is made of. */
  readonly made:
    | { readonly step: number; readonly parts: readonly [TreeNode, TreeNode] }
    | undefined;
}

export interface Forest {
  readonly roots: readonly TreeNode[];
  /** All nodes, each after its parts. */
  readonly nodes: readonly TreeNode[];
  readonly height: number;
}

export function forestOf({ starts, steps }: Build): Forest {
  const nodes: TreeNode[] = starts.map((start) => ({ ...start, level: 0, made: undefined }));
  const tops = new Map(nodes.map((node) => [node.begin, node]));
  for (const [step, { begin, middle, end, result }] of steps.entries()) {
    const left = tops.get(begin);
    const right = tops.get(middle);
    if (!left || !right) throw new Error(`step ${step} merges what is not there`);
    const level = Math.max(left.level, right.level) + 1;
    const node = { begin, end, id: result, level, made: { step, parts: [left, right] as const } };
    nodes.push(node);
    tops.delete(middle);
    tops.set(begin, node);
  }
  const roots = [...tops.values()].sort((a, b) => a.begin - b.begin);
  return { roots, nodes, height: Math.max(0, ...roots.map(({ level }) => level)) };
}
