// Deleting one character, as its reader sees it. CodeMirror's own command can also
// take back an indentation, for which it needs a parser.
import { EditorSelection, type EditorState, findClusterBreak } from '@codemirror/state';
import type { Command } from '@codemirror/view';

/** Where the character ends that begins at `from`, or begins that ends there. */
function otherEnd(state: EditorState, from: number, forward: boolean): number {
  const line = state.doc.lineAt(from);
  // Backwards, a mark is taken off alone before the letter under it, but a selector, which only
  // changes how a character looks, with its character.
  const step = (at: number) => findClusterBreak(line.text, at, forward, forward);
  const at = from - line.from;
  const found = step(at);
  const isSelector = !forward && /^[\ufe00-\ufe0f]+$/.test(line.text.slice(found, at));
  if (found !== at) return line.from + (isSelector ? step(found) : found);
  const isAtEdge = line.number === (forward ? state.doc.lines : 1);
  return isAtEdge ? from : from + (forward ? 1 : -1);
}

const deleteCharacter =
  (forward: boolean): Command =>
  (view) => {
    const { state } = view;
    if (state.readOnly) return false;
    let isChange = false;
    const changes = state.changeByRange((range) => {
      const other = range.empty ? otherEnd(state, range.head, forward) : range.anchor;
      const [from, to] = [Math.min(range.head, other), Math.max(range.head, other)];
      if (from === to) return { range };
      isChange = true;
      return { changes: { from, to }, range: EditorSelection.cursor(from) };
    });
    if (!isChange) return false;
    const userEvent = forward ? 'delete.forward' : 'delete.backward';
    view.dispatch(state.update(changes, { scrollIntoView: true, userEvent }));
    return true;
  };

export const deleteCharacterBackward = deleteCharacter(false);
export const deleteCharacterForward = deleteCharacter(true);
