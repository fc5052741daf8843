/** Where bpeek.wasm and the encodings are, and what a relative address is relative to. */
import { adviceOnFiles, fileAddress, fileNames } from './files.ts';
import { isNode } from './node.ts';

/** The addresses of all files, by name, in a form that can be sent to a worker. */
export type Addresses = Readonly<Record<string, string>>;

/** A folder, or where each file is; undefined as long as nobody has said. */
let configured: URL | Addresses | undefined;

/**
 * Says which folder holds `bpeek.wasm`, `worker.js` and `encodings/`. Without it, they are
 * where the bundler has put them, or beside this module. Call it before the first load: an engine
 * that has started is kept.
 *
 * @param options.base a folder's URL; a relative one counts from the page (in Node, from the
 * working directory).
 */
export function configure({ base }: { base: string | URL }): void {
  const folder = resolveAddress(base);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  configured = folder;
}

/** One of bpeek's own files: its URL, and what to do where it is not found. */
export function asset(path: string): { readonly url: URL; readonly advice: string | undefined } {
  if (!configured) return { url: fileAddress(path), advice: adviceOnFiles };
  const address = configured instanceof URL ? new URL(path, configured) : configured[path];
  return { url: new URL(address ?? path), advice: undefined };
}

/** Where all files are, as far as this realm can tell; for {@link useAddresses} in another. */
export function addresses(): Addresses {
  return Object.fromEntries(fileNames.map((name) => [name, asset(name).url.href]));
}

/** In a worker: takes over what the client knows. */
export function useAddresses(known: Addresses): void {
  configured = known;
}

/** Turns what a user calls an address into a URL. Throws a TypeError if it is none. */
export function resolveAddress(address: string | URL): URL {
  return new URL(address, startOfRelativeAddresses());
}

function startOfRelativeAddresses(): string {
  const page = (globalThis as { document?: { baseURI: string } }).document;
  if (page) return page.baseURI;
  if (isNode()) {
    const folder = new URL('file:///');
    folder.pathname = `${process.cwd().replaceAll('%', '%25')}/`;
    return folder.href;
  }
  return globalThis.location.href;
}
