/**
 * A module with one function, which gives the vector that i32.const 0, i8x16.splat and
 * i8x16.popcnt make: an instruction of the final SIMD proposal, so that engines with a draft of it
 * do not pass.
 */
const module = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // One type: nothing -> v128. One function, of that type.
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  // Its body.
  ...[0x0a, 0x0a, 0x01, 0x08, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x62, 0x0b],
);

/** Whether this realm's WebAssembly has vectors of 128 bits, which bpeek.wasm is made of. */
export function hasVectors(): boolean {
  return WebAssembly.validate(module);
}
