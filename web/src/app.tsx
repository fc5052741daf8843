// What all views share: the way past the header, the header, and the view itself.
import type { ComponentType } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { createViewLoader } from './state/view-loader.ts';
import { DropZone } from './views/drop-zone.tsx';
import { Header } from './views/header.tsx';
import { AlertIcon } from './views/icons.tsx';
import { useStore } from './views/store-context.ts';
import { views } from './views/views.ts';

export function App() {
  const { words } = useStore();
  return (
    <>
      <button type="button" class="skip-link" onClick={skipHeader}>
        {words.value.skipToText}
      </button>
      <Header />
      <main tabIndex={-1}>
        <CurrentView />
      </main>
      <DropZone />
    </>
  );
}

/** To the editor where the view has one, else to the view itself. */
function skipHeader({ currentTarget }: Event) {
  if (!(currentTarget instanceof HTMLElement)) return;
  const main = currentTarget.parentElement?.querySelector('main');
  const target = main?.querySelector<HTMLElement>('[contenteditable]') ?? main;
  target?.focus();
}

function loadView(id: string): ComponentType | Promise<ComponentType> {
  return (views.find((view) => view.id === id) ?? views[0]).load();
}

function CurrentView() {
  const { route, words } = useStore();
  // A component is a function, which a loader must not take for one to call.
  const loader = useMemo(() => createViewLoader(route.view, loadView), [route]);
  useEffect(() => loader.dispose, [loader]);
  const now = loader.state.value;
  if (now.status === 'ready') {
    const { view: Component } = now;
    return <Component />;
  }
  if (now.status === 'loading') return <p class="view-message">{words.value.loadingView}</p>;
  return (
    <p class="view-message" role="alert">
      <AlertIcon />
      <span>{words.value.viewUnreachable}</span>
      <button type="button" class="link-button" onClick={loader.retry}>
        {words.value.tryAgain}
      </button>
    </p>
  );
}
