/*
 * Where the letters of Chinese, Japanese and Korean are in 64 bytes, by ranges:
 * nearly all of them are neighbours of one class, so that their text need not
 * be looked up character by character. test_split_masks.c looks all up.
 */
#ifndef BPEEK_EAST_ASIAN_H
#define BPEEK_EAST_ASIAN_H

#include "bytes64.h"

#if BPEEK_HAS_VECTORS

/* Where characters of three bytes begin that are in these ranges, all of which
 * are letters without case. The continuation bytes are in their places. */

/* U+4E00 to U+9FFF, ideographs, and U+AC00 to U+D77F, Hangul. */
static inline uint64_t bpeek_ideographs_in(const uint8_t *block) {
  const bpeek_bytes64 first = bpeek_load64(block);
  const bpeek_bytes64 second = bpeek_load64(block + 1);
  bpeek_bytes16 found[4];
  for (unsigned i = 0; i < 4; i++) {
    const bpeek_bytes16 b0 = first.part[i];
    const bpeek_bytes16 b1 = second.part[i];
    found[i] = bpeek_in_range16(b0, 0xE5, 0xE9) |
               bpeek_in_range16(b0, 0xEB, 0xEC) |
               ((bpeek_bytes16)(b0 == 0xE4) & (bpeek_bytes16)(b1 >= 0xB8)) |
               ((bpeek_bytes16)(b0 == 0xEA) & (bpeek_bytes16)(b1 >= 0xB0)) |
               ((bpeek_bytes16)(b0 == 0xED) & (bpeek_bytes16)(b1 < 0x9E));
  }
  return bpeek_bits64(found);
}

/* U+3041 to U+3096, U+309D to U+309F, U+30A1 to U+30FA, U+30FC to U+30FF. */
static inline uint64_t bpeek_kana_in(const uint8_t *block) {
  const bpeek_bytes64 first = bpeek_load64(block);
  const bpeek_bytes64 second = bpeek_load64(block + 1);
  const bpeek_bytes64 third = bpeek_load64(block + 2);
  bpeek_bytes16 found[4];
  for (unsigned i = 0; i < 4; i++) {
    const bpeek_bytes16 b1 = second.part[i];
    const bpeek_bytes16 b2 = third.part[i];
    const bpeek_bytes16 apart = bpeek_in_range16(b2, 0x97, 0x9C);
    found[i] =
        (bpeek_bytes16)(first.part[i] == 0xE3) &
        (((bpeek_bytes16)(b1 == 0x81) & (bpeek_bytes16)(b2 != 0x80)) |
         ((bpeek_bytes16)(b1 == 0x82) & (bpeek_bytes16)(b2 != 0xA0) & ~apart) |
         ((bpeek_bytes16)(b1 == 0x83) & (bpeek_bytes16)(b2 != 0xBB)));
  }
  return bpeek_bits64(found);
}

/* Fewer are as soon looked up one by one. */
enum { BPEEK_MANY_KANA = 4 };

/* All bytes of such letters. */
static inline uint64_t bpeek_east_asian_letters(const uint8_t *block,
                                                const bpeek_bytes64 *bytes,
                                                uint64_t inner) {
  if (bpeek_in_range64(bytes, 0xE3, 0xED) == 0) {
    return 0;
  }
  uint64_t first = bpeek_ideographs_in(block);
  if (__builtin_popcountll(bpeek_equal64(bytes, 0xE3)) >= BPEEK_MANY_KANA) {
    first |= bpeek_kana_in(block);
  }
  first &= inner >> 1 & inner >> 2;
  return first | first << 1 | first << 2;
}

#endif

#endif
