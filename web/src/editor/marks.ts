// Painting by mark decorations, for browsers without the CSS Custom Highlight API.
import { RangeSet, StateEffect } from '@codemirror/state';
import { Decoration, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { effect } from '@preact/signals';
import type { Store } from '../state/store.ts';
import type { Tokenization } from '../state/tokenization.ts';
import { forEachPainted, styles } from './visible-tokens.ts';

const repaint = StateEffect.define<null>();

const marks = new Map(styles.map((style) => [style, Decoration.mark({ class: style })]));

function createTokenMarks(view: EditorView, store: Store) {
  let isAlive = true;
  let shown: Tokenization | undefined;

  function build() {
    shown = store.tokenization.peek();
    const ranges: ReturnType<Decoration['range']>[] = [];
    if ('text' in shown && shown.text.length === view.state.doc.length) {
      forEachPainted(view, shown, (style, from, to) => {
        const mark = marks.get(style);
        if (mark) ranges.push(mark.range(from, to));
      });
    }
    return RangeSet.of(ranges, true);
  }

  const plugin = {
    decorations: build(),

    update({ docChanged, viewportChanged, changes, transactions }: ViewUpdate) {
      const isAsked = transactions.some((each) => each.effects.some((e) => e.is(repaint)));
      // New marks inside a composition would break it: move the old ones along.
      if (view.composing) {
        shown = undefined;
        plugin.decorations = plugin.decorations.map(changes);
      } else if (docChanged || viewportChanged || isAsked) plugin.decorations = build();
    },

    /** Brings the marks up to date, outside of any update that is going on. */
    refresh() {
      queueMicrotask(() => {
        if (isAlive && shown !== store.tokenization.peek()) {
          view.dispatch({ effects: repaint.of(null) });
        }
      });
    },

    destroy() {
      isAlive = false;
      stop();
    },
  };

  const stop = effect(() => {
    store.tokenization.value;
    plugin.refresh();
  });
  return plugin;
}

export const tokenMarks = (store: Store) =>
  ViewPlugin.define((view) => createTokenMarks(view, store), {
    decorations: (plugin) => plugin.decorations,
    eventHandlers: {
      compositionend() {
        this.refresh();
      },
    },
  });
