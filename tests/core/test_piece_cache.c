/* The piece cache against a function from pieces to ids: what is known is true,
 * whatever has been kept, forgotten, moved or displaced since. */
#include <string.h>

#include "support.h"

#include "alloc.h"
#include "piece_cache.h"

typedef struct piece {
  uint8_t bytes[BPEEK_CACHED_LENGTH + 16];
  size_t length;
  uint64_t hash;
  uint32_t ids[BPEEK_CACHED_LENGTH];
  uint32_t count;
} piece;

/* A piece by number; its ids follow from its bytes. */
static piece numbered_piece(uint32_t number) {
  random_source source = {number};
  piece made = {.length = 1};
  bool is_long = random_below(&source, 3) == 0;
  made.length +=
      random_below(&source, is_long ? BPEEK_CACHED_LENGTH : BPEEK_KEYED_LENGTH);
  for (size_t i = 0; i < sizeof made.bytes; i++) {
    made.bytes[i] =
        (uint8_t)(i < 4 ? number >> (8 * i) : random_below(&source, 256));
  }
  made.hash = bpeek_hash(made.bytes, made.length);
  random_source of_ids = {made.hash};
  made.count = 1 + random_below(&of_ids, (uint32_t)made.length);
  for (uint32_t i = 0; i < made.count; i++) {
    made.ids[i] = random_below(&of_ids, BPEEK_MAX_ID);
  }
  return made;
}

static bpeek_piece_tokens known(const bpeek_piece_cache *cache,
                                const piece *one) {
  if (one->length > BPEEK_KEYED_LENGTH) {
    return bpeek_known_long_piece(cache, one->bytes, one->length, one->hash);
  }
  bpeek_piece_key key = bpeek_piece_key_of(one->bytes, one->length, 16);
  const bpeek_piece_entry *entry = bpeek_known_piece(cache, key);
  uint32_t in_line = bpeek_piece_in_line(cache, key);
  if (in_line != BPEEK_NOT_THERE) {
    assert_ptr_equal(entry, &cache->entries[in_line]);
  }
  if (entry == NULL) {
    return (bpeek_piece_tokens){NULL, 0};
  }
  return (bpeek_piece_tokens){bpeek_piece_ids(cache, entry),
                              bpeek_piece_count(entry)};
}

static bpeek_status keep(bpeek_piece_cache *cache, const piece *one) {
  bpeek_piece_tokens tokens = {one->ids, one->count};
  bpeek_error error;
  return one->length > BPEEK_KEYED_LENGTH
             ? bpeek_keep_long_piece(cache, one->bytes, one->length, one->hash,
                                     tokens, &error)
             : bpeek_keep_piece(cache,
                                bpeek_piece_key_of(one->bytes, one->length, 16),
                                tokens, &error);
}

static bpeek_piece_cache open_cache(void) {
  bpeek_allocator allocator = bpeek_allocator_or_default(NULL);
  bpeek_piece_cache cache;
  assert_int_equal(bpeek_piece_cache_init(&cache, &allocator, NULL), BPEEK_OK);
  return cache;
}

static void test_known_is_true(void **state) {
  (void)state;
  bpeek_piece_cache cache = open_cache();
  random_source source = {1};
  size_t found = 0;
  for (uint32_t round = 0; round < 60000; round++) {
    piece one = numbered_piece(random_below(&source, 1 + round / 2));
    bpeek_piece_tokens tokens = known(&cache, &one);
    if (tokens.count == 0) {
      assert_int_equal(keep(&cache, &one), BPEEK_OK);
      tokens = known(&cache, &one);
    } else {
      found++;
    }
    assert_int_equal(tokens.count, one.count);
    assert_memory_equal(tokens.ids, one.ids, one.count * sizeof *one.ids);
  }
  assert_true(found > 25000);
  assert_true(cache.kept < 20000); /* the store has been emptied once */
  bpeek_piece_cache_free(&cache);
}

/* A key has nothing of what is behind the piece, and tells lengths apart. */
static void test_keys(void **state) {
  (void)state;
  static const uint8_t text[32] = "a text of some length, NUL: \0";
  for (size_t length = 1; length <= BPEEK_KEYED_LENGTH; length++) {
    uint8_t alone[16] = {0};
    memcpy(alone, text, length);
    bpeek_piece_key expected = bpeek_piece_key_of(alone, length, 16);
    bpeek_piece_key in_text = bpeek_piece_key_of(text, length, sizeof text);
    bpeek_piece_key at_end = bpeek_piece_key_of(text, length, length);
    assert_memory_equal(&in_text, &expected, sizeof expected);
    assert_memory_equal(&at_end, &expected, sizeof expected);
  }
  static const uint8_t zeros[16] = {0};
  assert_true(bpeek_piece_key_of(zeros, 1, 16).high !=
              bpeek_piece_key_of(zeros, 2, 16).high);
}

static bpeek_status fill(bpeek_allocator *allocator) {
  bpeek_piece_cache cache;
  bpeek_error error;
  bpeek_status status = bpeek_piece_cache_init(&cache, allocator, &error);
  if (status != BPEEK_OK) {
    return status;
  }
  for (uint32_t number = 0; status == BPEEK_OK && number < 5000; number++) {
    piece one = numbered_piece(number);
    status = keep(&cache, &one);
  }
  bpeek_piece_cache_free(&cache);
  return status;
}

static void test_failing_allocations(void **state) {
  (void)state;
  survives_every_allocation(fill);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known_is_true),
      cmocka_unit_test(test_keys),
      cmocka_unit_test(test_failing_allocations),
  };
  return cmocka_run_group_tests_name("piece cache", tests, NULL, NULL);
}
