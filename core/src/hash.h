/* Hashes of short byte strings and of pairs, for tables of a power of two. */
#ifndef BPEEK_HASH_H
#define BPEEK_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* An odd number without visible pattern: 2^64 over the golden ratio. */
#define BPEEK_HASH_FACTOR 0x9E3779B97F4A7C15ULL

static inline uint64_t bpeek_hash_mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * BPEEK_HASH_FACTOR;
  return hash ^ hash >> 29;
}

/* Up to 8 bytes in a word, each of them at least once: strings of one length
 * that differ have words that differ. */
static inline uint64_t bpeek_last_word(const uint8_t *bytes, size_t length) {
  if (length >= 4) {
    uint32_t first = 0;
    uint32_t last = 0;
    memcpy(&first, bytes, 4);
    memcpy(&last, bytes + length - 4, 4);
    return (uint64_t)first << 32 | last;
  }
  return length == 0 ? 0
                     : (uint64_t)bytes[0] << 16 |
                           (uint64_t)bytes[length / 2] << 8 | bytes[length - 1];
}

/* A word whose first byte in memory is the lowest, whatever the machine. */
static inline uint64_t bpeek_load_word(const uint8_t *bytes) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
#else
  uint64_t word = 0;
  for (unsigned i = 0; i < 8; i++) {
    word |= (uint64_t)bytes[i] << (8 * i);
  }
  return word;
#endif
}

/* The bytes of a string of up to 32 in four words. They overlap, so that a
 * processor need not foretell how long it is. */
typedef struct bpeek_four_words {
  uint64_t of[4];
} bpeek_four_words;

static inline bpeek_four_words bpeek_words_of(const uint8_t *bytes,
                                              size_t length) {
  if (length < 8) {
    return (bpeek_four_words){{bpeek_last_word(bytes, length), 0, 0, 0}};
  }
  const size_t inner = length < 16 ? 0 : 8;
  return (bpeek_four_words){{bpeek_load_word(bytes),
                             bpeek_load_word(bytes + inner),
                             bpeek_load_word(bytes + length - 8 - inner),
                             bpeek_load_word(bytes + length - 8)}};
}

enum { BPEEK_FOUR_WORDS = 32 };

/* Low and high bits are good alike. */
static inline uint64_t bpeek_hash(const uint8_t *bytes, size_t length) {
  uint64_t before = length;
  size_t left = length;
  for (; left > BPEEK_FOUR_WORDS; left -= 8, bytes += 8) {
    before = bpeek_hash_mix(before, bpeek_load_word(bytes));
  }
  /* Four products, none of which waits for another. */
  const bpeek_four_words words = bpeek_words_of(bytes, left);
  const uint64_t hash = (words.of[0] ^ before) * BPEEK_HASH_FACTOR +
                        words.of[1] * UINT64_C(0xC2B2AE3D27D4EB4F) +
                        words.of[2] * UINT64_C(0x165667B19E3779F9) +
                        words.of[3] * UINT64_C(0xD6E8FEB86659FD93);
  const uint64_t mixed = (hash ^ hash >> 32) * BPEEK_HASH_FACTOR;
  return mixed ^ mixed >> 32;
}

/* Whether two strings of this length are the same. (WebAssembly's memcmp goes
 * byte by byte.) */
static inline bool bpeek_same_bytes(const uint8_t *left, const uint8_t *right,
                                    size_t length) {
  uint64_t differences = 0;
  for (; length > BPEEK_FOUR_WORDS; length -= 8, left += 8, right += 8) {
    differences |= bpeek_load_word(left) ^ bpeek_load_word(right);
  }
  const bpeek_four_words a = bpeek_words_of(left, length);
  const bpeek_four_words b = bpeek_words_of(right, length);
  for (unsigned i = 0; i < 4; i++) {
    differences |= a.of[i] ^ b.of[i];
  }
  return differences == 0;
}

/* Has memory that is needed soon fetched, while others are as well. A volatile
 * read does it where there is no instruction for it, as in WebAssembly. */
static inline void bpeek_bring_near(const uint32_t *number) {
  (void)*(const volatile uint32_t *)number;
}

static inline uint32_t bpeek_hash_pair(uint64_t key) {
  return (uint32_t)(key * BPEEK_HASH_FACTOR >> 32);
}

#endif
