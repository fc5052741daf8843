import { BpeekError } from './errors.ts';
import { isNode, nodeModule } from './node.ts';

/**
 * Told after every part of a download: bytes so far, and bytes in all if the server says so. An
 * encoding that is in use already is not downloaded again.
 */
export type OnProgress = (loadedBytes: number, totalBytes: number | undefined) => void;

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What to do where the answer is not the file, for whoever put the files there. */
interface Advice {
  readonly advice?: string | undefined;
}

const checkAddress = 'Check the address and that the file is on the server.';

/**
 * Fetches a file's bytes. `what` names the file in messages, as in "the encoding gpt2".
 * Rejects with `network`, or with the signal's reason.
 */
export async function fetchBytes(
  url: URL,
  what: string,
  { signal, onProgress, advice }: FetchOptions & Advice = {},
): Promise<Uint8Array<ArrayBuffer>> {
  signal?.throwIfAborted();
  if (isNodeFile(url)) {
    const bytes = await readNodeFile(url, what, { signal, advice });
    onProgress?.(bytes.length, bytes.length);
    return bytes;
  }
  const response = await fetchResponse(url, what, { signal, advice });
  try {
    return await readBody(response, onProgress);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new BpeekError(
      'network',
      `The connection broke while ${what} was loading from ${url}. Try again.`,
      { cause },
    );
  }
}

/** As fetch(), but an answer that is not the file is an error. */
export async function fetchResponse(
  url: URL,
  what: string,
  { signal, advice = checkAddress }: FetchOptions & Advice = {},
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    signal?.throwIfAborted();
    throw new BpeekError(
      'network',
      url.protocol === 'file:'
        ? `A page opened from a file may not read ${what}. Open the page through a web server.`
        : `${capitalize(what)} could not be fetched from ${url}. Check the connection and try again.`,
      { cause },
    );
  }
  if (!response.ok) {
    const answer = `${response.status} ${response.statusText}`.trim();
    throw new BpeekError(
      'network',
      `${capitalize(what)} could not be fetched: ${url} answers ${answer}. ${advice}`,
    );
  }
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    throw new BpeekError(
      'network',
      `${capitalize(what)} could not be fetched: ${url} answers with a web page. ${advice}`,
    );
  }
  return response;
}

/** Whether a URL names a file and this is Node, whose fetch() takes no such URLs. */
export function isNodeFile(url: URL): boolean {
  return url.protocol === 'file:' && isNode();
}

async function readNodeFile(
  url: URL,
  what: string,
  { signal, advice }: FetchOptions & Advice,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = await nodeModule('fs');
  signal?.throwIfAborted();
  try {
    // At once: the promises of fs take longer than reading the engine and compiling it.
    const { buffer, byteOffset, length } = files.readFileSync(url);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentences = [`${capitalize(what)} could not be read: ${reason}.`, advice ?? []].flat();
    throw new BpeekError('network', sentences.join(' '), { cause });
  }
}

async function readBody(
  response: Response,
  onProgress?: OnProgress,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!onProgress || !response.body) return new Uint8Array(await response.arrayBuffer());
  const total = sizeOf(response);
  const parts: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    loaded += part.value.length;
    onProgress(loaded, total);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function sizeOf(response: Response): number | undefined {
  // With a Content-Encoding, the Content-Length counts other bytes than we see.
  if (response.headers.has('content-encoding')) return undefined;
  const length = Number(response.headers.get('content-length'));
  return length > 0 ? length : undefined;
}

function capitalize(what: string): string {
  return what.charAt(0).toUpperCase() + what.slice(1);
}
