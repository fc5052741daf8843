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
      const now = store.ready.value;
      if (!now) return;
      const facts = { encoding: now.encoding.name, count: now.tokens.ids.length };
      if (isReady) tell('bpeek-change', { ...facts, value: now.text });
      else tell('bpeek-ready', facts);
      isReady = true;
    }),
    effect(() => {
      const index = store.focus.index.value;
      const tokens = store.ready.peek()?.tokens;
      if (index === undefined || !tokens || store.focus.by.value === 'place') return;
      const id = tokens.ids[index] ?? 0;
      tell('bpeek-token', { index, id, begin: beginOf(tokens, index), end: endOf(tokens, index) });
    }),
    effect(() => {
      const before = step;
      step = store.route.params.value.get('step');
      if (step !== before && step !== undefined) tell('bpeek-step', { step: Number(step) });
    }),
    effect(() => {
      const failure = store.encoding.failure.value;
      if (failure) tellError(failure.error);
    }),
    effect(() => {
      const now = store.tokenization.value;
      if (now.status === 'refused') tellError(now.error);
    }),
  ];
  function tellError({ code, message, offset }: BpeekError) {
    tell('bpeek-error', { code, message, offset });
  }
  return () => {
    for (const stop of stops) stop();
  };
}
