// A button that opens a menu, by pointer or keyboard: arrows, Home, End, the first
// letter of an item, Escape.
import { useCallback, useEffect, useId, useRef, useState } from 'preact/hooks';
import { focusedIn, useDismiss } from './dismiss.ts';
import { ChevronIcon } from './icons.tsx';

export interface MenuItem {
  id: string;
  label: string;
  /** A second line, such as the beginning of what the item stands for. */
  detail?: string;
  onChoose: () => void;
}

export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  const entries = () =>
    Array.from(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []);
  const close = useCallback((isByKeyboard: boolean) => {
    setOpen(false);
    if (isByKeyboard) button.current?.focus();
  }, []);

  useEffect(() => {
    if (isOpen) entries()[0]?.focus();
  }, [isOpen]);
  useDismiss(root, isOpen, close);

  function move(event: KeyboardEvent) {
    const all = entries();
    const focused = focusedIn(root.current);
    const now = focused instanceof HTMLElement ? all.indexOf(focused) : -1;
    const next = {
      ArrowDown: (now + 1) % all.length,
      ArrowUp: (now + all.length - 1) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (next !== undefined) all[next]?.focus();
    else if (event.key.length === 1) {
      const rest = [...all.slice(now + 1), ...all.slice(0, now + 1)];
      const letter = event.key.toLocaleLowerCase();
      rest.find((entry) => entry.textContent?.toLocaleLowerCase().startsWith(letter))?.focus();
    } else return;
    event.preventDefault();
  }

  return (
    <div class="menu" ref={root}>
      <button
        type="button"
        class="button"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || isOpen) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {label}
        <ChevronIcon />
      </button>
      {isOpen && (
        <div class="menu-items" id={id} role="menu" aria-label={label} onKeyDown={move}>
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close(true);
                item.onChoose();
              }}
            >
              <span>{item.label}</span>
              {item.detail !== undefined && (
                <span class="menu-detail" translate={false} aria-hidden="true">
                  {item.detail}
                </span>
              )}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
