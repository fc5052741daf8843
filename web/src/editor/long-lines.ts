// Typing in a very long line. The browser goes over all of a text node again and again, so the line
// is cut into stretches, each an element of its own; and the editor compares all of the line with
// what the browser has made of it, so typed characters are taken from the event instead.
import { type Extension, RangeSet, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from '@codemirror/view';
import type { Range } from './visible-tokens.ts';

/** Lines up to this length are left as they are. */
const LONG = 4000;
const STRETCH = 500;

// Neighbours that are the same would become one.
const marks = ['stretch-odd', 'stretch-even'].map((name) => Decoration.mark({ class: name }));

/** The parts of long lines in some ranges. */
function longParts(text: Text, ranges: readonly Range[]): Range[] {
  const parts: Range[] = [];
  for (const { from, to } of ranges) {
    for (let at = from; at <= to; ) {
      const line = text.lineAt(at);
      if (line.length > LONG) parts.push({ from: at, to: Math.min(to, line.to) });
      at = line.to + 1;
    }
  }
  return parts;
}

/** Where a stretch ends: after a space, so that no character and no ligature is cut. */
function stretchEnd(text: Text, { from, to }: Range): number {
  const most = Math.min(to, from + 2 * STRETCH);
  const space = text.sliceString(Math.min(most, from + STRETCH), most).indexOf(' ');
  return space < 0 ? most : from + STRETCH + space + 1;
}

function cut(text: Text, ranges: readonly Range[]): DecorationSet {
  const stretches: ReturnType<Decoration['range']>[] = [];
  for (const { from, to } of longParts(text, ranges)) {
    for (let start = from; start < to; ) {
      const end = stretchEnd(text, { from: start, to });
      const mark = marks[stretches.length % 2];
      if (mark) stretches.push(mark.range(start, end));
      start = end;
    }
  }
  return RangeSet.of(stretches);
}

/** Whether stretches reach everywhere; a few characters between two of them don't matter. */
function isCut(stretches: DecorationSet, text: Text, ranges: readonly Range[]): boolean {
  return longParts(text, ranges).every(({ from, to }) => {
    let reached = from;
    stretches.between(from, to, (start, end) => {
      if (start <= reached + STRETCH) reached = Math.max(reached, end);
    });
    return reached + STRETCH >= to;
  });
}

const stretches = ViewPlugin.define(
  ({ state, visibleRanges }) => ({
    decorations: cut(state.doc, visibleRanges),
    update({ view, state: now, changes }) {
      const moved = this.decorations.map(changes);
      // Old stretches stay, so that an edit changes one of them; and a composition is left alone.
      const isFine = view.composing || isCut(moved, now.doc, view.visibleRanges);
      this.decorations = isFine ? moved : cut(now.doc, view.visibleRanges);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data, isComposing, cancelable } = event;
    const { state } = view;
    const isTyped = inputType === 'insertText' && data && cancelable;
    if (!isTyped || isComposing || view.composing || state.readOnly) return false;
    if (state.doc.lineAt(state.selection.main.head).length <= LONG) return false;
    event.preventDefault();
    view.dispatch(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

export const longLines: Extension = [stretches, typing];
