// A box that scrolls sideways, by keyboard too.
import type { ComponentChildren, RefObject } from 'preact';

interface Properties {
  label: string;
  class: string;
  box?: RefObject<HTMLDivElement | null>;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

export function ScrollBox({ label, class: style, box, onKeyDown, children }: Properties) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div
      role="group"
      class={style}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      {...(box && { ref: box })}
      {...(onKeyDown && { onKeyDown })}
    >
      {children}
    </div>
  );
}
