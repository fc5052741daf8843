// Keeps the painted tokens in step with the text. Everything is read and drawn in
// the editor's measure phase: after a key press that is the very next frame. That frame paints what
// is in sight; what one may scroll to is painted when the typing pauses.
import { type EditorView, type PluginValue, ViewPlugin } from '@codemirror/view';
import { effect } from '@preact/signals';
import type { Live } from '../state/live-tokens.ts';
import type { Store } from '../state/store.ts';
import { type Geometry, tokenAtPoint } from './geometry.ts';
import { createHighlightPainter, hasHighlights, type Paint, paintOf } from './highlights.ts';
import { createOverlay } from './overlay.ts';
import { inSight, isInSight, nearSight, rangesNearSight, rangesToPaint } from './sight.ts';
import { createTokenMeter } from './token-meter.ts';
import { isOfText } from './visible-tokens.ts';

/** In ms. */
const PAUSE = 200;

interface Reading {
  paint: Paint;
  geometry: Geometry | undefined;
}

function createTokenPainter(view: EditorView, store: Store): PluginValue {
  const { showWhitespace } = store.preferences;
  const painter = hasHighlights() ? createHighlightPainter() : undefined;
  const overlay = createOverlay(view.scrollDOM);
  const measureTokens = createTokenMeter(view);
  let geometry: Geometry | undefined;
  let latest: Live | undefined;
  /** While it is set, only what is in sight is painted. */
  let pause: ReturnType<typeof setTimeout> | undefined;

  function endPause() {
    clearTimeout(pause);
    pause = undefined;
    schedule();
  }

  function read(): Reading {
    const live = store.live.peek();
    if (!isOfText(live, view)) return { paint: new Map(), geometry: undefined };
    if (live !== latest) {
      latest = live;
      clearTimeout(pause);
      pause = setTimeout(endPause, PAUSE);
    }
    const isTyping = pause !== undefined;
    const sight = isTyping ? inSight(view) : nearSight(view);
    const ranges = rangesNearSight(view, sight);
    const withWhitespace = showWhitespace.peek();
    const toPaint = isTyping ? ranges : rangesToPaint(view, ranges);
    return {
      paint: painter ? paintOf(view, live, toPaint) : new Map(),
      geometry:
        live.status === 'ready'
          ? measureTokens({ tokens: live, sight, ranges, withWhitespace })
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
    if (geometry && !isInSight(geometry.sight, view)) endPause();
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
      clearTimeout(pause);
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
