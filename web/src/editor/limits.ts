// What the reader may do to the text: change it at all, and make it how long.
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, ViewPlugin } from '@codemirror/view';
import { effect } from '@preact/signals';
import type { Store } from '../state/store.ts';

export function limits(store: Store): Extension {
  const { isReadonly, maxLength } = store.editing;
  const editable = new Compartment();

  const noLonger = EditorState.changeFilter.of(({ docChanged, newDoc, startState }) => {
    const limit = maxLength.peek();
    const isTooLong = docChanged && newDoc.length > limit && newDoc.length > startState.doc.length;
    // Not while the editor is updating.
    if (isTooLong) queueMicrotask(() => store.refuseLength(limit));
    return !isTooLong;
  });

  const follow = ViewPlugin.define((view) => {
    const stop = effect(() => {
      if (view.state.readOnly === isReadonly.value) return;
      const readOnly = EditorState.readOnly.of(isReadonly.value);
      view.dispatch({ effects: editable.reconfigure(readOnly) });
    });
    return { destroy: stop };
  });

  return [
    editable.of(EditorState.readOnly.of(isReadonly.peek())),
    EditorView.contentAttributes.of((view) => ({
      'aria-readonly': String(view.state.readOnly),
    })),
    noLonger,
    follow,
  ];
}
