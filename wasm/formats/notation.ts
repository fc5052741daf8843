/** How model files write what they have in common, whoever reads or writes them. */

/** Stands for a space. */
export const lowerBlock = '\u2581';

/** The pattern within ByteLevel: GPT-2's. */
export const byteLevelPattern = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/** Metaspace begins a piece at every U+2581, which here is a space. */
export const metaspacePattern = ' [^ ]*|[^ ]+';

/** The token of a single byte: `<0x0A>`. */
export function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}
