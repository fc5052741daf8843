/*
 * The tokens of pieces seen lately. In prose nearly every piece is short, has
 * few tokens and comes again soon, so that one probe answers most of them.
 *
 * A piece of up to 15 bytes is packed, with its length, into 16 bytes that are
 * its key; up to four ids lie beside it, so that an entry is 32 bytes and two
 * fill a cache line:
 *
 *   | bytes 0-7 | bytes 8-14, length | id, count | id | id | id |
 *
 * All other pieces (up to BPEEK_CACHED_LENGTH bytes) are written, with their
 * ids, one after the other into a store that is emptied when it is full; slots
 * of hash and place find them. Where there is no room, what is new takes the
 * place of what is there. Both start small and grow as they are used.
 */
#ifndef BPEEK_PIECE_CACHE_H
#define BPEEK_PIECE_CACHE_H

#include "bpeek.h"
#include "hash.h"

enum {
  BPEEK_KEYED_LENGTH = 15, /* bytes of the longest piece that has a key */
  BPEEK_KEYED_TOKENS = 4,
  BPEEK_CACHED_LENGTH = 255,
};

typedef struct bpeek_piece_key {
  uint64_t low, high;
} bpeek_piece_key;

/* The number of tokens is in the upper bits of the first id. An entry that was
 * never used has the key 0, which no piece has. */
typedef struct bpeek_piece_entry {
  bpeek_piece_key key;
  uint32_t ids[BPEEK_KEYED_TOKENS];
} bpeek_piece_entry;

/* So many entries, side by side, are where a key can be. */
enum { BPEEK_PIECE_WAYS = 4 };

enum { BPEEK_COUNT_SHIFT = 24, BPEEK_ID_MASK = (1 << 24) - 1 };

typedef struct bpeek_piece_cache {
  bpeek_allocator allocator;
  bpeek_piece_entry *entries; /* 1 << entry_bits of them */
  unsigned entry_bits;
  uint32_t stored; /* so many times; about as many are there */
  /* Hash above place + 1; a piece in the store is its length, its count of
   * tokens, its bytes and its ids, in words. */
  uint64_t *slots; /* 1 << slot_bits of them; NULL until they are needed */
  unsigned slot_bits;
  uint32_t kept; /* pieces in the store */
  uint32_t *store;
  size_t store_size, store_capacity;
} bpeek_piece_cache;

/* The ids of one piece, borrowed; count 0 where they are not known. */
typedef struct bpeek_piece_tokens {
  const uint32_t *ids;
  uint32_t count;
} bpeek_piece_tokens;

bpeek_status bpeek_piece_cache_init(bpeek_piece_cache *cache,
                                    const bpeek_allocator *allocator,
                                    bpeek_error *error);
void bpeek_piece_cache_free(bpeek_piece_cache *cache);

/* A word whose first byte in memory is the lowest, whatever the machine. */
static inline uint64_t bpeek_load_word(const uint8_t *bytes) {
  uint64_t word = 0;
  for (unsigned i = 0; i < 8; i++) {
    word |= (uint64_t)bytes[i] << (8 * i);
  }
  return word;
}

/* `length` is 1 to BPEEK_KEYED_LENGTH; `readable` bytes of `piece` may be
 * read. */
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

/* Where a piece with this key is, unless another one is there. */
static inline bpeek_piece_entry *
bpeek_piece_place(const bpeek_piece_cache *cache, bpeek_piece_key key) {
  uint64_t hash = bpeek_hash_mix(key.low * BPEEK_HASH_FACTOR, key.high);
  return &cache->entries[hash * BPEEK_HASH_FACTOR >> (64 - cache->entry_bits)];
}

static inline bool bpeek_piece_is(const bpeek_piece_entry *entry,
                                  bpeek_piece_key key) {
  return entry->key.low == key.low && entry->key.high == key.high;
}

/* The entry with this key, or NULL. */
static inline const bpeek_piece_entry *
bpeek_known_piece(const bpeek_piece_cache *cache, bpeek_piece_key key) {
  const bpeek_piece_entry *place = bpeek_piece_place(cache, key);
  if (bpeek_piece_is(place, key)) {
    return place;
  }
  size_t at = (size_t)(place - cache->entries);
  for (size_t way = 1; way < BPEEK_PIECE_WAYS; way++) {
    const bpeek_piece_entry *entry = &cache->entries[at ^ way];
    if (bpeek_piece_is(entry, key)) {
      return entry;
    }
  }
  return NULL;
}

static inline uint32_t bpeek_piece_count(const bpeek_piece_entry *entry) {
  return entry->ids[0] >> BPEEK_COUNT_SHIFT;
}

/* `tokens` has 1 to BPEEK_KEYED_TOKENS ids. */
bpeek_status bpeek_piece_keep(bpeek_piece_cache *cache, bpeek_piece_key key,
                              bpeek_piece_tokens tokens, bpeek_error *error);

/* For pieces that are too long for a key or have too many tokens: `hash` is
 * bpeek_hash of the piece. */
bpeek_piece_tokens bpeek_stored_piece(const bpeek_piece_cache *cache,
                                      const uint8_t *piece, size_t length,
                                      uint64_t hash);
bpeek_status bpeek_store_piece(bpeek_piece_cache *cache, const uint8_t *piece,
                               size_t length, uint64_t hash,
                               bpeek_piece_tokens tokens, bpeek_error *error);

#endif
