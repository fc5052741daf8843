// A widget by its attributes: a store of its own, and what they ask of it.
import { batch } from '@preact/signals';
import { Tokenizer } from '../../../wasm/index.ts';
import { privateAddress } from '../state/address.ts';
import { writeKeptText } from '../state/kept-text.ts';
import { noDatabase } from '../state/own/database.ts';
import { memoryStorage } from '../state/storage.ts';
import { createStore, type Store } from '../state/store.ts';
import { views } from '../views/views.ts';
import type { WidgetView } from './attributes.ts';
import type { Tell, Widget } from './events.ts';
import { renderWidget } from './render.tsx';
import type { WidgetSettings } from './settings.ts';
import { loadSource } from './source.ts';

/** The view of the playground that shows what the attribute asks for. */
function viewOf(view: WidgetView): string {
  return view === 'ids' || view === 'bytes' ? 'tokens' : view;
}

const [first, ...others] = views;

function createWidgetStore({ encodings, view }: WidgetSettings, text: string, home: string | URL) {
  const session = memoryStorage();
  writeKeptText(session, text);
  const [encoding] = encodings;
  const query = encoding === undefined ? '' : `?${new URLSearchParams({ encoding })}`;
  const address = privateAddress(`#/${viewOf(view)}${query}`);
  const store = createStore({
    load: (source, options) => Tokenizer.load(source, options),
    database: noDatabase,
    views: [first.id, ...others.map(({ id }) => id)],
    address,
    home,
    settings: memoryStorage(),
    session,
  });
  return { store, address };
}

/** How the views that use several encodings have them in their address. */
function severalOf({ view, encodings }: WidgetSettings) {
  if (encodings.length < 2) return {};
  return view === 'merges' ? { beside: encodings[1] } : { encodings: encodings.join(',') };
}

/** Brings the store to what the attributes say; what they say as before is the reader's. */
function apply(store: Store, now: WidgetSettings, before: WidgetSettings | undefined) {
  const isNew = <K extends keyof WidgetSettings>(key: K) =>
    String(now[key]) !== String(before?.[key]);
  batch(() => {
    if (isNew('special')) store.preferences.policy.value = now.special;
    if (isNew('whitespace')) store.preferences.showWhitespace.value = now.whitespace;
    if (isNew('view') && (now.view === 'ids' || now.view === 'bytes')) {
      store.preferences.listMode.value = now.view;
    }
    store.editing.isReadonly.value = now.readonly;
    store.editing.maxLength.value = now.maxLength;
    if (isNew('theme')) store.theme.choose(now.theme === 'auto' ? undefined : now.theme);
    const [encoding] = now.encodings;
    if (before && isNew('encodings') && encoding !== undefined) store.chooseEncoding(encoding);
    if (before && isNew('view')) store.route.go(viewOf(now.view));
    if (isNew('encodings') || isNew('view')) store.route.set(severalOf(now));
    if (isNew('step') && now.step !== undefined) store.route.set({ step: String(now.step) });
    if (before && isNew('text') && now.text !== undefined) store.setText(now.text);
  });
  if (isNew('src') && now.src !== undefined) void loadSource(store, now.src);
}

export function mountWidget(
  root: ShadowRoot,
  initial: WidgetSettings,
  text: string,
  home: URL | undefined,
  tell: Tell,
): Widget & { update(settings: WidgetSettings): void } {
  const { store, address } = createWidgetStore(initial, text, home ?? document.baseURI);
  let settings = initial;
  apply(store, settings, undefined);
  const widget = renderWidget(
    root,
    store,
    { follow: address.move, hasPage: home !== undefined },
    tell,
  );
  return Object.assign(widget, {
    update(next: WidgetSettings) {
      const before = settings;
      settings = next;
      apply(store, next, before);
    },
  });
}
