// The text and the caret, from the editor to the store and back.
import { isolateHistory, undo } from '@codemirror/commands';
import { EditorSelection } from '@codemirror/state';
import { EditorView, type PluginValue, ViewPlugin } from '@codemirror/view';
import { effect } from '@preact/signals';
import type { EditorCommand, Store } from '../state/store.ts';

function createStoreSync(view: EditorView, store: Store): PluginValue {
  let text = store.text.peek();
  let obeyed = store.command.peek();

  /** Takes over a text that did not come from here, as an edit that can be undone. */
  function follow(next: string) {
    if (next === text) return;
    text = next;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: view.state.toText(next) },
      selection: { anchor: 0 },
      effects: EditorView.scrollIntoView(0),
      annotations: isolateHistory.of('full'),
      userEvent: 'input.replace',
    });
  }

  function obey(command: EditorCommand | undefined) {
    if (!command || command === obeyed) return;
    obeyed = command;
    if (command.kind === 'undo') {
      undo(view);
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

  const stopFollowing = effect(() => follow(store.text.value));
  const stopObeying = effect(() => obey(store.command.value));

  return {
    update({ docChanged, selectionSet, state }) {
      if (docChanged) {
        text = state.doc.toString();
        if (text !== store.text.peek()) store.edit(text);
      }
      if (docChanged || selectionSet) store.focus.moveCaret(state.selection.main.head);
    },
    destroy() {
      stopFollowing();
      stopObeying();
    },
  };
}

export const storeSync = (store: Store) =>
  ViewPlugin.define((view) => createStoreSync(view, store));
