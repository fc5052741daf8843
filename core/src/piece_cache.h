/*
 * The tokens of pieces seen lately. In prose nearly every piece is short, has
 * few tokens and comes again soon, so that one probe answers most of them.
 *
 * A piece of up to 15 bytes is packed, with its length, into 16 bytes that are
 * its key; beside them lies its number of tokens, of which there are no more
 * than bytes, and up to four ids. So an entry is 32 bytes, and two fill a cache
 * line:
 *
 *   | bytes 0-7 | bytes 8-14, length, count | id | id | id | id |
 *
 * More ids than four are in the store, and the first id is their place there.
 * So are all longer pieces (up to BPEEK_CACHED_LENGTH bytes), with their bytes;
 * slots of hash and place find them. The store is emptied when it is full.
 * Where there is no room, what is new takes the place of what is there. All
 * starts small and grows as it is used.
 */
#ifndef BPEEK_PIECE_CACHE_H
#define BPEEK_PIECE_CACHE_H

#include "bpeek.h"
#include "hash.h"

enum {
  BPEEK_KEYED_LENGTH = 15, /* bytes of the longest piece that has a key */
  BPEEK_INLINE_TOKENS = 4,
  BPEEK_CACHED_LENGTH = 255,
  /* So many ids can be copied from wherever ids of a piece are. */
  BPEEK_COPIED_AT_ONCE = 4,
};

/* `high` has the length above the last 7 bytes; its top 4 bits are zero. */
typedef struct bpeek_piece_key {
  uint64_t low, high;
} bpeek_piece_key;

/* What an entry's `high` has in its top 4 bits, above the key's: how many
 * tokens. An entry that was never used is all zero. */
enum { BPEEK_COUNT_SHIFT = 60 };

typedef struct bpeek_piece_entry {
  uint64_t low, high;
  uint32_t ids[BPEEK_INLINE_TOKENS];
} bpeek_piece_entry;

/* So many places, side by side, are where a piece can be. */
enum { BPEEK_PIECE_WAYS = 8 };
#define BPEEK_NOT_THERE UINT32_MAX

typedef struct bpeek_piece_cache {
  bpeek_allocator allocator;
  void *room;                 /* of the entries, and to have them aligned */
  bpeek_piece_entry *entries; /* 1 << entry_bits of them */
  unsigned entry_bits;
  uint32_t stored;  /* so many times; about as many are there */
  uint32_t changes; /* that may have moved or removed an entry */
  /* Of a long piece, hash above place + 1. What is in the store at a place is
   * told in piece_cache.c. */
  uint64_t *slots; /* 1 << slot_bits of them; NULL until they are needed */
  unsigned slot_bits;
  uint32_t kept; /* long pieces in the store */
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

/* ---- Pieces with a key ------------------------------------------------- */

/* For each length: which bits of two words are the piece's. */
extern const bpeek_piece_key bpeek_piece_masks[BPEEK_KEYED_LENGTH + 1];

/* `length` is 1 to BPEEK_KEYED_LENGTH; `readable` bytes of `piece` may be
 * read. */
static inline bpeek_piece_key
bpeek_piece_key_of(const uint8_t *piece, size_t length, size_t readable) {
  uint8_t padded[16];
  if (readable < sizeof padded) {
    memset(padded, 0, sizeof padded);
    memcpy(padded, piece, length);
    piece = padded;
  }
  const bpeek_piece_key *mask = &bpeek_piece_masks[length];
  return (bpeek_piece_key){bpeek_load_word(piece) & mask->low,
                           (bpeek_load_word(piece + 8) & mask->high) |
                               (uint64_t)length << 56};
}

/* Where a piece with this key is, unless another one is there. The upper bits
 * of a product depend on all bits of its factors. */
static inline bpeek_piece_entry *
bpeek_piece_place(const bpeek_piece_cache *cache, bpeek_piece_key key) {
  const uint64_t hash =
      key.low * BPEEK_HASH_FACTOR + key.high * UINT64_C(0xC2B2AE3D27D4EB4F);
  return &cache->entries[hash >> (64 - cache->entry_bits)];
}

/* Whether this is another entry than that with this key: in the top bit, so
 * that no compiler makes a branch of it. */
static inline uint64_t bpeek_piece_differs(const bpeek_piece_entry *entry,
                                           bpeek_piece_key key) {
  const unsigned count_bits = 64 - BPEEK_COUNT_SHIFT;
  const uint64_t difference = (entry->low ^ key.low) | (entry->high ^ key.high)
                                                           << count_bits;
  return difference | -difference;
}

/* The index of the entry with this key if it is one of the two in its cache
 * line, else BPEEK_NOT_THERE. There is no branch in it, since none could be
 * foretold. */
static inline uint32_t bpeek_piece_in_line(const bpeek_piece_cache *cache,
                                           bpeek_piece_key key) {
  const size_t at = (size_t)(bpeek_piece_place(cache, key) - cache->entries);
  const uint64_t first = bpeek_piece_differs(&cache->entries[at], key);
  const uint64_t second = bpeek_piece_differs(&cache->entries[at ^ 1], key);
  const uint64_t both = first & second;
  return (uint32_t)(at ^ first >> 63) | (uint32_t)(0 - (both >> 63));
}

static inline uint32_t bpeek_piece_count(const bpeek_piece_entry *entry) {
  return (uint32_t)(entry->high >> BPEEK_COUNT_SHIFT);
}

/* As bpeek_piece_in_line, but how many tokens the piece has, else 0. */
static inline uint32_t bpeek_piece_count_in_line(const bpeek_piece_cache *cache,
                                                 bpeek_piece_key key) {
  const bpeek_piece_entry *entry = bpeek_piece_place(cache, key);
  const size_t at = (size_t)(entry - cache->entries);
  const bpeek_piece_entry *other = &cache->entries[at ^ 1];
  const uint64_t differs = bpeek_piece_differs(entry, key) >> 63;
  const uint64_t other_differs = bpeek_piece_differs(other, key) >> 63;
  return (bpeek_piece_count(entry) & (uint32_t)(differs - 1)) |
         (bpeek_piece_count(other) & (uint32_t)(other_differs - 1));
}

/* The entry with this key, or NULL. Behind a free place there is none. */
static inline const bpeek_piece_entry *
bpeek_known_piece(const bpeek_piece_cache *cache, bpeek_piece_key key) {
  const size_t at = (size_t)(bpeek_piece_place(cache, key) - cache->entries);
  for (size_t way = 0; way < BPEEK_PIECE_WAYS; way++) {
    const bpeek_piece_entry *entry = &cache->entries[at ^ way];
    if (bpeek_piece_differs(entry, key) == 0) {
      return entry;
    }
    if (entry->high == 0) {
      break;
    }
  }
  return NULL;
}

/* All of its ids. */
static inline const uint32_t *bpeek_piece_ids(const bpeek_piece_cache *cache,
                                              const bpeek_piece_entry *entry) {
  return bpeek_piece_count(entry) <= BPEEK_INLINE_TOKENS
             ? entry->ids
             : cache->store + entry->ids[0];
}

/* Keeps a piece that is not known. */
bpeek_status bpeek_keep_piece(bpeek_piece_cache *cache, bpeek_piece_key key,
                              bpeek_piece_tokens tokens, bpeek_error *error);

/* ---- Longer pieces ----------------------------------------------------- */

/* `length` is above BPEEK_KEYED_LENGTH, up to BPEEK_CACHED_LENGTH; `hash` is
 * bpeek_hash of the piece. */
bpeek_piece_tokens bpeek_known_long_piece(const bpeek_piece_cache *cache,
                                          const uint8_t *piece, size_t length,
                                          uint64_t hash);
bpeek_status bpeek_keep_long_piece(bpeek_piece_cache *cache,
                                   const uint8_t *piece, size_t length,
                                   uint64_t hash, bpeek_piece_tokens tokens,
                                   bpeek_error *error);

#endif
