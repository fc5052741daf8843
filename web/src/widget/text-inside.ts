// The text inside a tag, as its author meant it.

/**
 * All text inside the element, without the line break after its opening tag and the white space
 * before its closing one, and without what all lines are indented by.
 */
export function textInside(element: Element): string {
  const lines = (element.textContent ?? '')
    .replace(/^\r?\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  // The first line may follow the opening tag directly; then nothing is indented in common.
  const common = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(common)).join('\n');
}
