/*
 * The tokens of pieces seen lately. In prose nearly every piece is short, has
 * few tokens and comes again soon, so that one probe answers most of them.
 *
 * A piece of up to 15 bytes is packed, with its length, into 16 bytes that are
 * its key; up to four ids lie beside it, so that an entry is 32 bytes and two
 * fill a cache line. A new entry simply takes its place.
 */
#ifndef BPEEK_PIECE_CACHE_H
#define BPEEK_PIECE_CACHE_H

#include <string.h>

#include "hash.h"
#include "model.h"

enum {
  BPEEK_CACHED_PIECE = 15, /* bytes of the longest piece that is kept */
  BPEEK_CACHED_TOKENS = 4,
  BPEEK_PIECE_CACHE_BITS = 14,
};

typedef struct bpeek_piece_key {
  uint64_t low, high;
} bpeek_piece_key;

/* The number of tokens is in the upper bits of the first id; an entry that was
 * never used has the key 0, which no piece has. */
typedef struct bpeek_piece_entry {
  bpeek_piece_key key;
  uint32_t ids[BPEEK_CACHED_TOKENS];
} bpeek_piece_entry;

enum { BPEEK_COUNT_SHIFT = 24, BPEEK_ID_MASK = (1 << 24) - 1 };

/* A word whose first byte in memory is the lowest, whatever the machine. */
static inline uint64_t bpeek_load_word(const uint8_t *bytes) {
  uint64_t word = 0;
  for (unsigned i = 0; i < 8; i++) {
    word |= (uint64_t)bytes[i] << (8 * i);
  }
  return word;
}

/* `length` is 1 to 15. May read up to `readable` bytes of `piece`. */
static inline bpeek_piece_key
bpeek_piece_key_of(const uint8_t *piece, size_t length, size_t readable) {
  uint8_t padded[16];
  if (readable < 16) {
    memset(padded, 0, sizeof padded);
    memcpy(padded, piece, length);
    piece = padded;
  }
  bpeek_piece_key key = {bpeek_load_word(piece), 0};
  if (length < 8) {
    key.low &= ((uint64_t)1 << (8 * length)) - 1;
  } else if (length > 8) {
    key.high =
        bpeek_load_word(piece + 8) & (((uint64_t)1 << (8 * (length - 8))) - 1);
  }
  key.high |= (uint64_t)length << 56;
  return key;
}

/* Where a piece with this key would be. */
static inline bpeek_piece_entry *bpeek_piece_place(bpeek_piece_entry *cache,
                                                   bpeek_piece_key key) {
  uint64_t hash = bpeek_hash_mix(key.low * BPEEK_HASH_FACTOR, key.high);
  return &cache[hash * BPEEK_HASH_FACTOR >> (64 - BPEEK_PIECE_CACHE_BITS)];
}

static inline bool bpeek_piece_is(const bpeek_piece_entry *entry,
                                  bpeek_piece_key key) {
  return entry->key.low == key.low && entry->key.high == key.high;
}

/* count is 1 to BPEEK_CACHED_TOKENS. */
static inline void bpeek_piece_store(bpeek_piece_entry *entry,
                                     bpeek_piece_key key, const uint32_t *ids,
                                     uint32_t count) {
  entry->key = key;
  memcpy(entry->ids, ids, count * sizeof *ids);
  entry->ids[0] |= count << BPEEK_COUNT_SHIFT;
}

static inline uint32_t bpeek_piece_count(const bpeek_piece_entry *entry) {
  return entry->ids[0] >> BPEEK_COUNT_SHIFT;
}

#endif
