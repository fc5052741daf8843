// UTF-8 by the byte, as far as the page needs it: where a file stops being
// UTF-8, and how many bytes the characters of a text take.

/** Bytes in the sequence that a lead byte opens; 0 for a byte that opens none. */
export function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

export const isContinuation = (byte: number) => (byte & 0xc0) === 0x80;

/** The offset of the first byte that is not well-formed UTF-8, or -1. */
export function firstInvalidByte(bytes: Uint8Array): number {
  const at = (i: number) => bytes[i] ?? 0;
  for (let i = 0; i < bytes.length; ) {
    const lead = at(i);
    const length = sequenceLength(lead);
    if (length === 0 || i + length > bytes.length) return i;
    if (length > 1) {
      // The second byte is narrower after these four leads: overlong forms,
      // surrogates, and what lies above U+10FFFF.
      const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (at(i + 1) < low || at(i + 1) > high) return i;
      for (let k = 2; k < length; k++) if (!isContinuation(at(i + k))) return i;
    }
    i += length;
  }
  return -1;
}

export interface TextSize {
  /** Unicode code points; half of a surrogate pair on its own counts as one. */
  characters: number;
  /** UTF-8 bytes; half of a surrogate pair on its own becomes U+FFFD, three bytes. */
  bytes: number;
}

export function sizeOf(text: string): TextSize {
  let bytes = text.length;
  let characters = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    if (unit >= 0xd800 && unit < 0xdc00) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next < 0xe000) {
        // A pair is one character of four bytes: two more than its two units.
        characters--;
        i++;
      }
    }
  }
  return { characters, bytes };
}

const HEX = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
);

export const hexOf = (byte: number) => HEX[byte] ?? '';

export const hexOfAll = (bytes: Uint8Array) => Array.from(bytes, hexOf).join(' ');
