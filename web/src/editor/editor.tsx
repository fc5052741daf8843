// The text, editable, with its tokens painted in it.
import { history } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Store } from '../state/store.ts';
import './editor.css';
import { hasHighlights } from './highlights.ts';
import { keys } from './keys.ts';
import { limits } from './limits.ts';
import { longLines } from './long-lines.ts';
import { tokenMarks } from './marks.ts';
import { storeSync } from './sync.ts';
import { tokenPainter } from './token-painter.ts';

function createEditor(parent: HTMLElement, store: Store): () => void {
  const wording = new Compartment();
  const inWords = () => {
    const { text, textPlaceholder } = store.words.value;
    return [EditorView.contentAttributes.of({ 'aria-label': text }), placeholder(textPlaceholder)];
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: store.revision.peek().text,
      extensions: [
        // A carriage return is a character like any other: it has tokens of its own.
        EditorState.lineSeparator.of('\n'),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          id: 'text',
          tabindex: '0',
          spellcheck: 'false',
          autocorrect: 'off',
          autocapitalize: 'off',
          translate: 'no',
        }),
        wording.of(inWords()),
        history(),
        keymap.of(keys),
        limits(store),
        longLines,
        storeSync(store),
        // After the sync, whose text the tokens are those of.
        tokenPainter(store),
        hasHighlights() ? [] : tokenMarks(store),
      ],
    }),
  });
  const stop = effect(() => {
    const effects = wording.reconfigure(inWords());
    view.dispatch({ effects });
  });
  return () => {
    stop();
    view.destroy();
  };
}

export function Editor({ store }: { store: Store }) {
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => (parent.current ? createEditor(parent.current, store) : undefined), [store]);
  return <div class="editor" ref={parent} />;
}
