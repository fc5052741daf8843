/* Training against the definition of its algorithm. */
#include <string.h>

#include "split_support.h"
#include "train_oracle.h"
#include "train_support.h"

/* The first half are over tiny alphabets, where ties abound. */
static void make_text(random_source *source, unsigned trial, unsigned trials,
                      training_text *text) {
  static const char *const tiny[] = {"a", "ab", "aab", "abc", "ab ", "a b.c"};
  const size_t length = 1 + random_below(source, trial % 10 == 0 ? 600 : 60);
  text->pattern = training_patterns[random_below(source, TRAINING_PATTERNS)];
  if (trial < trials / 2) {
    random_letters(source, tiny[trial % 6], length, text);
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
  static uint8_t kept[TRAINING_TEXT];
  static bool begins[TRAINING_TEXT];
  static bpeek_span pieces[TRAINING_TEXT];
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

static void compare_candidates(const training_text *text,
                               bpeek_trainer *trainer, const oracle *expected,
                               size_t most) {
  static bpeek_pair_count wanted[TRAINING_TEXT];
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
      random_letters(&source, alphabets[trial % 4], length, &text);
    }
    text.pattern = training_patterns[trial % TRAINING_PATTERNS];
    train_as_defined(&text, 1200, 20, 5);
  }
}

/* ---- Known results ----------------------------------------------------- */

/* Wikipedia's example, which minbpe's tests have too. */
static void trains_the_known_example(void **state) {
  (void)state;
  static training_text text;
  set_text(&text, "aaabdaaabac", NO_PATTERN);
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
    text.pattern = training_patterns[trial % 4];
    bpeek_trainer *trainer =
        open_trainer(&text, 256 + random_below(&source, 200));
    const bpeek_pair_count *merges = NULL;
    size_t count = 0;
    assert_int_equal(
        bpeek_trainer_step(trainer, UINT32_MAX, &merges, &count, NULL),
        BPEEK_OK);
    bpeek_model *model = NULL;
    bpeek_encoder *encoder = NULL;
    const bpeek_special special = {
        .text = (const uint8_t *)"<|end|>", .length = 7, .id = 5000};
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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trains_as_defined),
      cmocka_unit_test(trains_longer_texts_as_defined),
      cmocka_unit_test(trains_the_known_example),
      cmocka_unit_test(breaks_ties_by_the_first_word),
      cmocka_unit_test(model_agrees_with_the_training),
  };
  return cmocka_run_group_tests_name("train", tests, NULL, NULL);
}
