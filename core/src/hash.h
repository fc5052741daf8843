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

/* Low and high bits are good alike. */
static inline uint64_t bpeek_hash(const uint8_t *bytes, size_t length) {
  uint64_t hash = length * BPEEK_HASH_FACTOR;
  uint64_t word = 0;
  for (; length >= sizeof word; length -= sizeof word) {
    memcpy(&word, bytes, sizeof word);
    bytes += sizeof word;
    hash = bpeek_hash_mix(hash, word);
  }
  hash =
      bpeek_hash_mix(hash, bpeek_last_word(bytes, length)) * BPEEK_HASH_FACTOR;
  return hash ^ hash >> 32;
}

/* Whether two strings of this length are the same, word by word; the last word
 * may overlap the one before. (WebAssembly's memcmp goes byte by byte.) */
static inline bool bpeek_same_bytes(const uint8_t *left, const uint8_t *right,
                                    size_t length) {
  uint64_t a = 0;
  uint64_t b = 0;
  if (length < sizeof a) {
    return bpeek_last_word(left, length) == bpeek_last_word(right, length);
  }
  for (size_t at = 0; at + sizeof a < length; at += sizeof a) {
    memcpy(&a, left + at, sizeof a);
    memcpy(&b, right + at, sizeof b);
    if (a != b) {
      return false;
    }
  }
  memcpy(&a, left + length - sizeof a, sizeof a);
  memcpy(&b, right + length - sizeof b, sizeof b);
  return a == b;
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
