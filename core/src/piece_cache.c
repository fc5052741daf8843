#include "piece_cache.h"

#include "alloc.h"
#include "error.h"

enum {
  FIRST_ENTRY_BITS = 12,
  LAST_ENTRY_BITS = 19,
  FIRST_SLOT_BITS = 10,
  LAST_SLOT_BITS = 19,
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

/* A slot, and so many beside it, is where a hash can be. */
static size_t slot_of(const bpeek_piece_cache *cache, uint64_t hash) {
  return (uint32_t)hash >> (32 - cache->slot_bits);
}

static const uint8_t *bytes_of(const uint32_t *stored) {
  return (const uint8_t *)(stored + 2);
}

bpeek_piece_tokens bpeek_stored_piece(const bpeek_piece_cache *cache,
                                      const uint8_t *piece, size_t length,
                                      uint64_t hash) {
  bpeek_piece_tokens unknown = {NULL, 0};
  if (cache->slots == NULL) {
    return unknown;
  }
  size_t at = slot_of(cache, hash);
  for (size_t way = 0; way < BPEEK_PIECE_WAYS; way++) {
    uint64_t slot = cache->slots[at ^ way];
    if (slot == 0) {
      return unknown;
    }
    const uint32_t *stored = cache->store + (uint32_t)slot - 1;
    if (slot >> 32 == hash >> 32 && stored[0] == length &&
        memcmp(bytes_of(stored), piece, length) == 0) {
      return (bpeek_piece_tokens){stored + 2 + words_for(length), stored[1]};
    }
  }
  return unknown;
}

static void enter(bpeek_piece_cache *cache, uint64_t hash, uint32_t place) {
  size_t at = slot_of(cache, hash);
  size_t way = 0;
  while (way < BPEEK_PIECE_WAYS && cache->slots[at ^ way] != 0) {
    way++;
  }
  cache->slots[way < BPEEK_PIECE_WAYS ? at ^ way : at] =
      (hash >> 32) << 32 | (place + 1);
}

static bool grow_slots(bpeek_piece_cache *cache) {
  bpeek_piece_cache grown = *cache;
  size_t size = cache->slots == NULL ? 0 : (size_t)1 << cache->slot_bits;
  grown.slot_bits = size == 0 ? FIRST_SLOT_BITS : cache->slot_bits + 1;
  grown.slots = bpeek_alloc_zero(
      &cache->allocator, (size_t)1 << grown.slot_bits, sizeof *grown.slots);
  if (grown.slots == NULL) {
    return false;
  }
  for (size_t i = 0; i < size; i++) {
    if (cache->slots[i] != 0) {
      uint32_t place = (uint32_t)cache->slots[i] - 1;
      const uint32_t *stored = cache->store + place;
      enter(&grown, bpeek_hash(bytes_of(stored), stored[0]), place);
    }
  }
  bpeek_release(&cache->allocator, cache->slots, size, sizeof *cache->slots);
  *cache = grown;
  return true;
}

/* Makes room for one more piece of `needed` words, if need be by forgetting
 * everything. */
static bool make_room(bpeek_piece_cache *cache, size_t needed) {
  bool is_crowded = cache->kept >= (1U << cache->slot_bits) / 2;
  if ((cache->slots == NULL ||
       (is_crowded && cache->slot_bits < LAST_SLOT_BITS)) &&
      !grow_slots(cache)) {
    return false;
  }
  if (cache->store_size + needed > FULL_STORE) {
    memset(cache->slots, 0, sizeof *cache->slots << cache->slot_bits);
    cache->store_size = 0;
    cache->kept = 0;
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
  enter(cache, hash, (uint32_t)cache->store_size);
  cache->store_size += needed;
  cache->kept++;
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
  bpeek_release(memory, cache->slots, (size_t)1 << cache->slot_bits,
                sizeof *cache->slots);
  bpeek_release(memory, cache->store, cache->store_capacity, sizeof(uint32_t));
}
