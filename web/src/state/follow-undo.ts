import { effect } from '@preact/signals';
import type { Store } from './store.ts';

/** Undoes what has replaced the text, while there is no editor to do it. */
export function followUndo(store: Store): () => void {
  let obeyed = store.command.peek();
  return effect(() => {
    const command = store.command.value;
    if (command === obeyed) return;
    obeyed = command;
    if (command?.kind === 'undo') store.setText(command.before.toString());
  });
}
