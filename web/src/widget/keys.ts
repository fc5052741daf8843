// Whose keys are whose. The page around sees the element, not the field inside it that is typed
// in, and would take letters for its own: slides turn, search boxes open.

const types = ['keydown', 'keypress', 'keyup'] as const;

function keepInside(event: Event) {
  if (!(event instanceof KeyboardEvent)) return;
  const isForPage = event.ctrlKey || event.metaKey || event.altKey;
  if (!isForPage) event.stopPropagation();
}

/** As in an iframe, keys that are pressed inside stay inside; what has a modifier goes on. */
export function keepKeys(root: ShadowRoot): () => void {
  for (const type of types) root.addEventListener(type, keepInside);
  return () => {
    for (const type of types) root.removeEventListener(type, keepInside);
  };
}
