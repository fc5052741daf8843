// The text and the caret, from the editor to the store and back.
import { isolateHistory, undo } from '@codemirror/commands';
import { type ChangeSet, EditorSelection } from '@codemirror/state';
import { EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { batch, effect } from '@preact/signals';
import type { EditorCommand, Store } from '../state/store.ts';
import type { Edit, Revision } from '../state/text.ts';

/** Edits as the state has them: each in the text as those before it left it. */
function editsOf(changes: ChangeSet): Edit[] {
  const edits: Edit[] = [];
  changes.iterChanges((fromA, toA, fromB, _, inserted) => {
    edits.push({ from: fromB, to: fromB + (toA - fromA), insert: inserted.toString() });
  });
  return edits;
}

function createStoreSync(view: EditorView, store: Store): PluginValue {
  let revision = store.revision.peek();
  let obeyed = store.command.peek();
  let isFollowing = false;

  /** Takes over a text that did not come from here, as an edit that can be undone. */
  function follow(next: Revision) {
    if (next === revision) return;
    revision = next;
    isFollowing = true;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: next.text },
      selection: { anchor: 0 },
      effects: EditorView.scrollIntoView(0),
      annotations: isolateHistory.of('full'),
      userEvent: 'input.replace',
      // What the editor lets the reader do does not bind the page.
      filter: false,
    });
    isFollowing = false;
  }

  function tell({ changes, state }: ViewUpdate) {
    store.edit(state.doc, editsOf(changes));
    revision = store.revision.peek();
  }

  function obey(command: EditorCommand | undefined) {
    if (!command || command === obeyed) return;
    obeyed = command;
    if (command.kind === 'undo') {
      // An editor that was not there when the text was replaced can't undo it.
      if (!undo(view)) store.setText(command.before.toString());
      view.focus();
      return;
    }
    const range = EditorSelection.range(command.from, command.to);
    if (command.kind === 'reveal') {
      view.dispatch({ effects: EditorView.scrollIntoView(range, { y: 'nearest', yMargin: 24 }) });
    } else {
      view.dispatch({ selection: range, scrollIntoView: true, userEvent: 'select' });
      view.focus();
    }
  }

  const stopFollowing = effect(() => follow(store.revision.value));
  const stopObeying = effect(() => obey(store.command.value));

  return {
    update(update) {
      const { docChanged, selectionSet, state } = update;
      if (!docChanged && !selectionSet) return;
      batch(() => {
        if (docChanged && !isFollowing) tell(update);
        store.focus.moveCaret(state.selection.main.head);
      });
    },
    destroy() {
      stopFollowing();
      stopObeying();
    },
  };
}

export const storeSync = (store: Store) =>
  ViewPlugin.define((view) => createStoreSync(view, store));
