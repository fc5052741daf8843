// A widget shows one view, and says where it comes from. Links between views stay inside.
import { CurrentView } from '../views/current-view.tsx';
import { useStore } from '../views/store-context.ts';

export function WidgetApp({ follow }: { follow: (fragment: string) => void }) {
  const { carrying, words } = useStore();
  const stayInside = (event: MouseEvent) => {
    const [link] = event.composedPath().filter((node) => node instanceof HTMLAnchorElement);
    const fragment = link?.getAttribute('href');
    if (!fragment?.startsWith('#/')) return;
    event.preventDefault();
    follow(fragment);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only catches what links inside do */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click */}
      <div class="widget-view" onClick={stayInside}>
        <CurrentView />
      </div>
      <footer class="widget-footer">
        <button type="button" class="link-button" onClick={() => void carrying.open()}>
          {words.value.openPlayground}
        </button>
      </footer>
    </>
  );
}
