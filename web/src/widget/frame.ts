// The iframe's page, embed.html: a widget whose state is in its address, as in a shared link, and
// which the page around it can set and ask for.
import { batch, effect } from '@preact/signals';
import { Tokenizer } from '../../../wasm/index.ts';
import { pageAddress } from '../state/address.ts';
import { noDatabase } from '../state/own/database.ts';
import { memoryStorage } from '../state/storage.ts';
import { createStore, type Store } from '../state/store.ts';
import { views } from '../views/views.ts';
import type { Tell } from './events.ts';
import { type FrameState, type FromFrame, requestOf, VERSION } from './protocol.ts';
import { renderWidget } from './render.tsx';

/** The page around this one, if there is any and it lets itself be known. */
function parentOrigin(): string | undefined {
  if (parent === window) return undefined;
  const [ancestor] = location.ancestorOrigins ?? [];
  if (ancestor) return ancestor;
  return document.referrer ? new URL(document.referrer).origin : undefined;
}

function stateOf(store: Store): FrameState {
  return {
    text: store.text.peek(),
    encoding: store.encoding.wanted.peek(),
    special: store.preferences.policy.peek(),
    view: store.route.view.peek(),
    step: Number(store.route.params.peek().get('step') ?? 0),
    theme: store.theme.chosen.peek() ?? 'auto',
  };
}

function setState(
  store: Store,
  { text, encoding, special, view, step, theme }: Partial<FrameState>,
) {
  batch(() => {
    if (special !== undefined) store.preferences.policy.value = special;
    if (encoding !== undefined) store.chooseEncoding(encoding);
    if (text !== undefined) store.setText(text);
    if (theme !== undefined) store.theme.choose(theme === 'auto' ? undefined : theme);
    if (views.some(({ id }) => id === view) && view !== undefined) store.route.go(view);
    if (step !== undefined) store.route.set({ step: String(step) });
  });
}

/** Talks with the page around, and with nobody else. */
function converse(store: Store, height: () => number): Tell {
  const origin = parentOrigin();
  const post = (message: FromFrame, id: string | number | null = null) => {
    if (origin !== undefined) parent.postMessage({ v: VERSION, id, ...message }, origin);
  };
  addEventListener('message', ({ source, origin: sender, data }) => {
    if (source !== parent || sender !== origin) return;
    const request = requestOf(data);
    if (!request) return;
    if (request.type === 'bpeek:set') setState(store, request.state);
    post({ type: 'bpeek:state', state: stateOf(store) }, request.id);
  });
  const resize = () => post({ type: 'bpeek:resize', height: height() });
  new ResizeObserver(resize).observe(document.body);
  return ({ name, detail }) => {
    switch (name) {
      case 'bpeek-ready':
        post({ type: 'bpeek:ready', ...detail });
        break;
      case 'bpeek-change':
        post({ type: 'bpeek:change', ...detail });
        break;
      case 'bpeek-step':
        post({ type: 'bpeek:step', ...detail });
        break;
      case 'bpeek-error':
        post({ type: 'bpeek:error', ...detail });
        break;
      case 'bpeek-token':
        // Told to a page that holds the tag; for a frame it would be a message at every move.
        break;
    }
  };
}

function begin(host: HTMLElement) {
  const home = new URL('.', document.baseURI);
  const address = pageAddress();
  const [first, ...others] = views;
  const store = createStore({
    load: (source, options) => Tokenizer.load(source, options),
    database: noDatabase,
    views: [first.id, ...others.map(({ id }) => id)],
    address,
    home,
    settings: memoryStorage(),
    session: memoryStorage(),
  });
  host.dataset.frame = '';
  const root = host.attachShadow({ mode: 'open' });
  const follow = (fragment: string) => {
    location.hash = fragment;
  };
  effect(() => {
    document.documentElement.lang = store.locale.value;
    host.setAttribute('theme', store.theme.chosen.value ?? 'auto');
  });
  renderWidget(
    root,
    store,
    { follow, hasPage: true },
    converse(store, () => host.scrollHeight),
  );
}

const host = document.getElementById('frame');
if (host) begin(host);
