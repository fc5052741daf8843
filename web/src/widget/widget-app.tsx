// A widget shows one view, and says where it comes from. Links between views stay inside.
import { CurrentView } from '../views/current-view.tsx';
import { useStore } from '../views/store-context.ts';

export interface WidgetLinks {
  /** Goes where a link inside the widget leads. */
  readonly follow: (fragment: string) => void;
  /** Whether the playground's own page is there to be opened. */
  readonly hasPage: boolean;
}

export function WidgetApp({ follow, hasPage }: WidgetLinks) {
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
      {hasPage && (
        <footer class="widget-footer">
          <button type="button" class="link-button" onClick={() => void carrying.open()}>
            {words.value.openPlayground}
          </button>
        </footer>
      )}
    </>
  );
}
