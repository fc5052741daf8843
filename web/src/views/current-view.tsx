// The view that the address names, fetched when it is first shown.
import { useEffect, useMemo } from 'preact/hooks';
import { createViewLoader } from '../state/view-loader.ts';
import { AlertIcon } from './icons.tsx';
import { useStore } from './store-context.ts';
import { viewOf } from './views.ts';

const loadView = (id: string) => viewOf(id).load();

export function CurrentView() {
  const { route, words } = useStore();
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
