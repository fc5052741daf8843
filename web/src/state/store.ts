// The state of one playground. Several can live on a page, each with a store of
// its own. A few source signals; everything else is computed from them.
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { encodings } from '../../../wasm/index.ts';
import { dictionaries, type Locale, type Messages } from '../i18n/messages.ts';
import { createEncodingState, type EncodingState, type LoadTokenizer } from './encoding.ts';
import type { Example } from './examples.ts';
import { readText } from './file.ts';
import { createFocusState, type FocusState } from './focus.ts';
import { keepText, readKeptText } from './kept-text.ts';
import type { Notice } from './notice.ts';
import { createPreferences, type Preferences } from './preferences.ts';
import { createRoute, type Route } from './route.ts';
import type { Storage } from './storage.ts';
import { createTextState } from './text.ts';
import { createThemeState, type ThemeState } from './theme.ts';
import { type Ready, type Tokenization, tokenize } from './tokenization.ts';
import { beginOf, endOf } from './tokens.ts';
import { sizeOf, type TextSize } from './utf8.ts';

/** What only the editor can do with the text. A new object is a new wish. */
export type EditorCommand =
  | { kind: 'reveal'; from: number; to: number }
  | { kind: 'select'; from: number; to: number }
  | { kind: 'undo' };

export interface Store {
  readonly words: ReadonlySignal<Messages>;
  readonly locale: ReadonlySignal<Locale>;
  readonly route: Route;
  readonly theme: ThemeState;
  readonly preferences: Preferences;
  /** What there is to choose from. */
  readonly encodings: typeof encodings;
  readonly encoding: EncodingState;
  readonly text: ReadonlySignal<string>;
  readonly tokenization: ReadonlySignal<Tokenization>;
  readonly ready: ReadonlySignal<Ready | undefined>;
  /** Known before there are tokens, and without them. */
  readonly size: ReadonlySignal<TextSize | undefined>;
  readonly focus: FocusState;
  readonly notice: ReadonlySignal<Notice | undefined>;
  readonly isTextKept: ReadonlySignal<boolean>;
  readonly command: ReadonlySignal<EditorCommand | undefined>;

  /** The text as the editor has it after an edit. */
  edit(text: string): void;
  openExample(example: Example): void;
  openFile(file: File): Promise<void>;
  dismissNotice(): void;
  undoReplacement(): void;
  /** Steps to a token in the list and brings it into view in the text. */
  stepTo(index: number): void;
  /** Selects a token in the text and puts the caret there. */
  selectToken(index: number): void;
  showInText(from: number, to: number): void;
  chooseEncoding(name: string): void;
  dispose(): void;
}

export interface StoreOptions {
  load: LoadTokenizer;
  views: readonly [string, ...string[]];
  /** Kept from visit to visit. */
  settings: Storage;
  /** Kept until the tab is closed. */
  session: Storage;
}

const DEFAULT_ENCODING = 'o200k_base';

export function createStore({ load, views, settings, session }: StoreOptions): Store {
  const locale = signal<Locale>('en');
  const words = computed<Messages>(() => dictionaries[locale.value]);
  const names = encodings.map(({ name }) => name);
  const preferences = createPreferences(settings, names, DEFAULT_ENCODING);
  const encoding = createEncodingState(load, preferences.encoding.peek());
  const { welcome, welcomePlace } = words.peek();
  const text = createTextState(readKeptText(session) ?? welcome);
  const kept = keepText(text.text, session);
  const notice = signal<Notice | undefined>(undefined);
  const command = signal<EditorCommand | undefined>(undefined);

  const tokenization = computed<Tokenization>(() => {
    const { current } = encoding;
    if (!current.value) return { status: 'loading' };
    if (text.settled.value !== text.text.value) return { status: 'counting' };
    return tokenize(text.settled.value, current.value, preferences.policy.value);
  });
  const ready = computed(() =>
    tokenization.value.status === 'ready' ? tokenization.value : undefined,
  );
  const size = computed(() =>
    text.settled.value === text.text.value ? sizeOf(text.settled.value) : undefined,
  );
  const focus = createFocusState(ready, Math.max(0, text.text.peek().indexOf(welcomePlace)));
  const route = createRoute(views);
  const theme = createThemeState(settings);

  // Only an encoding that has been loaded is worth remembering.
  const rememberEncoding = effect(() => {
    const { current } = encoding;
    if (current.value) preferences.encoding.value = current.value.name;
  });

  const replace = (next: string, because: Notice) =>
    batch(() => {
      text.set(next);
      focus.moveCaret(0);
      notice.value = because;
    });
  const tokenRange = (index: number) => {
    const tokens = ready.peek()?.tokens;
    return tokens && { from: beginOf(tokens, index), to: endOf(tokens, index) };
  };

  void encoding.choose(preferences.encoding.peek());

  return {
    words,
    locale,
    route,
    theme,
    preferences,
    encodings,
    encoding,
    text: text.text,
    tokenization,
    ready,
    size,
    focus,
    notice,
    isTextKept: kept.isKept,
    command,

    edit(next) {
      batch(() => {
        text.set(next);
        notice.value = undefined;
      });
    },
    openExample(example) {
      replace(example.text, { kind: 'loaded-example', example: example.title });
    },
    async openFile(file) {
      const result = await readText(file);
      if ('problem' in result) notice.value = result.problem;
      else replace(result.text, { kind: 'loaded-file', file: file.name, size: file.size });
    },
    dismissNotice() {
      notice.value = undefined;
    },
    undoReplacement() {
      batch(() => {
        notice.value = undefined;
        command.value = { kind: 'undo' };
      });
    },
    stepTo(index) {
      focus.point('list', index);
      const range = tokenRange(index);
      if (range) command.value = { kind: 'reveal', ...range };
    },
    selectToken(index) {
      const range = tokenRange(index);
      if (range) command.value = { kind: 'select', ...range };
    },
    showInText(from, to) {
      command.value = { kind: 'select', from, to };
    },
    chooseEncoding(name) {
      void encoding.choose(name);
    },
    dispose() {
      rememberEncoding();
      for (const part of [route, theme, preferences, kept, text, encoding]) part.dispose();
    },
  };
}
