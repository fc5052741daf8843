// Keys as a plain text field has them: Enter and Backspace change one character,
// for every space is somebody's token, and Tab moves on to the next control.
//
// CodeMirror's own standardKeymap has the same, but its Enter indents, and its
// Backspace takes indentation back, which would bring a parser into the page.
import {
  cursorCharBackward,
  cursorCharForward,
  cursorCharLeft,
  cursorCharRight,
  cursorDocEnd,
  cursorDocStart,
  cursorGroupLeft,
  cursorGroupRight,
  cursorLineBoundaryBackward,
  cursorLineBoundaryForward,
  cursorLineBoundaryLeft,
  cursorLineBoundaryRight,
  cursorLineDown,
  cursorLineEnd,
  cursorLineStart,
  cursorLineUp,
  cursorPageDown,
  cursorPageUp,
  deleteGroupBackward,
  deleteGroupForward,
  deleteLineBoundaryBackward,
  deleteLineBoundaryForward,
  deleteToLineEnd,
  historyKeymap,
  insertNewline,
  selectAll,
  selectCharBackward,
  selectCharForward,
  selectCharLeft,
  selectCharRight,
  selectDocEnd,
  selectDocStart,
  selectGroupLeft,
  selectGroupRight,
  selectLineBoundaryBackward,
  selectLineBoundaryForward,
  selectLineBoundaryLeft,
  selectLineBoundaryRight,
  selectLineDown,
  selectLineEnd,
  selectLineStart,
  selectLineUp,
  selectPageDown,
  selectPageUp,
  splitLine,
  transposeChars,
} from '@codemirror/commands';
import type { Command, KeyBinding } from '@codemirror/view';
import { deleteCharacterBackward, deleteCharacterForward } from './delete-character.ts';

/** A way to go, with and without Shift. */
const go = (key: string, run: Command, shift: Command, mac?: string): KeyBinding => ({
  key,
  run,
  shift,
  preventDefault: true,
  ...(mac === undefined ? {} : { mac }),
});

/** The same where only a Mac has the key. */
const goOnMac = (mac: string, run: Command, shift?: Command): KeyBinding => ({
  mac,
  run,
  preventDefault: true,
  ...(shift === undefined ? {} : { shift }),
});

const ways: readonly KeyBinding[] = [
  go('ArrowLeft', cursorCharLeft, selectCharLeft),
  go('Mod-ArrowLeft', cursorGroupLeft, selectGroupLeft, 'Alt-ArrowLeft'),
  goOnMac('Cmd-ArrowLeft', cursorLineBoundaryLeft, selectLineBoundaryLeft),
  go('ArrowRight', cursorCharRight, selectCharRight),
  go('Mod-ArrowRight', cursorGroupRight, selectGroupRight, 'Alt-ArrowRight'),
  goOnMac('Cmd-ArrowRight', cursorLineBoundaryRight, selectLineBoundaryRight),
  go('ArrowUp', cursorLineUp, selectLineUp),
  goOnMac('Cmd-ArrowUp', cursorDocStart, selectDocStart),
  goOnMac('Ctrl-ArrowUp', cursorPageUp, selectPageUp),
  go('ArrowDown', cursorLineDown, selectLineDown),
  goOnMac('Cmd-ArrowDown', cursorDocEnd, selectDocEnd),
  goOnMac('Ctrl-ArrowDown', cursorPageDown, selectPageDown),
  go('PageUp', cursorPageUp, selectPageUp),
  go('PageDown', cursorPageDown, selectPageDown),
  go('Home', cursorLineBoundaryBackward, selectLineBoundaryBackward),
  go('Mod-Home', cursorDocStart, selectDocStart),
  go('End', cursorLineBoundaryForward, selectLineBoundaryForward),
  go('Mod-End', cursorDocEnd, selectDocEnd),
];

const changes: readonly KeyBinding[] = [
  { key: 'Enter', run: insertNewline, shift: insertNewline },
  go('Backspace', deleteCharacterBackward, deleteCharacterBackward),
  go('Delete', deleteCharacterForward, deleteCharacterForward),
  go('Mod-Backspace', deleteGroupBackward, deleteGroupBackward, 'Alt-Backspace'),
  go('Mod-Delete', deleteGroupForward, deleteGroupForward, 'Alt-Delete'),
  goOnMac('Mod-Backspace', deleteLineBoundaryBackward),
  goOnMac('Mod-Delete', deleteLineBoundaryForward),
  { key: 'Mod-a', run: selectAll },
];

/** What every text field of a Mac knows from Emacs. */
const ofMacs: readonly KeyBinding[] = [
  goOnMac('Ctrl-b', cursorCharBackward, selectCharBackward),
  goOnMac('Ctrl-f', cursorCharForward, selectCharForward),
  goOnMac('Ctrl-p', cursorLineUp, selectLineUp),
  goOnMac('Ctrl-n', cursorLineDown, selectLineDown),
  goOnMac('Ctrl-a', cursorLineStart, selectLineStart),
  goOnMac('Ctrl-e', cursorLineEnd, selectLineEnd),
  goOnMac('Ctrl-v', cursorPageDown),
  goOnMac('Ctrl-d', deleteCharacterForward),
  goOnMac('Ctrl-h', deleteCharacterBackward),
  goOnMac('Ctrl-Alt-h', deleteGroupBackward),
  goOnMac('Ctrl-k', deleteToLineEnd),
  goOnMac('Ctrl-o', splitLine),
  goOnMac('Ctrl-t', transposeChars),
];

export const keys: readonly KeyBinding[] = [...changes, ...historyKeymap, ...ways, ...ofMacs];
