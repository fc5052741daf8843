/* Training against the definition of its algorithm. */
#include <stdlib.h>
#include <string.h>

#include "split_support.h"
#include "train_oracle.h"

/* ---- Texts and patterns ------------------------------------------------ */

/* minbpe's two, one that leaves some of the text out, and none. */
static const char GPT4[] =
    "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}|"
    " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
static const char GPT2[] =
    "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
    "\\s+(?!\\S)|\\s+";
static const char ONLY_A_TO_C[] = "[abc]+";
static const char NONE[] = "";
static const char *const PATTERNS[] = {NONE, GPT4, NONE, GPT2, ONLY_A_TO_C};

typedef struct training_text {
  uint8_t bytes[ORACLE_TEXT];
  size_t length;
  const char *pattern;
} training_text;

/* A few words again and again, some of them often. */
static void random_words(random_source *source, const char *alphabet,
                         size_t length, training_text *text) {
  uint8_t words[12][10];
  size_t lengths[12];
  for (unsigned i = 0; i < 12; i++) {
    lengths[i] = 1 + random_below(source, 10);
    random_text(source, alphabet, words[i], lengths[i]);
  }
  text->length = 0;
  while (text->length < length) {
    const unsigned word = random_below(source, 1 + random_below(source, 12));
    const size_t left = length - text->length;
    const size_t size = lengths[word] < left ? lengths[word] : left;
    memcpy(text->bytes + text->length, words[word], size);
    text->length += size;
    if (text->length < length) {
      text->bytes[text->length++] = random_below(source, 9) == 0 ? '.' : ' ';
    }
  }
}

static void random_bytes(random_source *source, size_t length,
                         training_text *text) {
  text->length = length;
  for (size_t i = 0; i < length; i++) {
    text->bytes[i] = (uint8_t)random_below(source, 256);
  }
}

static void letters(random_source *source, const char *alphabet, size_t length,
                    training_text *text) {
  text->length = length;
  random_text(source, alphabet, text->bytes, length);
}

/* The first half are over tiny alphabets, where ties abound. */
static void make_text(random_source *source, unsigned trial, unsigned trials,
                      training_text *text) {
  static const char *const tiny[] = {"a", "ab", "aab", "abc", "ab ", "a b.c"};
  const size_t length = 1 + random_below(source, trial % 10 == 0 ? 600 : 60);
  text->pattern = PATTERNS[random_below(source, 5)];
  if (trial < trials / 2) {
    letters(source, tiny[trial % 6], length, text);
  } else if (trial % 3 == 0) {
    random_words(source, "abcdefgh", length, text);
  } else if (trial % 3 == 1) {
    random_words(source, "ab\xC3\xA4\xED\x95\x9C", length, text);
  } else {
    random_bytes(source, length, text);
  }
}

/* ---- Comparing --------------------------------------------------------- */

/* The oracle gets the text with what belongs to no piece left out. */
static void oracle_split(const training_text *text, oracle *expected) {
  static uint8_t kept[ORACLE_TEXT];
  static bool begins[ORACLE_TEXT];
  static bpeek_span pieces[ORACLE_TEXT];
  open_split split = open_pattern(text->pattern);
  const size_t count = split_text(&split, text->bytes, text->length, pieces);
  close_split(&split);
  size_t length = 0;
  for (size_t i = 0; i < count; i++) {
    for (uint32_t at = pieces[i].begin; at < pieces[i].end; at++) {
      begins[length] = at == pieces[i].begin;
      kept[length++] = text->bytes[at];
    }
  }
  oracle_begin(expected, kept, begins, length);
}

static bpeek_status new_trainer(const training_text *text, uint32_t vocabulary,
                                const bpeek_allocator *allocator,
                                bpeek_trainer **trainer) {
  return bpeek_trainer_new(
      text->bytes, text->length, (const uint8_t *)text->pattern,
      strlen(text->pattern), vocabulary, allocator, trainer, NULL);
}

static bpeek_trainer *open_trainer(const training_text *text,
                                   uint32_t vocabulary) {
  bpeek_trainer *trainer = NULL;
  assert_int_equal(new_trainer(text, vocabulary, NULL, &trainer), BPEEK_OK);
  return trainer;
}

static bool same_pair(bpeek_pair_count a, bpeek_pair_count b) {
  return a.left == b.left && a.right == b.right && a.id == b.id &&
         a.count == b.count;
}

/* Fails with the text, the pattern, and what was to come and what came. */
static void fail_merge(const training_text *text, const char *what,
                       bpeek_pair_count expected, bpeek_pair_count got) {
  print_error("expected (%u, %u) -> %u, %u times\n"
              "and got  (%u, %u) -> %u, %u times\nthe pattern: %s\n",
              expected.left, expected.right, expected.id, expected.count,
              got.left, got.right, got.id, got.count, text->pattern);
  fail_with_text(what, text->bytes, text->length);
}

static void compare_candidates(const training_text *text,
                               bpeek_trainer *trainer, const oracle *expected,
                               size_t most) {
  static bpeek_pair_count wanted[ORACLE_TEXT];
  const bpeek_pair_count *got = NULL;
  size_t count = 0;
  oracle_candidates(expected, wanted);
  assert_int_equal(bpeek_trainer_candidates(trainer, most, &got, &count, NULL),
                   BPEEK_OK);
  if (count != (most < expected->pair_count ? most : expected->pair_count)) {
    fail_with_text("too few or too many candidates", text->bytes, text->length);
  }
  for (size_t i = 0; i < count; i++) {
    if (!same_pair(got[i], wanted[i])) {
      fail_merge(text, "another candidate", wanted[i], got[i]);
    }
  }
}

static void compare_state(const training_text *text,
                          const bpeek_trainer *trainer, const oracle *expected,
                          uint32_t vocabulary) {
  bpeek_trainer_state state = BPEEK_TRAINER_GOES_ON;
  if (expected->next_id == vocabulary) {
    state = BPEEK_TRAINER_IS_COMPLETE;
  } else if (expected->pair_count == 0) {
    state = BPEEK_TRAINER_NO_PAIR_LEFT;
  }
  if (bpeek_trainer_state_of(trainer) != state) {
    fail_with_text("training ends where it should not, or goes on", text->bytes,
                   text->length);
  }
  if (bpeek_trainer_token_count(trainer) != expected->length) {
    fail_with_text("the text has another number of tokens", text->bytes,
                   text->length);
  }
}

/* Trains to the end, `steps` merges at a time; after each time candidates, and
 * token count are compared. */
static void train_as_defined(const training_text *text, uint32_t vocabulary,
                             uint32_t steps, size_t most) {
  static oracle expected;
  oracle_split(text, &expected);
  bpeek_trainer *trainer = open_trainer(text, vocabulary);
  size_t count = steps;
  while (count == steps) {
    compare_state(text, trainer, &expected, vocabulary);
    compare_candidates(text, trainer, &expected, most);
    const bpeek_pair_count *merges = NULL;
    assert_int_equal(bpeek_trainer_step(trainer, steps, &merges, &count, NULL),
                     BPEEK_OK);
    for (size_t i = 0; i < count; i++) {
      const bpeek_pair_count wanted = oracle_step(&expected);
      if (!same_pair(merges[i], wanted)) {
        fail_merge(text, "another merge", wanted, merges[i]);
      }
    }
  }
  compare_state(text, trainer, &expected, vocabulary);
  assert_int_not_equal(bpeek_trainer_state_of(trainer), BPEEK_TRAINER_GOES_ON);
  bpeek_trainer_free(trainer);
}

/* ---- Random texts ------------------------------------------------------ */

static void trains_as_defined(void **state) {
  (void)state;
  static training_text text;
  random_source source = {3};
  const unsigned trials = 3000;
  for (unsigned trial = 0; trial < trials; trial++) {
    make_text(&source, trial, trials, &text);
    train_as_defined(&text, 256 + random_below(&source, 700), 1,
                     random_below(&source, 2) == 0 ? SIZE_MAX
                                                   : random_below(&source, 9));
  }
}

/* Long enough that what is outdated is collected more than once. */
static void trains_longer_texts_as_defined(void **state) {
  (void)state;
  static training_text text;
  random_source source = {4};
  static const char *const alphabets[] = {"ab", "abc ", "abcdefghij    '1"};
  for (unsigned trial = 0; trial < 12; trial++) {
    const size_t length = 6000 + random_below(&source, 15000);
    if (trial % 4 == 3) {
      random_words(&source, "abcdefghijklm", length, &text);
    } else {
      letters(&source, alphabets[trial % 4], length, &text);
    }
    text.pattern = PATTERNS[trial % 5];
    train_as_defined(&text, 1200, 20, 5);
  }
}

/* ---- Known results ----------------------------------------------------- */

static void set_text(training_text *text, const char *bytes,
                     const char *pattern) {
  text->length = strlen(bytes);
  memcpy(text->bytes, bytes, text->length);
  text->pattern = pattern;
}

/* Wikipedia's example, which minbpe's tests have too. */
static void trains_the_known_example(void **state) {
  (void)state;
  static training_text text;
  set_text(&text, "aaabdaaabac", NONE);
  bpeek_trainer *trainer = open_trainer(&text, 259);
  const bpeek_pair_count *merges = NULL;
  size_t count = 0;
  assert_int_equal(bpeek_trainer_step(trainer, 9, &merges, &count, NULL),
                   BPEEK_OK);
  assert_int_equal(count, 3);
  assert_true(same_pair(merges[0], (bpeek_pair_count){'a', 'a', 256, 4}));
  assert_true(same_pair(merges[1], (bpeek_pair_count){256, 'a', 257, 2}));
  assert_true(same_pair(merges[2], (bpeek_pair_count){257, 'b', 258, 2}));
  assert_int_equal(bpeek_trainer_state_of(trainer), BPEEK_TRAINER_IS_COMPLETE);

  bpeek_model *model = NULL;
  bpeek_encoder *encoder = NULL;
  bpeek_tokens tokens;
  assert_int_equal(bpeek_trainer_model(trainer, NULL, 0, NULL, &model, NULL),
                   BPEEK_OK);
  assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
  assert_int_equal(bpeek_encode(encoder, text.bytes, text.length, NULL,
                                BPEEK_WANT_IDS, &tokens, NULL),
                   BPEEK_OK);
  static const uint32_t wanted[] = {258, 'd', 258, 'a', 'c'};
  assert_int_equal(tokens.count, 5);
  assert_memory_equal(tokens.ids, wanted, sizeof wanted);
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
  bpeek_trainer_free(trainer);
}

/* The first of two words counts, though the second has its pair further to
 * the front; and so does a word that comes late, but first of all its like. */
static void breaks_ties_by_the_first_word(void **state) {
  (void)state;
  static training_text text;
  set_text(&text, "xxyz yzxx", "[a-z]+");
  bpeek_trainer *trainer = open_trainer(&text, 400);
  const bpeek_pair_count *merges = NULL;
  size_t count = 0;
  assert_int_equal(bpeek_trainer_step(trainer, 2, &merges, &count, NULL),
                   BPEEK_OK);
  assert_int_equal(count, 2);
  assert_true(same_pair(merges[0], (bpeek_pair_count){'x', 'x', 256, 2}));
  assert_true(same_pair(merges[1], (bpeek_pair_count){'y', 'z', 257, 2}));
  bpeek_trainer_free(trainer);
}

/* What has been trained encodes the text to as many tokens as it then has. */
static void model_agrees_with_the_training(void **state) {
  (void)state;
  static training_text text;
  random_source source = {6};
  for (unsigned trial = 0; trial < 60; trial++) {
    random_words(&source, "abcdef", 1000, &text);
    text.pattern = PATTERNS[trial % 4];
    bpeek_trainer *trainer =
        open_trainer(&text, 256 + random_below(&source, 200));
    const bpeek_pair_count *merges = NULL;
    size_t count = 0;
    assert_int_equal(
        bpeek_trainer_step(trainer, UINT32_MAX, &merges, &count, NULL),
        BPEEK_OK);
    bpeek_model *model = NULL;
    bpeek_encoder *encoder = NULL;
    const bpeek_special special = {(const uint8_t *)"<|end|>", 7, 5000, false};
    assert_int_equal(
        bpeek_trainer_model(trainer, &special, 1, NULL, &model, NULL),
        BPEEK_OK);
    bpeek_parts parts;
    bpeek_model_parts(model, &parts);
    assert_int_equal(parts.rule, BPEEK_MERGE_LIST);
    assert_int_equal(parts.merge_count, count);
    assert_int_equal(parts.special_count, 1);
    assert_int_equal(parts.pattern_length, strlen(text.pattern));
    assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
    size_t tokens = 0;
    assert_int_equal(
        bpeek_count(encoder, text.bytes, text.length, NULL, &tokens, NULL),
        BPEEK_OK);
    if (tokens != bpeek_trainer_token_count(trainer)) {
      fail_with_text("the model gives another number of tokens", text.bytes,
                     text.length);
    }
    bpeek_encoder_free(encoder);
    bpeek_model_free(model);
    bpeek_trainer_free(trainer);
  }
}

/* ---- Ends -------------------------------------------------------------- */

static void ends_where_it_should(void **state) {
  (void)state;
  static training_text text;
  const bpeek_pair_count *merges = NULL;
  size_t count = 0;
  set_text(&text, "abab", NONE);

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
  text.pattern = GPT4;
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
  letters(&source, "abcdefgh", 20000, &text);
  text.pattern = NONE;
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
  static const char *const patterns[] = {NONE, GPT2};
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
      cmocka_unit_test(trains_as_defined),
      cmocka_unit_test(trains_longer_texts_as_defined),
      cmocka_unit_test(trains_the_known_example),
      cmocka_unit_test(breaks_ties_by_the_first_word),
      cmocka_unit_test(model_agrees_with_the_training),
      cmocka_unit_test(ends_where_it_should),
      cmocka_unit_test(refuses_bad_arguments),
      cmocka_unit_test(stays_fast_on_long_texts),
      cmocka_unit_test(survives_failed_allocations),
      cmocka_unit_test(goes_on_after_a_failed_allocation),
      cmocka_unit_test(uses_little_memory),
  };
  return cmocka_run_group_tests_name("train", tests, NULL, NULL);
}
