// Keys as a plain text field has them: Enter and Backspace change one character,
// for every space is somebody's token, and Tab moves on to the next control.
import {
  deleteCharBackwardStrict,
  historyKeymap,
  insertNewline,
  standardKeymap,
} from '@codemirror/commands';
import type { KeyBinding } from '@codemirror/view';

export const keys: readonly KeyBinding[] = [
  { key: 'Enter', run: insertNewline, shift: insertNewline },
  {
    key: 'Backspace',
    run: deleteCharBackwardStrict,
    shift: deleteCharBackwardStrict,
    preventDefault: true,
  },
  ...historyKeymap,
  ...standardKeymap,
];
