// From positions in the text to places in the editor's DOM, in the order of the
// text. Neighbours nearly always share a text node, so the editor is asked for a
// few of them only.
import type { EditorView } from '@codemirror/view';

export interface DomPosition {
  node: Node;
  offset: number;
}

export function createDomPositions(view: EditorView) {
  let node: Text | undefined;
  let from = 0;
  let to = 0;

  function find(position: number, side: -1 | 1): DomPosition {
    const found = view.domAtPos(position, side);
    if (found.node instanceof Text) {
      node = found.node;
      from = position - found.offset;
      to = from + found.node.length;
    } else {
      node = undefined;
    }
    return found;
  }

  return {
    /** Where something begins: before the character at this position. */
    start(position: number): DomPosition {
      return node && position >= from && position < to
        ? { node, offset: position - from }
        : find(position, 1);
    },
    /** Where something ends: after the character before this position. */
    end(position: number): DomPosition {
      return node && position > from && position <= to
        ? { node, offset: position - from }
        : find(position, -1);
    },
  };
}
