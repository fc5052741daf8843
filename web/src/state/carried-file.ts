// The whole state of the playground as a file, for texts that no link can hold.
import type { CarriedState } from './carry.ts';
import { policyOf } from './policy.ts';
import type { Params } from './route.ts';

export const CARRIED_FILE = 'bpeek-playground.json';

export interface CarriedFile extends CarriedState {
  view: string;
  params: Readonly<Record<string, string>>;
}

/** The first key tells such a file from any other JSON. */
const FORMAT = 1;

export interface Place {
  view: string;
  params: Params;
}

export function writeCarriedFile({ view, params }: Place, state: Required<CarriedState>): string {
  return `${JSON.stringify({ bpeekPlayground: FORMAT, view, params: Object.fromEntries(params), ...state }, null, 2)}\n`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const looksCarried = (text: string) => /^\s*\{\s*"bpeekPlayground"/.test(text);

/** Undefined for any other text, also one that only begins like such a file. */
export function readCarriedFile(text: string): CarriedFile | undefined {
  if (!looksCarried(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isRecord(value) || value.bpeekPlayground !== FORMAT) return undefined;
  const params = isRecord(value.params) ? Object.entries(value.params) : [];
  const special = policyOf(value.special);
  return {
    view: typeof value.view === 'string' ? value.view : '',
    params: Object.fromEntries(
      params.flatMap(([key, param]) => (typeof param === 'string' ? [[key, param]] : [])),
    ),
    ...(typeof value.text === 'string' ? { text: value.text } : {}),
    ...(typeof value.encoding === 'string' ? { encoding: value.encoding } : {}),
    ...(special === undefined ? {} : { special }),
  };
}
