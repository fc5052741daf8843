// Text as few characters that a URL takes: deflated, then base64 without + and /.

const encoder = new TextEncoder();

async function through(bytes: Uint8Array<ArrayBuffer>, by: GenericTransformStream) {
  const stream = new Blob([bytes]).stream().pipeThrough(by);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A `String.fromCharCode` of too many characters at once overflows the stack. */
const SLICE = 8192;

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += SLICE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + SLICE));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export interface Compressed {
  text: string;
  /** How many bytes it stands for, compressed. */
  size: number;
}

export async function compress(text: string): Promise<Compressed> {
  const bytes = await through(encoder.encode(text), new CompressionStream('deflate-raw'));
  return { text: toBase64Url(bytes), size: bytes.length };
}

/** Undefined where this is nothing that `compress` has made, such as half of a link. */
export async function decompress(text: string): Promise<string | undefined> {
  try {
    const bytes = await through(fromBase64Url(text), new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // atob, the stream and the decoder refuse in these two ways.
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}
