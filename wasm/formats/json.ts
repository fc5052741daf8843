/** Reading JSON with errors that say where, and values out of it with errors that say which. */
import { BpeekError } from '../errors.ts';
import { decodeUtf8 } from '../utf8.ts';
import { jsonErrorAt } from './json-error.ts';

/** The largest tokenizer.json known has 34 MB; what is much larger would stall a page. */
const mostBytes = 48 * 2 ** 20;

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value of a JSON file, which may begin with a byte order mark. */
export function parseJson(file: Uint8Array): unknown {
  if (file.length > mostBytes) {
    throw new BpeekError(
      'too_large',
      `The JSON file has ${(file.length / 2 ** 20).toFixed(1)} MiB; bpeek reads such files of up to ` +
        `${mostBytes / 2 ** 20} MiB.`,
    );
  }
  const text = decodeUtf8(file).replace(/^\ufeff/, '');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const offset = jsonErrorAt(text);
    const what = offset < text.length ? `at position ${offset}` : 'at its end: it is cut short';
    throw new BpeekError('damaged_file', `The file is not JSON: it goes wrong ${what}.`, {
      offset,
      cause,
    });
  }
}

/** A value that is not what a tokenizer.json has there; `path` is like model.vocab. */
export function wrong(path: string, what: string): BpeekError {
  return new BpeekError('damaged_file', `This tokenizer.json is wrong: ${path} ${what}.`);
}

/** Something that a tokenizer.json may ask for, but not of bpeek. */
export function unsupported(what: string): BpeekError {
  return new BpeekError(
    'unsupported',
    `bpeek can't do what this tokenizer.json asks for: ${what}.`,
  );
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function object(value: unknown, path: string): JsonObject {
  if (isObject(value)) return value;
  throw wrong(path, 'must be an object');
}

export function array(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(path, 'must be an array');
}

export function text(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw wrong(path, 'must be a string');
}

/** A boolean, or `otherwise` where there is none. */
export function flag(value: unknown, path: string, otherwise: boolean): boolean {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === 'boolean') return value;
  throw wrong(path, 'must be true or false');
}

/** The parts of a component that may be a Sequence of others, under `key`; none for null. */
export function sequence(value: unknown, path: string, key: string): [JsonObject, string][] {
  if (value === null || value === undefined) return [];
  const component = object(value, path);
  if (component.type !== 'Sequence') return [[component, path]];
  const parts = array(component[key], `${path}.${key}`);
  return parts.flatMap((part, i) => sequence(part, `${path}.${key}[${i}]`, key));
}

/** The name of a component's type, as it is said in messages. */
export function typeOf(component: JsonObject, path: string): string {
  return text(component.type, `${path}.type`);
}
