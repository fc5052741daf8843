import { untilAborted } from './abort.ts';
import { asset, resolveAddress } from './assets.ts';
import { encodings } from './encodings/catalogue.ts';
import { findEncodingForModel } from './encodings/models.ts';
import { engine } from './engine.ts';
import { BpeekError } from './errors.ts';
import { type FetchOptions, fetchBytes } from './fetch.ts';
import { type Model, type ModelExtras, readModel, refuseExtras } from './model.ts';
import { type ModelUse, useShared } from './shared.ts';

/** What a tokenizer can be loaded from. */
export type Source = string | URL | Uint8Array | ArrayBuffer | Blob;

/** How a tokenizer is loaded. */
export interface LoadOptions extends FetchOptions, ModelExtras {
  /** The tokenizer's name; without it, the encoding's or the file's. */
  readonly name?: string | undefined;
}

export interface NamedModel extends ModelUse {
  readonly name: string;
}

/** Loads the model of a bundled encoding, or of a model file. */
export async function loadModel(source: Source, options: LoadOptions): Promise<NamedModel> {
  options.signal?.throwIfAborted();
  checkSource(source);
  if (typeof source === 'string' && !looksLikeAddress(source)) {
    return loadBundled(source, options);
  }
  const [abi, file] = await Promise.all([
    untilAborted(engine(), options.signal),
    readSource(source, options),
  ]);
  const model = await readModel(abi, file, options);
  return {
    name: options.name ?? nameOf(source),
    model,
    release: () => abi.freeModel(model.address),
  };
}

async function loadBundled(name: string, options: LoadOptions): Promise<NamedModel> {
  const encoding = encodings.find((one) => one.name === name);
  if (!encoding) throw unknownEncoding(name);
  refuseExtras(options, `The encoding ${name}`);
  const { url, advice } = asset(`encodings/${name}.bpeek`);
  const load = async (download: FetchOptions): Promise<Model> => {
    const [abi, file] = await Promise.all([
      engine(),
      fetchBytes(url, `the encoding ${name}`, { ...download, advice }),
    ]);
    return readModel(abi, file, {});
  };
  const use = await useShared(url.href, load, options);
  return { name: options.name ?? name, ...use };
}

function unknownEncoding(name: string): BpeekError {
  const encoding = findEncodingForModel(name);
  const advice = encoding
    ? `The model ${name} uses the encoding ${encoding}.`
    : `There are ${encodings.map((one) => one.name).join(', ')}; a file's address has a / in it.`;
  return new BpeekError(
    'unknown_encoding',
    `No encoding is named ${JSON.stringify(name)}. ${advice}`,
  );
}

/** A source that means the same in another realm, and the name that it gives a tokenizer. */
export function portable(
  source: Source,
  { name }: LoadOptions,
): { source: string | Blob; name: string | undefined } {
  checkSource(source);
  if (typeof source === 'string' && !looksLikeAddress(source)) return { source, name };
  const named = name ?? nameOf(source);
  if (typeof source === 'string' || source instanceof URL) {
    return { source: addressOf(source).href, name: named };
  }
  // A Blob is not copied when it is sent, and can't change meanwhile.
  const file = source instanceof Blob ? source : new Blob([source as BlobPart]);
  return { source: file, name: named };
}

/** Names of encodings have no slash, colon or file ending in them. */
function looksLikeAddress(source: string): boolean {
  return /[/\\:]|\.(bpeek|tiktoken|json|model)$/.test(source);
}

function checkSource(source: unknown): void {
  const kinds = [URL, Uint8Array, ArrayBuffer, Blob];
  if (typeof source === 'string' || kinds.some((kind) => source instanceof kind)) return;
  throw new BpeekError(
    'bad_argument',
    'A tokenizer is loaded from the name of an encoding, a URL, bytes or a File.',
  );
}

async function readSource(source: Source, options: FetchOptions): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) {
    const bytes = new Uint8Array(await untilAborted(source.arrayBuffer(), options.signal));
    options.onProgress?.(bytes.length, bytes.length);
    return bytes;
  }
  return fetchBytes(addressOf(source), `the model file ${fileName(String(source))}`, options);
}

function addressOf(source: string | URL): URL {
  try {
    return resolveAddress(source);
  } catch (cause) {
    throw new BpeekError('bad_argument', `${JSON.stringify(source)} is not a valid address.`, {
      cause,
    });
  }
}

function nameOf(source: Source): string {
  const path =
    source instanceof URL || typeof source === 'string'
      ? String(source)
      : 'name' in source && typeof source.name === 'string'
        ? source.name
        : '';
  return fileName(path).replace(/\.[^.]+$/, '');
}

function fileName(path: string): string {
  return path.replace(/[?#].*$/, '').replace(/^.*[/\\]/, '');
}
