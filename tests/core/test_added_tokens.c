/* Tokens as Hugging Face adds them: some count whatever the policy says, some
 * share their id with an ordinary token; and the normal form a model names. */
#include <string.h>

#include "support.h"

static toy vocabulary;
static bpeek_model *model;
static bpeek_encoder *encoder;

static const bpeek_special_policy AS_ERROR = {BPEEK_SPECIAL_IS_ERROR, NULL, 0};
static const bpeek_special_policy AS_TEXT = {BPEEK_SPECIAL_IS_TEXT, NULL, 0};
static const bpeek_special_policy PARSED = {BPEEK_SPECIAL_IS_PARSED, NULL, 0};

enum { SPACES = 800, SPACE_RUN, END };

static const bpeek_special SPECIALS[] = {
    {.text = (const uint8_t *)"  ", .length = 2, .id = SPACES, .always = true},
    {.text = (const uint8_t *)"   ",
     .length = 3,
     .id = SPACE_RUN,
     .always = true,
     .as_written = true},
    {.text = (const uint8_t *)"<|  |>", .length = 6, .id = END},
};

static int begin(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  vocabulary.parts.specials = SPECIALS;
  vocabulary.parts.special_count = 3;
  vocabulary.parts.normalization = BPEEK_NFKC;
  model = toy_build(&vocabulary);
  return bpeek_encoder_new(model, NULL, &encoder, NULL) == BPEEK_OK ? 0 : -1;
}

static int end(void **state) {
  (void)state;
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
  return 0;
}

/* The special tokens of a text, other tokens left out. */
static void expect(const char *text, const bpeek_special_policy *policy,
                   const uint32_t *specials, size_t count) {
  bpeek_tokens tokens = {0};
  assert_int_equal(bpeek_encode(encoder, (const uint8_t *)text, strlen(text),
                                policy, BPEEK_WANT_ENDS, &tokens, NULL),
                   BPEEK_OK);
  size_t found = 0;
  for (size_t i = 0; i < tokens.count; i++) {
    if (tokens.ids[i] >= SPACES) {
      uint32_t expected = found < count ? specials[found] : BPEEK_NO_ID;
      assert_int_equal(tokens.ids[i], expected);
      found++;
    }
  }
  assert_int_equal(found, count);
}

static void some_count_whatever_the_policy_says(void **state) {
  (void)state;
  const uint32_t both[] = {SPACES, SPACE_RUN};
  expect("a  b   c", &AS_TEXT, both, 2);
  expect("a  b   c", &AS_ERROR, both, 2);
  expect("a  b   c", &PARSED, both, 2);
  expect("a b c", &AS_ERROR, NULL, 0);
}

static void others_follow_it_still(void **state) {
  (void)state;
  const uint32_t all[] = {END, SPACES};
  expect("<|  |>  ", &PARSED, all, 2);
  const uint32_t spaces[] = {SPACES};
  expect("<|  |>", &AS_TEXT, spaces, 1);
  const uint32_t listed[] = {END};
  const bpeek_special_policy only_end = {BPEEK_SPECIAL_IS_TEXT, listed, 1};
  expect("<|  |>  ", &only_end, all, 2);
  bpeek_error error = {0};
  bpeek_tokens tokens;
  assert_int_equal(bpeek_encode(encoder, (const uint8_t *)"  <|  |>", 8,
                                &AS_ERROR, 0, &tokens, &error),
                   BPEEK_SPECIAL_TOKEN);
  assert_int_equal(error.offset, 2);
}

static void may_have_the_id_of_a_token_with_the_same_bytes(void **state) {
  (void)state;
  static toy own;
  toy_begin(&own, BPEEK_MERGE_LIST);
  uint32_t ab = toy_merge(&own, toy_byte(&own, 'a'), toy_byte(&own, 'b'));
  static bpeek_special special = {.text = (const uint8_t *)"ab", .length = 2};
  special.id = ab;
  own.parts.specials = &special;
  own.parts.special_count = 1;
  bpeek_model *shared = toy_build(&own);
  size_t length = 0;
  assert_memory_equal(bpeek_model_token(shared, ab, &length), "ab", 2);
  assert_int_equal(length, 2);
  uint32_t id = 0;
  assert_true(bpeek_model_find_token(shared, (const uint8_t *)"ab", 2, &id));
  assert_int_equal(id, ab);
  assert_true(bpeek_model_find_special(shared, (const uint8_t *)"ab", 2, &id));
  assert_int_equal(id, ab);
  bpeek_model_free(shared);
}

static void may_be_an_alias_of_an_ordinary_token(void **state) {
  (void)state;
  static toy own;
  toy_begin(&own, BPEEK_MERGE_LIST);
  uint32_t ab = toy_merge(&own, toy_byte(&own, 'a'), toy_byte(&own, 'b'));
  static bpeek_special special = {.text = (const uint8_t *)"<ab>",
                                  .length = 4,
                                  .alias = true,
                                  .always = true};
  special.id = ab;
  own.parts.specials = &special;
  own.parts.special_count = 1;
  bpeek_model *aliased = toy_build(&own);
  bpeek_encoder *own_encoder = NULL;
  assert_int_equal(bpeek_encoder_new(aliased, NULL, &own_encoder, NULL),
                   BPEEK_OK);
  bpeek_tokens tokens = {0};
  assert_int_equal(bpeek_encode(own_encoder, (const uint8_t *)"<ab>ab", 6, NULL,
                                BPEEK_WANT_ENDS, &tokens, NULL),
                   BPEEK_OK);
  assert_int_equal(tokens.count, 2);
  assert_int_equal(tokens.ids[0], ab);
  assert_int_equal(tokens.ids[1], ab);
  assert_int_equal(tokens.ends[0], 4);
  bpeek_buffer bytes;
  assert_int_equal(bpeek_decode(aliased, tokens.ids, 2, &bytes, NULL),
                   BPEEK_OK);
  assert_int_equal(bytes.length, 4);
  assert_memory_equal(bytes.bytes, "abab", 4);
  bpeek_buffer_free(&bytes);
  bpeek_encoder_free(own_encoder);
  bpeek_model_free(aliased);
}

static void expect_normal_length(bpeek_normalization form, const char *text,
                                 size_t expected) {
  static toy own;
  toy_begin(&own, BPEEK_RANK_BY_BYTES);
  own.parts.normalization = form;
  bpeek_model *normal = toy_build(&own);
  size_t length =
      bpeek_model_normal_length(normal, (const uint8_t *)text, strlen(text));
  bpeek_model_free(normal);
  assert_int_equal(length, expected);
}

static void tells_text_that_is_normal_for_sure(void **state) {
  (void)state;
  const char *text = "a\xC2\xBD\xC3\xA9\xCC\x81z"; /* a 1/2 e-acute U+0301 z */
  expect_normal_length(BPEEK_AS_WRITTEN, text, 8);
  expect_normal_length(BPEEK_NFC, text, 5);
  expect_normal_length(BPEEK_NFD, text, 3);
  expect_normal_length(BPEEK_NFKC, text, 1);
  expect_normal_length(BPEEK_NFKD, text, 1);
  expect_normal_length(BPEEK_NFKC, "plain\n", 6);
}

static void keeps_all_that_in_a_file(void **state) {
  (void)state;
  bpeek_buffer file;
  assert_int_equal(bpeek_save_bpeek(model, &file, NULL), BPEEK_OK);
  bpeek_model *loaded = NULL;
  assert_int_equal(
      bpeek_load_bpeek(file.bytes, file.length, NULL, &loaded, NULL), BPEEK_OK);
  bpeek_parts parts;
  bpeek_model_parts(loaded, &parts);
  assert_int_equal(parts.normalization, BPEEK_NFKC);
  assert_int_equal(parts.special_count, 3);
  for (unsigned i = 0; i < 3; i++) {
    assert_int_equal(parts.specials[i].id, SPECIALS[i].id);
    assert_int_equal(parts.specials[i].length, SPECIALS[i].length);
    assert_int_equal(parts.specials[i].always, SPECIALS[i].always);
    assert_int_equal(parts.specials[i].as_written, SPECIALS[i].as_written);
    assert_false(parts.specials[i].alias);
  }
  bpeek_model_free(loaded);
  bpeek_buffer_free(&file);
}

static void refuses_a_form_there_is_not(void **state) {
  (void)state;
  static toy own;
  toy_begin(&own, BPEEK_RANK_BY_BYTES);
  own.parts.normalization = (bpeek_normalization)5;
  bpeek_model *none = NULL;
  assert_int_equal(bpeek_model_build(&own.parts, NULL, &none, NULL),
                   BPEEK_BAD_ARGUMENT);
  assert_null(none);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(some_count_whatever_the_policy_says,
                                      begin, end),
      cmocka_unit_test_setup_teardown(others_follow_it_still, begin, end),
      cmocka_unit_test(may_have_the_id_of_a_token_with_the_same_bytes),
      cmocka_unit_test(may_be_an_alias_of_an_ordinary_token),
      cmocka_unit_test(tells_text_that_is_normal_for_sure),
      cmocka_unit_test_setup_teardown(keeps_all_that_in_a_file, begin, end),
      cmocka_unit_test(refuses_a_form_there_is_not),
  };
  return cmocka_run_group_tests_name("added tokens", tests, NULL, NULL);
}
