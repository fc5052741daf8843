// What the page has to say about something that just happened. Views put it
// into words; nothing here is a sentence.

import type { Example } from './examples.ts';
import type { FileProblem } from './file.ts';
import type { OwnEncoding } from './own/own-encodings.ts';

export type CopiedKind = 'ids' | 'tokens';

export type Notice =
  | FileProblem
  | { kind: 'damaged-link' }
  | { kind: 'max-length'; limit: number }
  | { kind: 'not-copied'; what: CopiedKind }
  | { kind: 'copied'; what: CopiedKind }
  | { kind: 'opening-model'; file: string }
  | { kind: 'added-encoding'; name: string; isKept: boolean }
  | { kind: 'removed-encoding'; encoding: OwnEncoding }
  | { kind: 'model-refused'; file: File; reason: string }
  | { kind: 'loaded-link' }
  | { kind: 'loaded-ids'; count: number; isWhole: boolean }
  | { kind: 'loaded-example'; example: Example['title'] }
  | { kind: 'loaded-file'; file: string; size: number };

/** Whether the reader can go back to the text that was there before. */
export const isUndoable = ({ kind }: Notice) => kind.startsWith('loaded-');

const NEWS: readonly Notice['kind'][] = [
  'copied',
  'opening-model',
  'added-encoding',
  'removed-encoding',
];

export const isProblem = (notice: Notice) => !isUndoable(notice) && !NEWS.includes(notice.kind);
