// Keeps the painted tokens in step with the text. Everything is read and drawn in
// the editor's measure phase: after a key press that is the very next frame.
import { type EditorView, type PluginValue, ViewPlugin } from '@codemirror/view';
import { effect } from '@preact/signals';
import type { Store } from '../state/store.ts';
import { type Geometry, tokenAtPoint } from './geometry.ts';
import { createHighlightPainter, hasHighlights, type Paint, paintOf } from './highlights.ts';
import { measureTokens } from './measure.ts';
import { createOverlay } from './overlay.ts';
import { isInSight, nearSight, rangesNearSight, rangesToPaint } from './sight.ts';
import { isOfText } from './visible-tokens.ts';

interface Reading {
  paint: Paint;
  geometry: Geometry | undefined;
}

function createTokenPainter(view: EditorView, store: Store): PluginValue {
  const { showWhitespace } = store.preferences;
  const painter = hasHighlights() ? createHighlightPainter() : undefined;
  const overlay = createOverlay(view.scrollDOM);
  let geometry: Geometry | undefined;

  function read(): Reading {
    const live = store.live.peek();
    if (!isOfText(live, view)) return { paint: new Map(), geometry: undefined };
    const sight = nearSight(view);
    const ranges = rangesNearSight(view, sight);
    const withWhitespace = showWhitespace.peek();
    return {
      paint: painter ? paintOf(view, live, rangesToPaint(view, ranges)) : new Map(),
      geometry:
        live.status === 'ready'
          ? measureTokens(view, { tokens: live, sight, ranges, withWhitespace })
          : undefined,
    };
  }

  function write(reading: Reading) {
    painter?.paint(reading.paint);
    geometry = reading.geometry;
    if (geometry) overlay.draw(geometry);
    else overlay.clear();
    outline(store.focus.index.peek());
  }

  /** Geometry of the tokens as they are now; none while a measurement is due. */
  const upToDate = () => (geometry?.tokens === store.live.peek() ? geometry : undefined);

  function outline(index: number | undefined) {
    const now = upToDate();
    if (now) overlay.outline(now, index);
  }

  function point(event: PointerEvent) {
    const now = upToDate();
    if (!now) return;
    const origin = view.contentDOM.getBoundingClientRect();
    const x = (event.clientX - origin.left) / view.scaleX;
    const y = (event.clientY - origin.top) / view.scaleY;
    const index = tokenAtPoint(now, view.defaultLineHeight, x, y);
    if (index !== undefined) store.focus.point('text', index);
  }

  const request = { key: overlay, read, write };
  const schedule = () => view.requestMeasure(request);

  const followScroll = () => {
    if (geometry && !isInSight(geometry.sight, view)) schedule();
  };

  view.scrollDOM.addEventListener('pointermove', point);
  view.scrollDOM.addEventListener('scroll', followScroll, { passive: true });
  const stopPainting = effect(() => {
    store.live.value;
    showWhitespace.value;
    schedule();
  });
  const stopOutlining = effect(() => outline(store.focus.index.value));

  return {
    update(update) {
      if (update.docChanged || update.viewportChanged || update.geometryChanged) schedule();
    },
    destroy() {
      stopPainting();
      stopOutlining();
      view.scrollDOM.removeEventListener('pointermove', point);
      view.scrollDOM.removeEventListener('scroll', followScroll);
      painter?.clear();
      overlay.remove();
    },
  };
}

export const tokenPainter = (store: Store) =>
  ViewPlugin.define((view) => createTokenPainter(view, store));
