// Tells a screen reader the count, once the typing pauses.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useStore } from '../store-context.ts';

const PAUSE = 800;

export function Announcer() {
  const { liveTokens, words } = useStore();
  const said = useSignal('');
  const now = liveTokens.value;
  const saying = now ? words.value.announceCount(now.count, now.encoding.name) : '';
  useEffect(() => {
    const waiting = setTimeout(() => {
      said.value = saying;
    }, PAUSE);
    return () => clearTimeout(waiting);
  }, [saying, said]);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
