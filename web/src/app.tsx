// What all views share: the way past the header, the header, and the view itself.
import { CurrentView } from './views/current-view.tsx';
import { DropZone } from './views/drop-zone.tsx';
import { Header } from './views/header.tsx';
import { NoticeBar } from './views/notice-bar.tsx';
import { PatternQuestion } from './views/own/pattern-question.tsx';
import { useStore } from './views/store-context.ts';

export function App() {
  const { words } = useStore();
  return (
    <>
      <button type="button" class="skip-link" onClick={skipHeader}>
        {words.value.skipToText}
      </button>
      <Header />
      <main tabIndex={-1}>
        <NoticeBar />
        <CurrentView />
      </main>
      <DropZone />
      <PatternQuestion />
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
