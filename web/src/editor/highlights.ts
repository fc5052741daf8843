// Painting by the CSS Custom Highlight API. The document has one registry of
// highlights, so that all editors on a page share them and each adds and removes
// only ranges of its own.
import type { EditorView } from '@codemirror/view';
import type { Live } from '../state/live-tokens.ts';
import { createDomPositions } from './dom-positions.ts';
import { forEachPainted, type Range } from './visible-tokens.ts';

export const hasHighlights = () => typeof CSS !== 'undefined' && 'highlights' in CSS;

export type Paint = Map<string, StaticRange[]>;

export function paintOf(view: EditorView, live: Live, ranges: readonly Range[]): Paint {
  const paint: Paint = new Map();
  const positions = createDomPositions(view);
  forEachPainted(live, ranges, (style, from, to) => {
    const start = positions.start(from);
    const end = positions.end(to);
    const range = new StaticRange({
      startContainer: start.node,
      startOffset: start.offset,
      endContainer: end.node,
      endOffset: end.offset,
    });
    const alike = paint.get(style);
    if (alike) alike.push(range);
    else paint.set(style, [range]);
  });
  return paint;
}

function highlightNamed(name: string): Highlight {
  const known = CSS.highlights.get(name);
  if (known) return known;
  const fresh = new Highlight();
  // The dotted line under a shared character lies over the tint of its token.
  if (name === 'bpeek-shared') fresh.priority = 1;
  CSS.highlights.set(name, fresh);
  return fresh;
}

export function createHighlightPainter() {
  let painted: Paint = new Map();

  function clear() {
    for (const [name, ranges] of painted) {
      const highlight = highlightNamed(name);
      if (highlight.size === ranges.length) highlight.clear();
      else for (const range of ranges) highlight.delete(range);
    }
    painted = new Map();
  }

  return {
    paint(next: Paint) {
      clear();
      for (const [name, ranges] of next) {
        const highlight = highlightNamed(name);
        for (const range of ranges) highlight.add(range);
      }
      painted = next;
    },
    clear,
  };
}
