// The state of one playground. Several can live on a page, each with a store of
// its own. A few source signals; everything else is computed from them.
import type { Text } from '@codemirror/state';
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type Encoding as EncodingChoice,
  encodings,
  type LoadOptions,
  type Source,
  type Tokenizer,
} from '../../../wasm/index.ts';
import { dictionaries, type Locale, type Messages } from '../i18n/messages.ts';
import type { Address } from './address.ts';
import { CARRIED_FILE, readCarriedFile, writeCarriedFile } from './carried-file.ts';
import { type CarriedState, type Carrying, copyToClipboard, createCarrying } from './carry.ts';
import { createDecoding, type Decoding } from './decoding.ts';
import { saveFile } from './download.ts';
import { createEncodingState, type EncodingState, type LoadTokenizer } from './encoding.ts';
import { createEncodingPool, type EncodingPool } from './encoding-pool.ts';
import type { Example } from './examples.ts';
import { fetchFile, readText } from './file.ts';
import { createFocusState, type FocusState } from './focus.ts';
import { type IdForm, writeIds } from './ids.ts';
import { keepText, readKeptText } from './kept-text.ts';
import { createLiveTokens, isSlow, type Live, type LiveTokens, wholeOf } from './live-tokens.ts';
import type { CopiedKind, Notice } from './notice.ts';
import type { EncodingStorage } from './own/database.ts';
import { createModelOpening, type ModelOpening } from './own/model-opening.ts';
import { createOwnEncodings, type OwnEncodings } from './own/own-encodings.ts';
import { createPreferences, type Preferences } from './preferences.ts';
import { createRoute, type Route } from './route.ts';
import type { Storage } from './storage.ts';
import { createTextState, type Edit, type Revision } from './text.ts';
import { createThemeState, type ThemeState } from './theme.ts';
import type { Ready, Tokenization } from './tokenization.ts';
import { beginOf, endOf, writeTokens } from './tokens.ts';
import { sizeOf, type TextSize } from './utf8.ts';

/** What only the editor can do with the text. A new object is a new wish. */
export type EditorCommand =
  | { kind: 'reveal'; from: number; to: number }
  | { kind: 'select'; from: number; to: number }
  | { kind: 'undo' /** What was replaced. */; before: Text };

export interface Store {
  readonly words: ReadonlySignal<Messages>;
  readonly locale: ReadonlySignal<Locale>;
  readonly route: Route;
  readonly theme: ThemeState;
  readonly preferences: Preferences;
  /** What there is to choose from. */
  readonly encodings: ReadonlySignal<readonly EncodingChoice[]>;
  readonly encoding: EncodingState;
  /** The reader's own encodings, which are among all others. */
  readonly own: OwnEncodings;
  readonly modelOpening: ModelOpening;
  /** For views that use several at once. */
  readonly pool: EncodingPool;
  /** The text as the editor has it, and as a string, which is made when it is read. */
  readonly revision: ReadonlySignal<Revision>;
  readonly text: ReadonlySignal<string>;
  /** Its tokens, for what shows some of them at each key press. */
  readonly live: ReadonlySignal<Live>;
  readonly liveTokens: ReadonlySignal<LiveTokens | undefined>;
  /** The same with all tokens at hand, made when they are read. */
  readonly tokenization: ReadonlySignal<Tokenization>;
  readonly ready: ReadonlySignal<Ready | undefined>;
  /** Known before there are tokens, and without them. */
  readonly size: ReadonlySignal<TextSize | undefined>;
  readonly focus: FocusState;
  readonly notice: ReadonlySignal<Notice | undefined>;
  readonly isTextKept: ReadonlySignal<boolean>;
  readonly command: ReadonlySignal<EditorCommand | undefined>;
  readonly editing: Editing;
  readonly carrying: Carrying;
  readonly decoding: Decoding;
  /** Kept until the tab is closed. */
  readonly session: Storage;

  /** The text as the editor has it after some edits. */
  edit(text: Text, edits: readonly Edit[]): void;
  openExample(example: Example): void;
  /** Opens a text, an encoding, or all that was saved. */
  openFile(file: File): Promise<void>;
  openTextFile(file: File): Promise<void>;
  renameEncoding(id: string, name: string): Promise<void>;
  removeEncoding(id: string): Promise<void>;
  /** Saves one of the reader's own encodings as a file. */
  saveEncoding(id: string): void;
  /** The same for a text file that is fetched. */
  openAddress(url: URL): Promise<void>;
  /** The editor left out what would have made the text longer than that. */
  refuseLength(limit: number): void;
  /** Replaces the text where nobody has asked to be told. */
  setText(text: string): void;
  /** Saves all that is shown as a file, to be opened here again. */
  saveAll(): void;
  /** Puts the ids into the clipboard, in one of the forms that programs read. */
  copyIds(form: IdForm): Promise<void>;
  copyTokens(): Promise<void>;
  dismissNotice(): void;
  undoReplacement(): void;
  /** Steps to a token in the list and brings it into view in the text. */
  stepTo(index: number): void;
  /** Selects a token in the text and puts the caret there. */
  selectToken(index: number): void;
  showInText(from: number, to: number): void;
  chooseEncoding(name: string): void;
  /** What only one view needs, made when it is first asked for and kept as long as the store. */
  room<T extends Room>(create: (store: Store) => T): T;
  dispose(): void;
}

/** What the editor lets the reader do. */
export interface Editing {
  readonly isReadonly: Signal<boolean>;
  /** In UTF-16 units. */
  readonly maxLength: Signal<number>;
}

/** The state of one view. */
export interface Room {
  dispose(): void;
}

export interface StoreOptions {
  load: (source: Source, options: LoadOptions) => Promise<Tokenizer>;
  database: EncodingStorage;
  views: readonly [string, ...string[]];
  address: Address;
  /** The address of the playground's own page, for links that lead there. */
  home: string | URL;
  /** Kept from visit to visit. */
  settings: Storage;
  /** Kept until the tab is closed. */
  session: Storage;
}

const DEFAULT_ENCODING = 'o200k_base';

export function createStore(options: StoreOptions): Store {
  const { views, address, home, settings, session, database } = options;
  const locale = signal<Locale>('en');
  const words = computed<Messages>(() => dictionaries[locale.value]);
  const own = createOwnEncodings(database);
  const load: LoadTokenizer = async (name, loading) =>
    options.load(await own.sourceOf(name), { ...loading, name });
  const preferences = createPreferences(settings, DEFAULT_ENCODING);
  const encoding = createEncodingState(load, preferences.encoding.peek());
  const pool = createEncodingPool(load);
  const route = createRoute(address, views);
  const { welcome, welcomePlace } = words.peek();
  // Who comes by a link waits for its text, not for ours.
  const first = route.shared.peek().has('text') ? '' : welcome;
  const text = createTextState(readKeptText(session) ?? first);
  const kept = keepText(text, session);
  const notice = signal<Notice | undefined>(undefined);
  const command = signal<EditorCommand | undefined>(undefined);

  const following = createLiveTokens(text, encoding.current, preferences.policy);
  const { live } = following;
  const liveTokens = computed(() => (live.value.status === 'ready' ? live.value : undefined));
  const size = computed(() => {
    const now = live.value;
    if (now.status === 'counting') return undefined;
    return (now.status !== 'loading' && now.size) || sizeOf(text.text.value);
  });
  const tokenization = computed(() => wholeOf(live.value, text.text));
  const ready = computed(() =>
    tokenization.value.status === 'ready' ? tokenization.value : undefined,
  );
  const focus = createFocusState(liveTokens, Math.max(0, text.text.peek().indexOf(welcomePlace)));
  const theme = createThemeState(settings);

  // Only an encoding that has been loaded is worth remembering.
  const rememberEncoding = effect(() => {
    const { current } = encoding;
    if (current.value) preferences.encoding.value = current.value.name;
  });

  const editing = { isReadonly: signal(false), maxLength: signal(Number.POSITIVE_INFINITY) };
  let replaced: Text | undefined;
  const replace = (next: string, because: Notice) =>
    batch(() => {
      const limit = editing.maxLength.peek();
      if (next.length > limit) {
        notice.value = { kind: 'max-length', limit };
        return;
      }
      replaced = text.revision.peek().text;
      text.replace(next);
      focus.moveCaret(0);
      notice.value = because;
    });
  const apply = (state: CarriedState, because: Notice) =>
    batch(() => {
      if (state.text !== undefined && state.text !== text.text.peek()) {
        const isNothingLost = text.text.peek() === '';
        replace(state.text, because);
        if (isNothingLost && notice.peek() === because) notice.value = undefined;
      }
      if (state.special !== undefined) preferences.policy.value = state.special;
      if (state.encoding !== undefined) void encoding.choose(state.encoding);
    });
  async function chooseFirst() {
    const linked = route.shared.peek().get('encoding');
    const kept = preferences.encoding.peek();
    const isBundled = encodings.some(({ name }) => name === kept);
    if (linked === undefined && !isBundled) await own.arrived;
    const last = isBundled || own.isTaken(kept) ? kept : DEFAULT_ENCODING;
    await encoding.choose(linked ?? last);
  }
  void chooseFirst();
  const modelOpening = createModelOpening({
    own,
    notice,
    choose: (name) => void encoding.choose(name),
  });
  const carrying = createCarrying({
    route,
    home,
    text: text.text,
    encoding: encoding.wanted,
    special: preferences.policy,
    apply: (state) => apply(state, { kind: 'loaded-link' }),
    onDamaged() {
      notice.value = { kind: 'damaged-link' };
    },
  });
  const decoding = createDecoding(encoding.current, ({ text: decoded, count, isWhole }) =>
    replace(decoded, { kind: 'loaded-ids', count, isWhole }),
  );
  const copy = async (copied: string, what: CopiedKind) => {
    notice.value = (await copyToClipboard(copied))
      ? { kind: 'copied', what }
      : { kind: 'not-copied', what };
  };
  const rooms = new Map<unknown, Room>();
  const tokenRange = (index: number) => {
    const token = liveTokens.peek()?.at(index, 1);
    return token && { from: beginOf(token, 0), to: endOf(token, 0) };
  };

  const store: Store = {
    words,
    locale,
    route,
    theme,
    preferences,
    encodings: computed(() => {
      const { yours } = words.value;
      return [...encodings, ...own.list.value.map(({ name }) => ({ name, models: yours }))];
    }),
    encoding,
    own,
    modelOpening,
    pool,
    revision: text.revision,
    text: text.text,
    live,
    liveTokens,
    tokenization,
    ready,
    size,
    focus,
    notice,
    isTextKept: kept.isKept,
    command,
    editing,
    carrying,
    decoding,
    session,

    edit(next, edits) {
      const waits = isSlow(live.peek());
      batch(() => {
        text.edit(next, edits, waits);
        notice.value = undefined;
      });
    },
    openExample(example) {
      replace(example.text, { kind: 'loaded-example', example: example.title });
    },
    async openFile(file) {
      if (!(await modelOpening.open(file))) await store.openTextFile(file);
    },
    async openTextFile(file) {
      const result = await readText(file);
      if ('problem' in result) {
        notice.value = result.problem;
        return;
      }
      const because: Notice = { kind: 'loaded-file', file: file.name, size: file.size };
      const carried = readCarriedFile(result.text);
      if (!carried) {
        replace(result.text, because);
        return;
      }
      apply(carried, because);
      if (views.includes(carried.view)) route.go(carried.view, carried.params);
    },
    async renameEncoding(id, name) {
      const before = own.list.peek().find((each) => each.id === id)?.name;
      await own.rename(id, name);
      const after = own.list.peek().find((each) => each.id === id)?.name;
      if (after !== undefined && encoding.wanted.peek() === before) await encoding.choose(after);
    },
    saveEncoding(id) {
      const saved = own.list.peek().find((each) => each.id === id);
      if (saved) saveFile(`${saved.name}.bpeek`, 'application/octet-stream', saved.file);
    },
    async removeEncoding(id) {
      const removed = own.list.peek().find((each) => each.id === id);
      if (!removed) return;
      if (encoding.wanted.peek() === removed.name) void encoding.choose(DEFAULT_ENCODING);
      await own.remove(id);
      notice.value = { kind: 'removed-encoding', encoding: removed };
    },
    async openAddress(url) {
      const file = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
      const fetched = await fetchFile(url);
      if (fetched) await store.openFile(new File([fetched], file));
      else notice.value = { kind: 'unreachable', file };
    },
    refuseLength(limit) {
      notice.value = { kind: 'max-length', limit };
    },
    setText(next) {
      batch(() => {
        text.replace(next);
        notice.value = undefined;
      });
    },
    saveAll() {
      const place = { view: route.view.peek(), params: route.params.peek() };
      const state = {
        text: text.text.peek(),
        encoding: encoding.wanted.peek(),
        special: preferences.policy.peek(),
      };
      saveFile(CARRIED_FILE, 'application/json', writeCarriedFile(place, state));
    },
    async copyIds(form) {
      const now = ready.peek();
      if (now) await copy(writeIds(now.tokens.ids, form), 'ids');
    },
    async copyTokens() {
      const now = ready.peek();
      if (now) await copy(writeTokens(now), 'tokens');
    },
    dismissNotice() {
      notice.value = undefined;
    },
    undoReplacement() {
      batch(() => {
        notice.value = undefined;
        if (replaced) command.value = { kind: 'undo', before: replaced };
        replaced = undefined;
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
    room<T extends Room>(create: (store: Store) => T): T {
      const known = rooms.get(create);
      // Only `create` itself puts its room there.
      if (known) return known as T;
      const made = create(store);
      rooms.set(create, made);
      return made;
    },
    dispose() {
      rememberEncoding();
      for (const part of [...rooms.values(), carrying, route, theme, preferences, kept, text]) {
        part.dispose();
      }
      encoding.dispose();
      following.dispose();
    },
  };
  return store;
}
