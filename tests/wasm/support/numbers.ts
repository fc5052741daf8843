/** Whether two lists of numbers are the same. */
export function sameNumbers(left: Uint32Array, right: Uint32Array): boolean {
  return Buffer.compare(bytesOf(left), bytesOf(right)) === 0;
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
