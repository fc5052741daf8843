// Where arrow keys lead among options that flow in rows, as they stand on the screen.

const centre = (box: DOMRect) => box.left + box.width / 2;

/** The option in the next row, above or below, that is nearest to the one at `index`. */
function inNextRow(
  boxes: readonly DOMRect[],
  index: number,
  direction: 1 | -1,
): number | undefined {
  const here = boxes[index];
  if (!here) return undefined;
  const isBeyond = (box: DOMRect) =>
    direction > 0 ? box.top >= here.bottom - 1 : box.bottom <= here.top + 1;
  const beyond = [...boxes.keys()].filter((i) => isBeyond(boxes[i] ?? here));
  const row = direction > 0 ? boxes[beyond[0] ?? -1] : boxes[beyond.at(-1) ?? -1];
  if (!row) return undefined;
  const distance = (i: number) => Math.abs(centre(boxes[i] ?? row) - centre(here));
  return beyond
    .filter((i) => Math.abs((boxes[i]?.top ?? 0) - row.top) < 2)
    .reduce((best, i) => (distance(i) < distance(best) ? i : best));
}

/** The option that a key leads to from the selected one. */
export function neighbourOf(list: Element, key: string): Element | undefined {
  const options = [...list.querySelectorAll('[role=option]')];
  const index = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
  const boxes = () => options.map((option) => option.getBoundingClientRect());
  switch (key) {
    case 'ArrowRight':
      return options[index + 1];
    case 'ArrowLeft':
      return options[Math.max(0, index - 1)];
    case 'ArrowDown':
      return index < 0 ? options[0] : options[inNextRow(boxes(), index, 1) ?? index];
    case 'ArrowUp':
      return index < 0 ? options[0] : options[inNextRow(boxes(), index, -1) ?? index];
    case 'Home':
      return options[0];
    case 'End':
      return options.at(-1);
    default:
      return undefined;
  }
}
