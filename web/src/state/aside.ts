// What stands beside the text: the list of its tokens, and the card of one of them. They follow a
// pointer at once, but typing only when the text itself has been painted: there the eye is, and all
// of the list may have changed.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { TokenChange } from '../../../wasm/index.ts';
import type { FocusState } from './focus.ts';
import { afterPaint } from './idle.ts';
import { joined, type LiveTokens } from './live-tokens.ts';

/** Some tokens, and what has been done to them since. */
export interface Since {
  readonly tokens: LiveTokens;
  readonly change: TokenChange;
}

export interface Shown {
  readonly tokens: LiveTokens | undefined;
  /** What was shown before; undefined where the way from there is unknown. */
  readonly since: Since | undefined;
  /** The token in focus, and what put it there. */
  readonly index: number | undefined;
  readonly by: FocusState['by']['value'];
}

export interface Aside {
  readonly shown: ReadonlySignal<Shown>;
  dispose(): void;
}

/** Whether these are the tokens of one document before and after some edits, neither being empty. */
const isEdited = (one: LiveTokens | undefined, next: LiveTokens | undefined) =>
  one !== undefined &&
  next !== undefined &&
  one.revision !== next.revision &&
  one.encoding === next.encoding &&
  one.policy === next.policy &&
  one.count > 0 &&
  next.count > 0;

export function createAside(
  tokens: ReadonlySignal<LiveTokens | undefined>,
  focus: FocusState,
): Aside {
  const now = (since?: Since): Shown => ({
    tokens: tokens.peek(),
    since,
    index: focus.index.peek(),
    by: focus.by.peek(),
  });
  const shown = signal(now());
  let latest = tokens.peek();
  /** What leads from the tokens that are shown to the latest ones. */
  let way: TokenChange | undefined;
  let stopWaiting: (() => void) | undefined;

  function catchUp() {
    stopWaiting?.();
    stopWaiting = undefined;
    const before = shown.peek().tokens;
    shown.value = now(before && way && { tokens: before, change: way });
    way = undefined;
  }

  const stop = effect(() => {
    const next = tokens.value;
    focus.index.value;
    focus.by.value;
    const before = shown.peek().tokens;
    if (next !== latest) {
      const step = next?.change;
      way = latest === before ? step : way && step && joined(way, step);
      latest = next;
    }
    if (isEdited(before, next)) stopWaiting ??= afterPaint(catchUp);
    else catchUp();
  });

  return {
    shown,
    dispose() {
      stop();
      stopWaiting?.();
    },
  };
}
