#include "piece_cache.h"

#include "alloc.h"
#include "apart.h"
#include "error.h"

enum {
  FIRST_ENTRY_BITS = 12,
  LAST_ENTRY_BITS = 19,
  /* Up to here each size is four times the last one: a text that fills the
   * small ones soon fills those in between, and each is memory to be waited
   * for. */
  LARGE_ENTRY_BITS = 16,
  FIRST_SLOT_BITS = 10,
  LAST_SLOT_BITS = 19,
  FULL_STORE = 1 << 22, /* words */
};

/* Words with the lowest n bytes set. */
#define BYTES(n) (~UINT64_C(0) >> (64 - 8 * (n)))

const bpeek_piece_key bpeek_piece_masks[BPEEK_KEYED_LENGTH + 1] = {
    {0, 0},
    {BYTES(1), 0},
    {BYTES(2), 0},
    {BYTES(3), 0},
    {BYTES(4), 0},
    {BYTES(5), 0},
    {BYTES(6), 0},
    {BYTES(7), 0},
    {BYTES(8), 0},
    {BYTES(8), BYTES(1)},
    {BYTES(8), BYTES(2)},
    {BYTES(8), BYTES(3)},
    {BYTES(8), BYTES(4)},
    {BYTES(8), BYTES(5)},
    {BYTES(8), BYTES(6)},
    {BYTES(8), BYTES(7)},
};

#undef BYTES

/* ---- Memory ------------------------------------------------------------ */

enum { CACHE_LINE = 64 };

/* The entries' count, with what may be lost to have them begin a cache line. */
static size_t entries_in_room(unsigned entry_bits) {
  return ((size_t)1 << entry_bits) + CACHE_LINE / sizeof(bpeek_piece_entry);
}

static bool make_entries(bpeek_piece_cache *cache, unsigned entry_bits) {
  void *room = bpeek_alloc_zero(&cache->allocator, entries_in_room(entry_bits),
                                sizeof *cache->entries);
  if (room == NULL) {
    return false;
  }
  const size_t over = (uintptr_t)room % CACHE_LINE;
  uint8_t *aligned = (uint8_t *)room + (CACHE_LINE - over) % CACHE_LINE;
  cache->room = room;
  cache->entries = (bpeek_piece_entry *)(void *)aligned;
  cache->entry_bits = entry_bits;
  return true;
}

static void free_entries(const bpeek_piece_cache *cache) {
  bpeek_release(&cache->allocator, cache->room,
                entries_in_room(cache->entry_bits), sizeof *cache->entries);
}

bpeek_status bpeek_piece_cache_init(bpeek_piece_cache *cache,
                                    const bpeek_allocator *allocator,
                                    bpeek_error *error) {
  *cache = (bpeek_piece_cache){.allocator = *allocator,
                               .entry_bits = FIRST_ENTRY_BITS};
  return make_entries(cache, FIRST_ENTRY_BITS) ? BPEEK_OK
                                               : bpeek_fail_memory(error);
}

void bpeek_piece_cache_free(bpeek_piece_cache *cache) {
  const bpeek_allocator *memory = &cache->allocator;
  free_entries(cache);
  bpeek_release(memory, cache->slots, (size_t)1 << cache->slot_bits,
                sizeof *cache->slots);
  bpeek_release(memory, cache->store, cache->store_capacity, sizeof(uint32_t));
}

/* ---- The store --------------------------------------------------------- */

/* Forgets all that is in the store. */
static void empty_store(bpeek_piece_cache *cache) {
  if (cache->slots != NULL) {
    memset(cache->slots, 0, sizeof *cache->slots << cache->slot_bits);
  }
  for (size_t i = 0; i >> cache->entry_bits == 0; i++) {
    if (bpeek_piece_count(&cache->entries[i]) > BPEEK_INLINE_TOKENS) {
      cache->entries[i] = (bpeek_piece_entry){0};
    }
  }
  cache->store_size = 0;
  cache->kept = 0;
  cache->changes++;
}

/* Makes room for `needed` more words, if need be by forgetting everything, and
 * for what is copied beyond them. */
static BPEEK_APART bool make_room(bpeek_piece_cache *cache, size_t needed) {
  if (cache->store_size + needed > FULL_STORE) {
    empty_store(cache);
  }
  return bpeek_grow(
      &cache->allocator, (void **)&cache->store, &cache->store_capacity,
      cache->store_size + needed + BPEEK_COPIED_AT_ONCE, sizeof(uint32_t));
}

static void store_words(bpeek_piece_cache *cache, const void *words,
                        size_t bytes) {
  memcpy(cache->store + cache->store_size, words, bytes);
  cache->store_size += (bytes + 3) / 4;
}

/* ---- Pieces with a key ------------------------------------------------- */

/* Into the first place that is free; if none is, what is at the first place
 * goes. */
static void put(bpeek_piece_cache *cache, bpeek_piece_key key,
                const bpeek_piece_entry *entry) {
  bpeek_piece_entry *place = bpeek_piece_place(cache, key);
  size_t at = (size_t)(place - cache->entries);
  for (size_t way = 0; way < BPEEK_PIECE_WAYS; way++) {
    bpeek_piece_entry *other = &cache->entries[at ^ way];
    if (other->high == 0) {
      *other = *entry;
      return;
    }
  }
  *place = *entry;
  cache->changes++;
}

static bpeek_piece_key key_of(const bpeek_piece_entry *entry) {
  const uint64_t count_bits = ~UINT64_C(0) << BPEEK_COUNT_SHIFT;
  return (bpeek_piece_key){entry->low, entry->high & ~count_bits};
}

static BPEEK_APART bool grow_entries(bpeek_piece_cache *cache) {
  const bpeek_piece_cache old = *cache;
  const unsigned step = old.entry_bits < LARGE_ENTRY_BITS ? 2 : 1;
  if (!make_entries(cache, old.entry_bits + step)) {
    return false;
  }
  for (size_t i = 0; i >> old.entry_bits == 0; i++) {
    if (old.entries[i].high != 0) {
      put(cache, key_of(&old.entries[i]), &old.entries[i]);
    }
  }
  free_entries(&old);
  cache->changes++;
  return true;
}

bpeek_status bpeek_keep_piece(bpeek_piece_cache *cache, bpeek_piece_key key,
                              bpeek_piece_tokens tokens, bpeek_error *error) {
  bool is_inline = tokens.count <= BPEEK_INLINE_TOKENS;
  bool is_crowded = cache->stored >= (1U << cache->entry_bits) / 2;
  if ((!is_inline && !make_room(cache, tokens.count)) ||
      (is_crowded && cache->entry_bits < LAST_ENTRY_BITS &&
       !grow_entries(cache))) {
    return bpeek_fail_memory(error);
  }
  bpeek_piece_entry entry = {
      key.low, key.high | (uint64_t)tokens.count << BPEEK_COUNT_SHIFT, {0}};
  if (is_inline) {
    memcpy(entry.ids, tokens.ids, tokens.count * sizeof *tokens.ids);
  } else {
    entry.ids[0] = (uint32_t)cache->store_size;
    store_words(cache, tokens.ids, tokens.count * sizeof *tokens.ids);
  }
  put(cache, key, &entry);
  cache->stored++;
  return BPEEK_OK;
}

/* ---- Longer pieces ----------------------------------------------------- */

/* In the store a long piece is a word with its length and, from this bit on,
 * its count of tokens, then its bytes, then its ids. */
enum { LONG_COUNT_SHIFT = 16 };

static uint32_t length_of(const uint32_t *stored) {
  return stored[0] & ((1U << LONG_COUNT_SHIFT) - 1);
}

static const uint8_t *bytes_of(const uint32_t *stored) {
  return (const uint8_t *)(stored + 1);
}

static size_t words_for(size_t bytes) { return (bytes + 3) / 4; }

static size_t slot_of(const bpeek_piece_cache *cache, uint64_t hash) {
  return (uint32_t)hash >> (32 - cache->slot_bits);
}

bpeek_piece_tokens bpeek_known_long_piece(const bpeek_piece_cache *cache,
                                          const uint8_t *piece, size_t length,
                                          uint64_t hash) {
  const size_t ways = cache->slots == NULL ? 0 : BPEEK_PIECE_WAYS;
  for (size_t way = 0; way < ways; way++) {
    const uint64_t slot = cache->slots[slot_of(cache, hash) ^ way];
    if (slot == 0) {
      break;
    }
    const uint32_t *stored = cache->store + (uint32_t)slot - 1;
    if (slot >> 32 == hash >> 32 && length_of(stored) == length &&
        bpeek_same_bytes(bytes_of(stored), piece, length)) {
      return (bpeek_piece_tokens){stored + 1 + words_for(length),
                                  stored[0] >> LONG_COUNT_SHIFT};
    }
  }
  return (bpeek_piece_tokens){NULL, 0};
}

/* Into the first slot that is free, or else the first. */
static void enter(bpeek_piece_cache *cache, uint64_t hash, uint32_t place) {
  const size_t at = slot_of(cache, hash);
  size_t way = 0;
  while (way < BPEEK_PIECE_WAYS && cache->slots[at ^ way] != 0) {
    way++;
  }
  cache->slots[way < BPEEK_PIECE_WAYS ? at ^ way : at] =
      (hash >> 32) << 32 | (place + 1);
}

static BPEEK_APART bool grow_slots(bpeek_piece_cache *cache) {
  const bpeek_piece_cache old = *cache;
  const size_t size = old.slots == NULL ? 0 : (size_t)1 << old.slot_bits;
  const unsigned bits = size == 0 ? FIRST_SLOT_BITS : old.slot_bits + 1;
  uint64_t *slots =
      bpeek_alloc_zero(&cache->allocator, (size_t)1 << bits, sizeof *slots);
  if (slots == NULL) {
    return false;
  }
  cache->slots = slots;
  cache->slot_bits = bits;
  for (size_t i = 0; i < size; i++) {
    if (old.slots[i] != 0) {
      const uint32_t place = (uint32_t)old.slots[i] - 1;
      const uint32_t *stored = cache->store + place;
      enter(cache, bpeek_hash(bytes_of(stored), length_of(stored)), place);
    }
  }
  bpeek_release(&cache->allocator, old.slots, size, sizeof *old.slots);
  return true;
}

bpeek_status bpeek_keep_long_piece(bpeek_piece_cache *cache,
                                   const uint8_t *piece, size_t length,
                                   uint64_t hash, bpeek_piece_tokens tokens,
                                   bpeek_error *error) {
  const bool is_crowded = cache->kept >= (1U << cache->slot_bits) / 2;
  const bool can_grow =
      cache->slots == NULL || cache->slot_bits < LAST_SLOT_BITS;
  if ((is_crowded && can_grow && !grow_slots(cache)) ||
      !make_room(cache, 1 + words_for(length) + tokens.count)) {
    return bpeek_fail_memory(error);
  }
  enter(cache, hash, (uint32_t)cache->store_size);
  const uint32_t head = (uint32_t)length | tokens.count << LONG_COUNT_SHIFT;
  store_words(cache, &head, sizeof head);
  store_words(cache, piece, length);
  store_words(cache, tokens.ids, tokens.count * sizeof *tokens.ids);
  cache->kept++;
  return BPEEK_OK;
}
