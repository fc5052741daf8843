// A token by itself, on a tint.
import type { Run } from '../../state/train/run.ts';
import { labelOf } from '../../state/train/vocabulary.ts';
import { TokenLabel } from '../token-label.tsx';

interface Properties {
  run: Run;
  id: number;
  tint: number;
}

export function TokenChip({ run, id, tint }: Properties) {
  return (
    <span class={`token-chip bpeek-tint-${tint}`} translate={false}>
      <TokenLabel parts={labelOf(run.bytes(id))} />
    </span>
  );
}
