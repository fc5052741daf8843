// Light or dark: the system's choice until the reader makes another.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Storage } from './storage.ts';

export type Theme = 'light' | 'dark';

// index.html reads the same key before anything is painted.
const KEY = 'bpeek.theme';

export interface ThemeState {
  readonly theme: ReadonlySignal<Theme>;
  /** What the reader chose, if it differs from the system's. */
  readonly chosen: ReadonlySignal<Theme | undefined>;
  /** Undefined: the system's. */
  choose(theme: Theme | undefined): void;
  toggle(): void;
  dispose(): void;
}

const asTheme = (value: string | undefined): Theme | undefined =>
  value === 'light' || value === 'dark' ? value : undefined;

export function createThemeState(storage: Storage): ThemeState {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const ofSystem = signal<Theme>(query.matches ? 'dark' : 'light');
  const chosen = signal<Theme | undefined>(asTheme(storage.read(KEY)));
  const follow = () => {
    ofSystem.value = query.matches ? 'dark' : 'light';
  };
  query.addEventListener('change', follow);
  const theme = computed<Theme>(() => chosen.value ?? ofSystem.value);
  function choose(next: Theme | undefined) {
    chosen.value = next;
    storage.write(KEY, next ?? '');
  }
  return {
    theme,
    chosen,
    choose,
    toggle() {
      const next = theme.peek() === 'dark' ? 'light' : 'dark';
      choose(next === ofSystem.peek() ? undefined : next);
    },
    dispose: () => query.removeEventListener('change', follow),
  };
}
