// The whole page takes a dropped file. Drags of text stay with the editor.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useStore } from './store-context.ts';

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

export function DropZone() {
  const { openFile, words } = useStore();
  const isOver = useSignal(false);

  useEffect(() => {
    const take = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Before the editor sees it, which would insert the file where it was dropped.
      event.preventDefault();
      event.stopPropagation();
      isOver.value = event.type === 'dragover';
      const file = event.type === 'drop' ? event.dataTransfer?.files[0] : undefined;
      if (file) void openFile(file);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    addEventListener('dragover', take, { capture: true });
    addEventListener('drop', take, { capture: true });
    addEventListener('dragleave', leave, { capture: true });
    return () => {
      removeEventListener('dragover', take, { capture: true });
      removeEventListener('drop', take, { capture: true });
      removeEventListener('dragleave', leave, { capture: true });
    };
  }, [openFile, isOver]);

  return isOver.value ? <div class="drop-zone">{words.value.dropFile}</div> : null;
}
