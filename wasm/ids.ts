import { BpeekError } from './errors.ts';

/** Whether a value can be an id at all: a whole number that 32 bits hold. */
export function isId(id: unknown): id is number {
  return typeof id === 'number' && id >= 0 && id < 2 ** 32 && Number.isInteger(id);
}

/** As 32-bit numbers. Whether each is the id of a token is for the engine to say. */
export function checkIds(ids: Iterable<number>): Uint32Array {
  if (ids instanceof Uint32Array) return ids;
  if (typeof ids !== 'object' || ids === null || !(Symbol.iterator in ids)) {
    throw new BpeekError('bad_argument', 'The ids must be an array of numbers.');
  }
  const list = Array.isArray(ids) ? ids : Array.from(ids);
  const checked = new Uint32Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const id: unknown = list[i];
    if (!isId(id)) {
      throw new BpeekError(
        'bad_id',
        `No token has the id ${String(id)} (number ${i + 1} in the row); ids are whole numbers from 0 on.`,
        { offset: i },
      );
    }
    checked[i] = id;
  }
  return checked;
}
