// How wide each token is in the list, by id; measured once and kept.
import type { ListMode } from '../../state/preferences.ts';
import { labelText } from '../../state/visible.ts';
import type { Vocabulary } from '../../state/vocabulary.ts';
import type { Widths } from './flow.ts';

/** Padding of a token on either side, and its least width, in px. See token-list.css. */
const PADDING = 6;
const LEAST = 24;

export function createWidths(vocabulary: Vocabulary, mode: ListMode, font: string): Widths {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = font;
  const measure = (text: string) => context?.measureText(text).width ?? text.length * 8;
  const character = measure('0');
  const known = new Float32Array(vocabulary.idLimit);

  const contentWidth = (id: number) => {
    if (mode === 'ids') return String(id).length * character;
    if (mode === 'bytes') return (vocabulary.bytes(id).length * 3 - 1) * character;
    return measure(labelText(vocabulary.label(id)));
  };

  return {
    known,
    of(id) {
      const width = known[id] || Math.ceil(Math.max(LEAST, contentWidth(id) + 2 * PADDING));
      known[id] = width;
      return width;
    },
  };
}
