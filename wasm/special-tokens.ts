import { BpeekError } from './errors.ts';
import { isId } from './ids.ts';
import type { SpecialToken } from './parts.ts';

/** Special tokens and their ids, as users give them. */
export type SpecialTokenIds = Readonly<Record<string, number>>;

/** The special tokens that an object names with their ids. */
export function specialTokensOf(ids: SpecialTokenIds): SpecialToken[] {
  return Object.entries(ids).map(([text, id]) => {
    if (isId(id)) return special(text, id);
    throw new BpeekError(
      'bad_argument',
      `The id of the special token ${text} is ${String(id)}; it must be a whole number from 0 on.`,
    );
  });
}

/** The special tokens of a list, which get the ids from `firstId` on. */
export function specialTokensFrom(firstId: number, texts: readonly string[]): SpecialToken[] {
  return texts.map((text: unknown, i) => {
    if (typeof text === 'string') return special(text, firstId + i);
    throw new BpeekError('bad_argument', `The special token ${String(text)} is no string.`);
  });
}

function special(text: string, id: number): SpecialToken {
  return { text, id, alias: false, always: false, asWritten: false };
}
