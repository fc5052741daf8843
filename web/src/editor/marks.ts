// Painting by mark decorations, for browsers without the CSS Custom Highlight API.
import { RangeSet, StateEffect } from '@codemirror/state';
import { Decoration, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { effect } from '@preact/signals';
import type { Live } from '../state/live-tokens.ts';
import type { Store } from '../state/store.ts';
import { forEachPainted, isOfText, styles } from './visible-tokens.ts';

const repaint = StateEffect.define<null>();

const marks = new Map(styles.map((style) => [style, Decoration.mark({ class: style })]));

function createTokenMarks(view: EditorView, store: Store) {
  let isAlive = true;
  let shown: Live | undefined;

  function build() {
    shown = store.live.peek();
    const built: ReturnType<Decoration['range']>[] = [];
    if (isOfText(shown, view)) {
      forEachPainted(shown, view.visibleRanges, (style, from, to) => {
        const mark = marks.get(style);
        if (mark) built.push(mark.range(from, to));
      });
    }
    return RangeSet.of(built, true);
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
        if (isAlive && shown !== store.live.peek()) {
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
    store.live.value;
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
