#include "piece_cache.h"

#include "alloc.h"
#include "error.h"

enum {
  FIRST_ENTRY_BITS = 12,
  LAST_ENTRY_BITS = 19,
  SLOT_BITS = 18,
  FULL_STORE = 1 << 22, /* words */
};

/* ---- Pieces with a key ------------------------------------------------- */

/* Into the first place that is free; if none is, what is at the first place
 * goes. */
static void put(bpeek_piece_cache *cache, const bpeek_piece_entry *entry) {
  bpeek_piece_entry *place = bpeek_piece_place(cache, entry->key);
  size_t at = (size_t)(place - cache->entries);
  for (size_t way = 0; way < BPEEK_PIECE_WAYS; way++) {
    bpeek_piece_entry *other = &cache->entries[at ^ way];
    if (other->key.high == 0) {
      place = other;
      break;
    }
  }
  *place = *entry;
}

static bool grow_entries(bpeek_piece_cache *cache) {
  bpeek_piece_cache grown = *cache;
  grown.entry_bits++;
  size_t size = (size_t)1 << cache->entry_bits;
  grown.entries =
      bpeek_alloc_zero(&cache->allocator, size * 2, sizeof *grown.entries);
  if (grown.entries == NULL) {
    return false;
  }
  for (size_t i = 0; i < size; i++) {
    if (cache->entries[i].key.high != 0) {
      put(&grown, &cache->entries[i]);
    }
  }
  bpeek_release(&cache->allocator, cache->entries, size,
                sizeof *cache->entries);
  *cache = grown;
  return true;
}

bpeek_status bpeek_piece_keep(bpeek_piece_cache *cache, bpeek_piece_key key,
                              bpeek_piece_tokens tokens, bpeek_error *error) {
  bool is_crowded = cache->stored++ >= (3U << cache->entry_bits) / 4;
  if (is_crowded && cache->entry_bits < LAST_ENTRY_BITS &&
      !grow_entries(cache)) {
    return bpeek_fail_memory(error);
  }
  bpeek_piece_entry entry = {.key = key};
  memcpy(entry.ids, tokens.ids, tokens.count * sizeof *tokens.ids);
  entry.ids[0] |= tokens.count << BPEEK_COUNT_SHIFT;
  put(cache, &entry);
  return BPEEK_OK;
}

/* ---- The store --------------------------------------------------------- */

static size_t words_for(size_t bytes) { return (bytes + 3) / 4; }

static uint64_t *slot_of(const bpeek_piece_cache *cache, uint64_t hash) {
  return &cache->slots[(uint32_t)hash >> (32 - SLOT_BITS)];
}

bpeek_piece_tokens bpeek_stored_piece(const bpeek_piece_cache *cache,
                                      const uint8_t *piece, size_t length,
                                      uint64_t hash) {
  bpeek_piece_tokens unknown = {NULL, 0};
  if (cache->slots == NULL) {
    return unknown;
  }
  uint64_t slot = *slot_of(cache, hash);
  if (slot == 0 || slot >> 32 != hash >> 32) {
    return unknown;
  }
  const uint32_t *stored = cache->store + (uint32_t)slot - 1;
  if (stored[0] != length || memcmp(stored + 2, piece, length) != 0) {
    return unknown;
  }
  return (bpeek_piece_tokens){stored + 2 + words_for(length), stored[1]};
}

/* Makes room for `needed` more words, if need be by forgetting everything. */
static bool make_room(bpeek_piece_cache *cache, size_t needed) {
  size_t slots = (size_t)1 << SLOT_BITS;
  if (cache->slots == NULL) {
    cache->slots = bpeek_alloc_zero(&cache->allocator, slots, sizeof(uint64_t));
    if (cache->slots == NULL) {
      return false;
    }
  }
  if (cache->store_size + needed > FULL_STORE) {
    memset(cache->slots, 0, slots * sizeof(uint64_t));
    cache->store_size = 0;
  }
  return bpeek_grow(&cache->allocator, (void **)&cache->store,
                    &cache->store_capacity, cache->store_size + needed,
                    sizeof(uint32_t));
}

bpeek_status bpeek_store_piece(bpeek_piece_cache *cache, const uint8_t *piece,
                               size_t length, uint64_t hash,
                               bpeek_piece_tokens tokens, bpeek_error *error) {
  size_t needed = 2 + words_for(length) + tokens.count;
  if (!make_room(cache, needed)) {
    return bpeek_fail_memory(error);
  }
  uint32_t *stored = cache->store + cache->store_size;
  stored[0] = (uint32_t)length;
  stored[1] = tokens.count;
  memcpy(stored + 2, piece, length);
  memcpy(stored + 2 + words_for(length), tokens.ids,
         tokens.count * sizeof *tokens.ids);
  *slot_of(cache, hash) =
      (hash >> 32) << 32 | (uint32_t)(cache->store_size + 1);
  cache->store_size += needed;
  return BPEEK_OK;
}

/* ---- Memory ------------------------------------------------------------ */

bpeek_status bpeek_piece_cache_init(bpeek_piece_cache *cache,
                                    const bpeek_allocator *allocator,
                                    bpeek_error *error) {
  *cache = (bpeek_piece_cache){.allocator = *allocator,
                               .entry_bits = FIRST_ENTRY_BITS};
  cache->entries = bpeek_alloc_zero(allocator, (size_t)1 << FIRST_ENTRY_BITS,
                                    sizeof *cache->entries);
  return cache->entries == NULL ? bpeek_fail_memory(error) : BPEEK_OK;
}

void bpeek_piece_cache_free(bpeek_piece_cache *cache) {
  const bpeek_allocator *memory = &cache->allocator;
  bpeek_release(memory, cache->entries, (size_t)1 << cache->entry_bits,
                sizeof *cache->entries);
  bpeek_release(memory, cache->slots, (size_t)1 << SLOT_BITS, sizeof(uint64_t));
  bpeek_release(memory, cache->store, cache->store_capacity, sizeof(uint32_t));
}
