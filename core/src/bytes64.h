/*
 * 64 bytes looked at as one: vectors of 16, and one bit for each byte that is
 * so and so, the first byte's being the lowest. The vectors are the compiler's
 * own (GCC's extension), which it turns into WebAssembly's SIMD128, SSE2 or
 * NEON; only the way from a vector to bits has no notation in it.
 */
#ifndef BPEEK_BYTES64_H
#define BPEEK_BYTES64_H

#include <stdint.h>
#include <string.h>

#if defined(__wasm_simd128__) || defined(__SSE2__) ||                          \
    (defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
#define BPEEK_HAS_VECTORS 1
#else
#define BPEEK_HAS_VECTORS 0
#endif

#if BPEEK_HAS_VECTORS

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef uint8_t bpeek_bytes16 __attribute__((vector_size(16)));

typedef struct bpeek_bytes64 {
  bpeek_bytes16 part[4];
} bpeek_bytes64;

static inline bpeek_bytes64 bpeek_load64(const uint8_t *bytes) {
  bpeek_bytes64 loaded;
  memcpy(&loaded, bytes, sizeof loaded);
  return loaded;
}

/* For each byte 0xFF if it is from `low` to `high`, else 0. */
static inline bpeek_bytes16 bpeek_in_range16(bpeek_bytes16 bytes, uint8_t low,
                                             uint8_t high) {
  return (bpeek_bytes16)(bytes - low <= (uint8_t)(high - low));
}

static inline bpeek_bytes16 bpeek_equal16(bpeek_bytes16 bytes, uint8_t byte) {
  return (bpeek_bytes16)(bytes == byte);
}

/* The top bits of 16 bytes, by plain arithmetic: a multiplication adds up eight
 * bytes, each of which has kept another bit. */
static inline uint32_t bpeek_bits16_portable(bpeek_bytes16 bytes) {
  const bpeek_bytes16 weights = {1, 2, 4, 8, 16, 32, 64, 128,
                                 1, 2, 4, 8, 16, 32, 64, 128};
  uint64_t halves[2];
  bytes = (bpeek_bytes16)(bytes >= 0x80) & weights;
  memcpy(halves, &bytes, sizeof halves);
  const uint64_t ones = UINT64_C(0x0101010101010101);
  return (uint32_t)(halves[0] * ones >> 56 | halves[1] * ones >> 56 << 8);
}

static inline uint32_t bpeek_bits16(bpeek_bytes16 bytes) {
#if defined(__wasm_simd128__)
  return wasm_i8x16_bitmask((v128_t)bytes);
#elif defined(__SSE2__)
  return (uint32_t)_mm_movemask_epi8((__m128i)bytes);
#else
  return bpeek_bits16_portable(bytes);
#endif
}

/* ---- One bit for each byte --------------------------------------------- */

static inline uint64_t bpeek_bits64(const bpeek_bytes16 part[4]) {
  return (uint64_t)bpeek_bits16(part[0]) |
         (uint64_t)bpeek_bits16(part[1]) << 16 |
         (uint64_t)bpeek_bits16(part[2]) << 32 |
         (uint64_t)bpeek_bits16(part[3]) << 48;
}

static inline uint64_t bpeek_in_range64(const bpeek_bytes64 *bytes, uint8_t low,
                                        uint8_t high) {
  bpeek_bytes16 is_in[4];
  for (unsigned i = 0; i < 4; i++) {
    is_in[i] = bpeek_in_range16(bytes->part[i], low, high);
  }
  return bpeek_bits64(is_in);
}

/* Those that have this bit. Bytes are shifted in pairs, and all have it on top
 * then. */
static inline uint64_t bpeek_has64(const bpeek_bytes64 *bytes, unsigned bit) {
  typedef uint16_t pairs __attribute__((vector_size(16)));
  const unsigned shift = 7 - (unsigned)__builtin_ctz(bit);
  bpeek_bytes16 shifted[4];
  for (unsigned i = 0; i < 4; i++) {
    shifted[i] = (bpeek_bytes16)((pairs)bytes->part[i] << (uint16_t)shift);
  }
  return bpeek_bits64(shifted);
}

static inline uint64_t bpeek_equal64(const bpeek_bytes64 *bytes, uint8_t byte) {
  bpeek_bytes16 is_equal[4];
  for (unsigned i = 0; i < 4; i++) {
    is_equal[i] = bpeek_equal16(bytes->part[i], byte);
  }
  return bpeek_bits64(is_equal);
}

/* Letters of ASCII: 0x20 is what parts capitals from others. */
static inline uint64_t bpeek_letters64(const bpeek_bytes64 *bytes) {
  bpeek_bytes64 lower;
  for (unsigned i = 0; i < 4; i++) {
    lower.part[i] = bytes->part[i] | 0x20;
  }
  return bpeek_in_range64(&lower, 'a', 'z');
}

#endif

#endif
