// The editor, and under it what there is to say about the text.
import { Editor } from '../../editor/editor.tsx';
import { Status } from '../status.tsx';
import { useStore } from '../store-context.ts';

export function TextPanel() {
  const store = useStore();
  return (
    <section class="panel text-panel" part="text" aria-label={store.words.value.text}>
      <Editor store={store} />
      <Status />
    </section>
  );
}
