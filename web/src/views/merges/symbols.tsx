// A symbol within a sentence.
import { visibleBytes } from '../../state/visible.ts';
import { useStore } from '../store-context.ts';
import { TokenLabel } from '../token-label.tsx';
import { spokenBytes } from './labels.ts';

export function Symbols({ of }: { of: Uint8Array }) {
  const { words } = useStore();
  return (
    <>
      <code class="symbols" translate={false} aria-hidden="true">
        <TokenLabel parts={visibleBytes(of)} />
      </code>
      <span class="visually-hidden">{spokenBytes(of, words.value)}</span>
    </>
  );
}
