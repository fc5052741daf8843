/* bpeek's own file: it gives back every model whole. */
#include <stdlib.h>
#include <string.h>

#include "format_support.h"

static bpeek_model *load(const bpeek_buffer *file) {
  bpeek_model *model = NULL;
  bpeek_error error;
  if (bpeek_load_bpeek(file->bytes, file->length, NULL, &model, &error) !=
      BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  return model;
}

/* Saves, loads, compares, and saves again to the very same bytes. */
static void survives(bpeek_model *model) {
  bpeek_buffer file = save_bpeek(model);
  bpeek_model *loaded = load(&file);
  same_parts(model, loaded);
  bpeek_buffer again = save_bpeek(loaded);
  assert_int_equal(file.length, again.length);
  assert_memory_equal(file.bytes, again.bytes, file.length);
  bpeek_buffer_free(&file);
  bpeek_buffer_free(&again);
  bpeek_model_free(loaded);
  bpeek_model_free(model);
}

static void keeps_bytes_only(void **state) {
  (void)state;
  for (unsigned rule = 0; rule < 2; rule++) {
    static toy vocabulary;
    toy_begin(&vocabulary, (bpeek_merge_rule)rule);
    survives(toy_build(&vocabulary));
  }
}

static void keeps_random_models(void **state) {
  (void)state;
  static full_toy full;
  random_source source = {11};
  for (unsigned round = 0; round < 3000; round++) {
    uint64_t seed = source.state;
    memset(&full, 0, sizeof full);
    full_toy_fill(&full, &source);
    bpeek_model *model = NULL;
    bpeek_error error;
    if (bpeek_model_build(&full.vocabulary.parts, NULL, &model, &error) !=
        BPEEK_OK) {
      fail_msg("seed %llu: %s", (unsigned long long)seed, error.message);
    }
    survives(model);
  }
}

static void keeps_a_big_model(void **state) {
  (void)state;
  bpeek_model *model = big_model();
  bpeek_buffer file = save_bpeek(model);
  /* 195 kB if they were spelt out, each byte a byte. */
  assert_true(file.length > 1 << 16);
  assert_true(file.length < 110000);
  bpeek_buffer_free(&file);
  survives(model);
}

/* Tokens of 2, 4, 8 and so on bytes: 2 MiB out of 20 merges. */
static void keeps_tokens_that_double(void **state) {
  (void)state;
  enum { DOUBLINGS = 20, BYTES = 256 };
  size_t size = BYTES + ((size_t)2 << DOUBLINGS);
  uint8_t *bytes = malloc(size);
  assert_non_null(bytes);
  static uint32_t ends[BYTES + DOUBLINGS];
  uint32_t end = 0;
  for (uint32_t id = 0; id < BYTES + DOUBLINGS; id++) {
    uint32_t length = id < BYTES ? 1 : (uint32_t)2 << (id - BYTES);
    memset(bytes + end, id < BYTES ? (int)id : 'a', length);
    end += length;
    ends[id] = end;
  }
  const bpeek_parts parts = {.token_bytes = bytes,
                             .token_ends = ends,
                             .token_count = BYTES + DOUBLINGS};
  bpeek_model *model = NULL;
  assert_int_equal(bpeek_model_build(&parts, NULL, &model, NULL), BPEEK_OK);
  bpeek_buffer file = save_bpeek(model);
  assert_true(file.length < 2000);
  bpeek_buffer_free(&file);
  survives(model);
  free(bytes);
}

/* A token with no split into others, and one whose parts have higher ids. */
static void keeps_tokens_out_of_reach(void **state) {
  (void)state;
  static toy vocabulary;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  (void)toy_token(&vocabulary, "wxyz", 4);
  (void)toy_token(&vocabulary, "", 0);
  (void)toy_token(&vocabulary, "abcd", 4);
  (void)toy_token(&vocabulary, "ab", 2);
  (void)toy_token(&vocabulary, "cd", 2);
  survives(toy_build(&vocabulary));
}

/* Merges whose token comes first in another's parts, that share a token, that
 * make tokens in the order opposite to that of their ids. */
static void keeps_merges_in_any_order(void **state) {
  (void)state;
  static toy vocabulary;
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  uint32_t a = toy_byte(&vocabulary, 'a');
  uint32_t aa = toy_merge(&vocabulary, a, a);
  uint32_t aaa = toy_merge(&vocabulary, aa, a);
  bpeek_merge *merges = vocabulary.merges;
  merges[2] = (bpeek_merge){a, aa, aaa};
  vocabulary.parts.merge_count = 3;
  survives(toy_build(&vocabulary));

  bpeek_merge swapped = merges[0];
  merges[0] = merges[2];
  merges[2] = swapped;
  survives(toy_build(&vocabulary));
}

static bpeek_status save_and_load(bpeek_allocator *allocator,
                                  const bpeek_parts *parts) {
  bpeek_model *model = NULL;
  bpeek_model *loaded = NULL;
  bpeek_buffer file = {0};
  bpeek_error error;
  bpeek_status status = bpeek_model_build(parts, allocator, &model, &error);
  if (status == BPEEK_OK) {
    status = bpeek_save_bpeek(model, &file, &error);
  }
  if (status == BPEEK_OK) {
    status =
        bpeek_load_bpeek(file.bytes, file.length, allocator, &loaded, &error);
    bpeek_buffer_free(&file);
  }
  bpeek_model_free(loaded);
  bpeek_model_free(model);
  return status;
}

static bpeek_status scenario_of_seed(bpeek_allocator *allocator,
                                     uint64_t seed) {
  static full_toy full;
  random_source source = {seed};
  full_toy_fill(&full, &source);
  return save_and_load(allocator, &full.vocabulary.parts);
}

/* Seeds that give each of the merge rules. */
static bpeek_status scenario_1(bpeek_allocator *allocator) {
  return scenario_of_seed(allocator, 1);
}
static bpeek_status scenario_2(bpeek_allocator *allocator) {
  return scenario_of_seed(allocator, 2);
}
static bpeek_status scenario_3(bpeek_allocator *allocator) {
  return scenario_of_seed(allocator, 3);
}
static bpeek_status scenario_4(bpeek_allocator *allocator) {
  return scenario_of_seed(allocator, 4);
}

static void survives_lack_of_memory(void **state) {
  (void)state;
  survives_every_allocation(scenario_1);
  survives_every_allocation(scenario_2);
  survives_every_allocation(scenario_3);
  survives_every_allocation(scenario_4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keeps_bytes_only),
      cmocka_unit_test(keeps_random_models),
      cmocka_unit_test(keeps_a_big_model),
      cmocka_unit_test(keeps_tokens_that_double),
      cmocka_unit_test(keeps_tokens_out_of_reach),
      cmocka_unit_test(keeps_merges_in_any_order),
      cmocka_unit_test(survives_lack_of_memory),
  };
  return cmocka_run_group_tests_name("format_bpeek", tests, NULL, NULL);
}
