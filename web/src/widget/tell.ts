// What happens in a widget's store, told to the page as events.
import { effect } from '@preact/signals';
import type { BpeekError } from '../../../wasm/index.ts';
import type { Store } from '../state/store.ts';
import { beginOf, endOf } from '../state/tokens.ts';
import type { Tell } from './events.ts';

export function tellOf(store: Store, tell: Tell): () => void {
  let isReady = false;
  let step: string | undefined;
  const stops = [
    effect(() => {
      const now = store.liveTokens.value;
      if (!now) return;
      const detail = { encoding: now.encoding.name, count: now.count };
      tell({ name: isReady ? 'bpeek-change' : 'bpeek-ready', detail });
      isReady = true;
    }),
    effect(() => {
      const index = store.focus.index.value;
      const tokens = store.liveTokens.peek();
      if (index === undefined || !tokens || store.focus.by.value === 'place') return;
      const token = tokens.at(index, 1);
      const id = token.ids[0] ?? 0;
      const detail = { index, id, begin: beginOf(token, 0), end: endOf(token, 0) };
      tell({ name: 'bpeek-token', detail });
    }),
    effect(() => {
      const before = step;
      step = store.route.params.value.get('step');
      if (step === before || step === undefined) return;
      tell({ name: 'bpeek-step', detail: { step: Number(step) } });
    }),
    effect(() => {
      const failure = store.encoding.failure.value;
      if (failure) tellError(failure.error);
    }),
    effect(() => {
      const now = store.live.value;
      if (now.status === 'refused') tellError(now.error);
    }),
  ];
  function tellError({ code, message, offset }: BpeekError) {
    tell({ name: 'bpeek-error', detail: { code, message, offset } });
  }
  return () => {
    for (const stop of stops) stop();
  };
}
