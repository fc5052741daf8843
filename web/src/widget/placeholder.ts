// What a widget shows before the playground is there: the text inside the tag, as
// readers without JavaScript see it, and, if so wished, a button to go on.
import type { WidgetWords } from '../i18n/widget-words.ts';
import { hostStyles } from './host-styles.ts';

export interface Placeholder {
  /** Resolves when the reader asks for the playground. */
  ask(cancelled: AbortSignal): Promise<void>;
  /** The same, after a failure, which is told. */
  askAgain(cancelled: AbortSignal): Promise<void>;
}

/** An event that is waited for, unless everything has been called off. */
export function once(target: EventTarget, type: string, cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    target.addEventListener(type, () => resolve(), { once: true, signal: cancelled });
    cancelled.addEventListener('abort', () => reject(cancelled.reason), { once: true });
  });
}

export function createPlaceholder(root: ShadowRoot, words: WidgetWords): Placeholder {
  root.adoptedStyleSheets = [hostStyles()];
  const text = document.createElement('div');
  text.className = 'placeholder';
  text.append(document.createElement('slot'));
  root.replaceChildren(text);

  async function press(label: string, cancelled: AbortSignal, message?: string) {
    const bar = document.createElement('div');
    bar.className = 'placeholder-bar';
    if (message !== undefined) {
      const line = document.createElement('p');
      line.role = 'alert';
      line.textContent = message;
      bar.append(line);
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    bar.append(button);
    root.append(bar);
    try {
      await once(button, 'click', cancelled);
    } finally {
      bar.remove();
    }
  }

  return {
    ask: (cancelled) => press(words.show, cancelled),
    askAgain: (cancelled) => press(words.again, cancelled, words.failed),
  };
}
