// Ids as text, for other programs, and back.

export const idForms = ['json', 'python', 'plain'] as const;

export type IdForm = (typeof idForms)[number];

export function writeIds(ids: Uint32Array, form: IdForm): string {
  switch (form) {
    case 'json':
      return `[${ids.join(',')}]`;
    case 'python':
      return `[${ids.join(', ')}]`;
    case 'plain':
      return ids.join(' ');
  }
}

export type IdProblem =
  /** `found` begins at `offset` of what was typed. */
  | { kind: 'not-an-id'; found: string; offset: number }
  | { kind: 'no-such-id'; id: number; offset: number };

export interface PlacedId {
  id: number;
  offset: number;
}

// What stands between the ids of JSON, of Python's lists, tuples, arrays and tensors, and of logs.
const BETWEEN = /^(?:[\s,;[\](){}]|(?:array|tensor)(?=\s*\())+/;
const ID = /^\d+(?![\w.])/;
const WORD = /^[^\s,;[\](){}]+/;

/** Every number in turn, whatever program wrote them down; or what is none. */
export function readIds(text: string): readonly PlacedId[] | IdProblem {
  const ids: PlacedId[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at, at + 64);
    const between = BETWEEN.exec(rest);
    const id = ID.exec(rest);
    if (between) at += between[0].length;
    else if (id) {
      ids.push({ id: Number(id[0]), offset: at });
      at += id[0].length;
    } else {
      return { kind: 'not-an-id', found: WORD.exec(rest)?.[0] ?? rest.slice(0, 1), offset: at };
    }
  }
  return ids;
}
