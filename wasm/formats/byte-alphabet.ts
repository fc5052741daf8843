/**
 * GPT-2's alphabet of bytes: every byte is written as a character that can be seen. Printable
 * bytes of Latin-1 stand for themselves, the others for U+0100 and on, in order.
 */
const characters: string[] = [];
const bytes = new Map<string, number>();

for (let byte = 0, others = 0; byte < 256; byte++) {
  const isPrintable =
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
  const character = String.fromCharCode(isPrintable ? byte : 0x100 + others++);
  characters.push(character);
  bytes.set(character, byte);
}

export function toByteAlphabet(token: Uint8Array): string {
  let text = '';
  for (const byte of token) text += characters[byte];
  return text;
}

/** undefined if a character is not of the alphabet. */
export function fromByteAlphabet(text: string): number[] | undefined {
  const token: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const byte = bytes.get(text.charAt(i));
    if (byte === undefined) return undefined;
    token.push(byte);
  }
  return token;
}
