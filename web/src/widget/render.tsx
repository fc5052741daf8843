// A store, rendered into a shadow tree.
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Store } from '../state/store.ts';
import { StoreContext } from '../views/store-context.ts';
import type { Tell, Widget } from './events.ts';
import { hostStyles } from './host-styles.ts';
import { keepKeys } from './keys.ts';
import { followScheme } from './scheme.ts';
import { widgetStyles } from './styles.ts';
import { tellOf } from './tell.ts';
import { WidgetApp, type WidgetLinks } from './widget-app.tsx';

/** Disposing of the widget frees the store. */
export function renderWidget(
  root: ShadowRoot,
  store: Store,
  links: WidgetLinks,
  tell: Tell,
): Widget {
  root.adoptedStyleSheets = [widgetStyles(), hostStyles()];
  const stopFollowing = followScheme(root);
  const container = document.createElement('div');
  container.className = 'app widget';
  // What was there stays in sight until there is something to see instead.
  container.style.visibility = 'hidden';
  const before = [...root.childNodes];
  root.append(container);
  const stopWaiting = effect(() => {
    const isSettled = store.live.value.status !== 'loading' || store.encoding.failure.value;
    if (!isSettled) return;
    container.style.visibility = '';
    for (const node of before) node.remove();
  });
  const stopLanguage = effect(() => {
    container.lang = store.locale.value;
  });
  render(
    <StoreContext.Provider value={store}>
      <WidgetApp {...links} />
    </StoreContext.Provider>,
    container,
  );
  const stopKeeping = keepKeys(root);
  const stopTelling = tellOf(store, tell);
  return {
    get value() {
      return store.text.peek();
    },
    set value(next) {
      store.setText(next);
    },
    get tokens() {
      return store.ready.peek()?.tokens;
    },
    get step() {
      return Number(store.route.params.peek().get('step') ?? 0);
    },
    set step(to) {
      store.route.set({ step: String(to) });
    },
    dispose() {
      stopTelling();
      stopKeeping();
      stopFollowing();
      stopWaiting();
      stopLanguage();
      render(null, container);
      root.replaceChildren();
      store.dispose();
    },
  };
}
