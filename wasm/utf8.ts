import { BpeekError } from './errors.ts';

const strict = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a file that should be UTF-8.
 * @throws {BpeekError} `bad_utf8`, whose offset is that of the first wrong byte.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch (cause) {
    const offset = wellFormedLength(bytes);
    const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    throw new BpeekError(
      'bad_utf8',
      `This is not UTF-8 text: byte ${offset} is ${byte}. Save the file as UTF-8 and try again.`,
      { offset, cause },
    );
  }
}

const loneSurrogate = /\p{Surrogate}/u;

/** Whether half of a surrogate pair is alone in a string, which UTF-8 has no bytes for. */
export function hasLoneSurrogate(text: string): boolean {
  // Much faster than the expression, but Firefox has it since 119 and Safari since 16.4 only.
  const { isWellFormed } = String.prototype as { isWellFormed?: (this: string) => boolean };
  return isWellFormed ? !isWellFormed.call(text) : loneSurrogate.test(text);
}

/** How many bytes at the beginning are well-formed UTF-8 (the Unicode Standard, table 3-7). */
function wellFormedLength(bytes: Uint8Array): number {
  let at = 0;
  for (;;) {
    const step = wellFormedStep(bytes, at);
    if (step === 0) return at;
    at += step;
  }
}

/** The length of the well-formed sequence at `at`, or 0. */
export function wellFormedStep(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === undefined) return 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    const [low, high] = i === 1 ? secondByteRange(first) : [0x80, 0xbf];
    if (byte < low || byte > high) return 0;
  }
  return length;
}

function secondByteRange(first: number): readonly [number, number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  if (first === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}
