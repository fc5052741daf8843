/** Where bpeek.wasm and the encodings are, and what a relative address is relative to. */

let configured: URL | undefined;

/**
 * Says which folder holds `bpeek.wasm` and `encodings/`. Without it, that is the folder of this
 * module. Call it before the first load: an engine that has started is kept.
 *
 * @param options.base a folder's URL; a relative one counts from the page (in Node, from the
 * working directory).
 */
export function configure({ base }: { base: string | URL }): void {
  const folder = resolveAddress(base);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  configured = folder;
}

/** The URL of one of bpeek's own files. */
export function assetUrl(path: string): URL {
  // Not `new URL(…, import.meta.url)`, which bundlers take for a file to be copied.
  const here = import.meta.url;
  return new URL(path, configured ?? new URL('.', here));
}

/** Turns what a user calls an address into a URL. Throws a TypeError if it is none. */
export function resolveAddress(address: string | URL): URL {
  return new URL(address, startOfRelativeAddresses());
}

function startOfRelativeAddresses(): string {
  const page = (globalThis as { document?: { baseURI: string } }).document;
  if (page) return page.baseURI;
  if (typeof process === 'object' && process.versions?.node) {
    const folder = new URL('file:///');
    folder.pathname = `${process.cwd().replaceAll('%', '%25')}/`;
    return folder.href;
  }
  return globalThis.location.href;
}
