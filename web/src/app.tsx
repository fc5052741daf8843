// What all views share: the way past the header, the header, and the view itself.
import { DropZone } from './views/drop-zone.tsx';
import { Header } from './views/header.tsx';
import { useStore } from './views/store-context.ts';
import { views } from './views/views.ts';

export function App() {
  const { route, words } = useStore();
  const { Component } = views.find((view) => view.id === route.view.value) ?? views[0];
  return (
    <>
      <button type="button" class="skip-link" onClick={focusText}>
        {words.value.skipToText}
      </button>
      <Header />
      <main>
        <Component />
      </main>
      <DropZone />
    </>
  );
}

const focusText = () => document.getElementById('text')?.focus();
