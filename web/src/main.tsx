// The page: one store, one tree of views over it.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { configure, Tokenizer } from '../../wasm/index.ts';
import { App } from './app.tsx';
import { pageAddress } from './state/address.ts';
import { browserDatabase } from './state/own/database.ts';
import { browserStorage } from './state/storage.ts';
import { createStore } from './state/store.ts';
import './styles/theme.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/tokens.css';
import { StoreContext } from './views/store-context.ts';
import { views } from './views/views.ts';

// The engine and the encodings lie beside the page, wherever that is.
configure({ base: new URL('.', document.baseURI) });

const [first, ...others] = views;
const store = createStore({
  load: (source, options) => Tokenizer.load(source, options),
  database: browserDatabase(),
  views: [first.id, ...others.map((view) => view.id)],
  address: pageAddress(),
  home: document.baseURI,
  settings: browserStorage('localStorage'),
  session: browserStorage('sessionStorage'),
});

effect(() => {
  const root = document.documentElement;
  root.lang = store.locale.value;
  root.dataset.theme = store.theme.chosen.value ?? '';
  document.title = store.words.value.documentTitle;
});

const root = document.getElementById('app');
if (root) {
  render(
    <StoreContext.Provider value={store}>
      <App />
    </StoreContext.Provider>,
    root,
  );
}
