// Arrow keys go from step to step, wherever the steps are shown.
import type { MergesState } from '../../state/merges/merges.ts';

const WAYS: Readonly<Record<string, (step: number, total: number) => number>> = {
  ArrowLeft: (step) => step - 1,
  ArrowUp: (step) => step - 1,
  ArrowRight: (step) => step + 1,
  ArrowDown: (step) => step + 1,
  Home: () => 0,
  End: (_, total) => total,
};

export const stepByKey =
  ({ step, total, goTo }: MergesState) =>
  (event: KeyboardEvent) => {
    const way = WAYS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(way(step.peek(), total.peek()));
  };
