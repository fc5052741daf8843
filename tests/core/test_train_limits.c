/* Where training ends, what it refuses, and what it takes of time and memory.
 */
#include <stdlib.h>
#include <string.h>

#include "train_support.h"

/* ---- Ends -------------------------------------------------------------- */

static void ends_where_it_should(void **state) {
  (void)state;
  static training_text text;
  const bpeek_pair_count *merges = NULL;
  size_t count = 0;
  set_text(&text, "abab", NO_PATTERN);

  bpeek_trainer *trainer = open_trainer(&text, 256);
  assert_int_equal(bpeek_trainer_state_of(trainer), BPEEK_TRAINER_IS_COMPLETE);
  assert_int_equal(bpeek_trainer_step(trainer, 5, &merges, &count, NULL),
                   BPEEK_OK);
  assert_int_equal(count, 0);
  bpeek_trainer_free(trainer);

  trainer = open_trainer(&text, BPEEK_MAX_ID + 1);
  assert_int_equal(bpeek_trainer_step(trainer, 5, &merges, &count, NULL),
                   BPEEK_OK);
  assert_int_equal(count, 2);
  assert_int_equal(bpeek_trainer_state_of(trainer), BPEEK_TRAINER_NO_PAIR_LEFT);
  assert_int_equal(bpeek_trainer_token_count(trainer), 1);
  bpeek_trainer_merges(trainer, &merges, &count);
  assert_int_equal(count, 2);
  bpeek_trainer_free(trainer);

  set_text(&text, "no piece", "[0-9]+");
  trainer = open_trainer(&text, 300);
  assert_int_equal(bpeek_trainer_state_of(trainer), BPEEK_TRAINER_NO_PAIR_LEFT);
  assert_int_equal(bpeek_trainer_token_count(trainer), 0);
  assert_int_equal(bpeek_trainer_candidates(trainer, 5, &merges, &count, NULL),
                   BPEEK_OK);
  assert_int_equal(count, 0);
  bpeek_trainer_free(trainer);
}

static void refuse(const char *bytes, const char *pattern, uint32_t vocabulary,
                   bpeek_status status, size_t offset) {
  bpeek_trainer *trainer = NULL;
  bpeek_error error = {BPEEK_OK, "", 0};
  assert_int_equal(bpeek_trainer_new((const uint8_t *)bytes, strlen(bytes),
                                     (const uint8_t *)pattern, strlen(pattern),
                                     vocabulary, NULL, &trainer, &error),
                   status);
  assert_null(trainer);
  assert_int_equal(error.status, status);
  assert_int_equal(error.offset, offset);
  assert_true(strlen(error.message) > 10);
}

static void refuses_bad_arguments(void **state) {
  (void)state;
  refuse("text", "", 255, BPEEK_BAD_ARGUMENT, 0);
  refuse("text", "", BPEEK_MAX_ID + 2, BPEEK_BAD_ARGUMENT, 0);
  refuse("", "", 300, BPEEK_BAD_ARGUMENT, 0);
  refuse("text", "[a-z]+(", 300, BPEEK_BAD_PATTERN, 7);
}

/* ---- Long texts -------------------------------------------------------- */

/* Each of these would take hours if a step looked at the whole text, or a
 * position more often than it merges. */
static void stays_fast_on_long_texts(void **state) {
  (void)state;
  const size_t length = 2000000;
  uint8_t *text = malloc(length);
  assert_non_null(text);
  for (unsigned kind = 0; kind < 4; kind++) {
    random_source source = {kind};
    for (size_t i = 0; i < length; i++) {
      text[i] = kind < 3 ? (uint8_t)('a' + i % (kind + 1))
                         : (uint8_t)random_below(&source, 256);
    }
    bpeek_trainer *trainer = NULL;
    const bpeek_pair_count *merges = NULL;
    size_t count = 0;
    assert_int_equal(
        bpeek_trainer_new(text, length, NULL, 0, 50000, NULL, &trainer, NULL),
        BPEEK_OK);
    assert_int_equal(
        bpeek_trainer_step(trainer, UINT32_MAX, &merges, &count, NULL),
        BPEEK_OK);
    assert_true(kind == 3 ? count == 50000 - 256 : count < 40);
    bpeek_trainer_free(trainer);
  }
  free(text);
}

/* ---- Memory ------------------------------------------------------------ */

static bpeek_status train_and_build(bpeek_allocator *allocator) {
  static training_text text;
  random_source source = {8};
  random_words(&source, "abcde", 2000, &text);
  text.pattern = GPT4_PATTERN;
  bpeek_trainer *trainer = NULL;
  bpeek_status status = new_trainer(&text, 700, allocator, &trainer);
  if (status != BPEEK_OK) {
    return status;
  }
  const bpeek_pair_count *pairs = NULL;
  size_t count = 1;
  while (status == BPEEK_OK && count > 0) {
    status = bpeek_trainer_step(trainer, 10, &pairs, &count, NULL);
  }
  if (status == BPEEK_OK) {
    status = bpeek_trainer_candidates(trainer, 5, &pairs, &count, NULL);
  }
  if (status == BPEEK_OK) {
    bpeek_model *model = NULL;
    status = bpeek_trainer_model(trainer, NULL, 0, allocator, &model, NULL);
    bpeek_model_free(model);
  }
  bpeek_trainer_free(trainer);
  return status;
}

static void survives_failed_allocations(void **state) {
  (void)state;
  survives_every_allocation(train_and_build);
}

/* A step that found no memory has done nothing, and can be tried again. */
static void goes_on_after_a_failed_allocation(void **state) {
  (void)state;
  static training_text text;
  random_source source = {9};
  random_letters(&source, "abcdefgh", 20000, &text);
  text.pattern = NO_PATTERN;
  bpeek_trainer *plain = open_trainer(&text, 1500);
  memory_watch watch = {0};
  const bpeek_allocator allocator = watched(&watch);
  bpeek_trainer *hindered = NULL;
  assert_int_equal(new_trainer(&text, 1500, &allocator, &hindered), BPEEK_OK);
  unsigned failures = 0;
  size_t count = 1;
  while (count > 0) {
    const bpeek_pair_count *expected = NULL;
    const bpeek_pair_count *got = NULL;
    assert_int_equal(bpeek_trainer_step(plain, 1, &expected, &count, NULL),
                     BPEEK_OK);
    watch.fail_at = 1;
    bpeek_status status = bpeek_trainer_step(hindered, 1, &got, &count, NULL);
    watch.fail_at = 0;
    if (status == BPEEK_NO_MEMORY) {
      failures++;
      status = bpeek_trainer_step(hindered, 1, &got, &count, NULL);
    }
    assert_int_equal(status, BPEEK_OK);
    if (count > 0 && !same_pair(expected[0], got[0])) {
      fail_merge(&text, "another merge after a failed allocation", expected[0],
                 got[0]);
    }
  }
  assert_true(failures > 0);
  bpeek_trainer_free(plain);
  bpeek_trainer_free(hindered);
  assert_int_equal(watch.blocks, 0);
}

typedef struct peak_watch {
  memory_watch watch;
  size_t peak;
} peak_watch;

static void *note_peak(void *context, void *block, size_t old_size,
                       size_t new_size) {
  peak_watch *peak = context;
  const bpeek_allocator allocator = watched(&peak->watch);
  void *resized =
      allocator.resize(allocator.context, block, old_size, new_size);
  if (peak->watch.bytes > peak->peak) {
    peak->peak = peak->watch.bytes;
  }
  return resized;
}

/* At most 12 bytes for each of the text, besides what is for each token. */
static void uses_little_memory(void **state) {
  (void)state;
  const size_t length = 1000000;
  const uint32_t vocabulary = 8000;
  uint8_t *text = malloc(length);
  assert_non_null(text);
  random_source source = {10};
  static uint8_t words[4000][12];
  for (size_t i = 0; i < 4000; i++) {
    random_text(&source, "eeeetttaaoinshrdlu", words[i], 12);
  }
  for (size_t i = 0; i < length; i++) {
    const uint32_t word =
        random_below(&source, 1 + random_below(&source, 4000));
    const size_t size = 1 + random_below(&source, 11);
    for (size_t k = 0; k < size && i < length; k++) {
      text[i++] = words[word][k];
    }
    if (i < length) {
      text[i] = ' ';
    }
  }
  static const char *const patterns[] = {NO_PATTERN, GPT2_PATTERN};
  for (unsigned k = 0; k < 2; k++) {
    peak_watch peak = {.peak = 0};
    const bpeek_allocator allocator = {note_peak, &peak};
    bpeek_trainer *trainer = NULL;
    const bpeek_pair_count *merges = NULL;
    size_t count = 0;
    assert_int_equal(bpeek_trainer_new(text, length,
                                       (const uint8_t *)patterns[k],
                                       strlen(patterns[k]), vocabulary,
                                       &allocator, &trainer, NULL),
                     BPEEK_OK);
    assert_int_equal(
        bpeek_trainer_step(trainer, vocabulary, &merges, &count, NULL),
        BPEEK_OK);
    const size_t for_tokens = (size_t)vocabulary * 48;
    if (peak.peak > 12 * length + for_tokens) {
      fail_msg("training on %zu bytes took %zu bytes", length, peak.peak);
    }
    bpeek_trainer_free(trainer);
  }
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ends_where_it_should),
      cmocka_unit_test(refuses_bad_arguments),
      cmocka_unit_test(stays_fast_on_long_texts),
      cmocka_unit_test(survives_failed_allocations),
      cmocka_unit_test(goes_on_after_a_failed_allocation),
      cmocka_unit_test(uses_little_memory),
  };
  return cmocka_run_group_tests_name("train limits", tests, NULL, NULL);
}
