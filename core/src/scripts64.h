/*
 * What the characters of some scripts are in 64 bytes, by ranges: neighbours
 * are mostly of one class, so that text in these scripts need not be looked up
 * character by character. test_split_masks.c looks all up.
 */
#ifndef BPEEK_SCRIPTS64_H
#define BPEEK_SCRIPTS64_H

#include "bytes64.h"

#if BPEEK_HAS_VECTORS

/* All bytes of characters whose class is known. */
typedef struct bpeek_known_classes {
  uint64_t upper, lower, caseless; /* letters */
  uint64_t mark, number, space;
  uint64_t other; /* nothing of these */
} bpeek_known_classes;

/* ---- Characters of two bytes ------------------------------------------- */

/* From first bytes to all. */
static inline uint64_t bpeek_twos64(uint64_t first) {
  return first | first << 1;
}

/* Letters from U+0400 to U+045F, capitals first. */
static inline bpeek_known_classes bpeek_cyrillic64(const uint8_t *block) {
  const bpeek_bytes64 first = bpeek_load64(block);
  const bpeek_bytes64 second = bpeek_load64(block + 1);
  bpeek_bytes16 upper[4];
  bpeek_bytes16 lower[4];
  for (unsigned i = 0; i < 4; i++) {
    const bpeek_bytes16 last = second.part[i];
    const bpeek_bytes16 d0 = bpeek_equal16(first.part[i], 0xD0);
    const bpeek_bytes16 d1 = bpeek_equal16(first.part[i], 0xD1);
    upper[i] = d0 & bpeek_in_range16(last, 0x80, 0xAF);
    lower[i] = (d0 & bpeek_in_range16(last, 0xB0, 0xBF)) |
               (d1 & bpeek_in_range16(last, 0x80, 0x9F));
  }
  return (bpeek_known_classes){.upper = bpeek_twos64(bpeek_bits64(upper)),
                               .lower = bpeek_twos64(bpeek_bits64(lower))};
}

/* Letters from U+0620 to U+064A and from U+0680 to U+06BF, marks from U+064B to
 * U+065F. */
static inline bpeek_known_classes bpeek_arabic64(const uint8_t *block) {
  const bpeek_bytes64 first = bpeek_load64(block);
  const bpeek_bytes64 second = bpeek_load64(block + 1);
  bpeek_bytes16 letters[4];
  bpeek_bytes16 marks[4];
  for (unsigned i = 0; i < 4; i++) {
    const bpeek_bytes16 last = second.part[i];
    const bpeek_bytes16 d8 = bpeek_equal16(first.part[i], 0xD8);
    const bpeek_bytes16 d9 = bpeek_equal16(first.part[i], 0xD9);
    const bpeek_bytes16 da = bpeek_equal16(first.part[i], 0xDA);
    letters[i] = (d8 & bpeek_in_range16(last, 0xA0, 0xBF)) |
                 (d9 & bpeek_in_range16(last, 0x80, 0x8A)) |
                 (da & bpeek_in_range16(last, 0x80, 0xBF));
    marks[i] = d9 & bpeek_in_range16(last, 0x8B, 0x9F);
  }
  return (bpeek_known_classes){.caseless = bpeek_twos64(bpeek_bits64(letters)),
                               .mark = bpeek_twos64(bpeek_bits64(marks))};
}

/* ---- Characters of three bytes ----------------------------------------- */

/* From first bytes to all. */
static inline uint64_t bpeek_threes64(uint64_t first) {
  return first | first << 1 | first << 2;
}

/* Letters from U+0904 to U+0939; marks from U+0900 to U+0903, U+093A to U+093C
 * and U+093E to U+094F; U+0964 and U+0965, which end sentences. */
static inline bpeek_known_classes bpeek_devanagari64(const uint8_t *block) {
  const bpeek_bytes64 first = bpeek_load64(block);
  const bpeek_bytes64 second = bpeek_load64(block + 1);
  const bpeek_bytes64 third = bpeek_load64(block + 2);
  bpeek_bytes16 letters[4];
  bpeek_bytes16 marks[4];
  bpeek_bytes16 ends[4];
  for (unsigned i = 0; i < 4; i++) {
    const bpeek_bytes16 last = third.part[i];
    const bpeek_bytes16 e0 = bpeek_equal16(first.part[i], 0xE0);
    const bpeek_bytes16 a4 = e0 & bpeek_equal16(second.part[i], 0xA4);
    const bpeek_bytes16 a5 = e0 & bpeek_equal16(second.part[i], 0xA5);
    letters[i] = a4 & bpeek_in_range16(last, 0x84, 0xB9);
    marks[i] = (a4 & bpeek_in_range16(last, 0x80, 0x83)) |
               (a4 & bpeek_in_range16(last, 0xBA, 0xBC)) |
               (a4 & bpeek_in_range16(last, 0xBE, 0xBF)) |
               (a5 & bpeek_in_range16(last, 0x80, 0x8F));
    ends[i] = a5 & bpeek_in_range16(last, 0xA4, 0xA5);
  }
  return (bpeek_known_classes){.caseless =
                                   bpeek_threes64(bpeek_bits64(letters)),
                               .mark = bpeek_threes64(bpeek_bits64(marks)),
                               .other = bpeek_threes64(bpeek_bits64(ends))};
}

/* Where letters begin that are from U+4E00 to U+9FFF, ideographs, or from
 * U+AC00 to U+D77F, Hangul, if continuation bytes are in their places. */
static inline uint64_t bpeek_ideographs64(const uint8_t *block) {
  const bpeek_bytes64 first = bpeek_load64(block);
  const bpeek_bytes64 second = bpeek_load64(block + 1);
  bpeek_bytes16 found[4];
  for (unsigned i = 0; i < 4; i++) {
    const bpeek_bytes16 b0 = first.part[i];
    const bpeek_bytes16 b1 = second.part[i];
    found[i] = bpeek_in_range16(b0, 0xE5, 0xE9) |
               bpeek_in_range16(b0, 0xEB, 0xEC) |
               (bpeek_equal16(b0, 0xE4) & (bpeek_bytes16)(b1 >= 0xB8)) |
               (bpeek_equal16(b0, 0xEA) & (bpeek_bytes16)(b1 >= 0xB0)) |
               (bpeek_equal16(b0, 0xED) & (bpeek_bytes16)(b1 < 0x9E));
  }
  return bpeek_bits64(found);
}

/* The same for U+3041 to U+3096, U+309D to U+309F, U+30A1 to U+30FA and U+30FC
 * to U+30FF. */
static inline uint64_t bpeek_kana64(const uint8_t *block) {
  const bpeek_bytes64 first = bpeek_load64(block);
  const bpeek_bytes64 second = bpeek_load64(block + 1);
  const bpeek_bytes64 third = bpeek_load64(block + 2);
  bpeek_bytes16 found[4];
  for (unsigned i = 0; i < 4; i++) {
    const bpeek_bytes16 b1 = second.part[i];
    const bpeek_bytes16 b2 = third.part[i];
    const bpeek_bytes16 apart = bpeek_in_range16(b2, 0x97, 0x9C);
    found[i] = bpeek_equal16(first.part[i], 0xE3) &
               ((bpeek_equal16(b1, 0x81) & ~bpeek_equal16(b2, 0x80)) |
                (bpeek_equal16(b1, 0x82) & ~bpeek_equal16(b2, 0xA0) & ~apart) |
                (bpeek_equal16(b1, 0x83) & ~bpeek_equal16(b2, 0xBB)));
  }
  return bpeek_bits64(found);
}

/* Fewer are as soon looked up one by one. */
enum { BPEEK_MANY_KANA = 4 };

/* All bytes of these letters; `inner` are continuation bytes. */
static inline uint64_t bpeek_east_asian64(const uint8_t *block,
                                          const bpeek_bytes64 *bytes,
                                          uint64_t inner) {
  uint64_t first = bpeek_ideographs64(block);
  if (__builtin_popcountll(bpeek_equal64(bytes, 0xE3)) >= BPEEK_MANY_KANA) {
    first |= bpeek_kana64(block);
  }
  return bpeek_threes64(first & inner >> 1 & inner >> 2);
}

#endif

#endif
