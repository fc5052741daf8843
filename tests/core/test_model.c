/* Building a model: what it holds, and what it refuses. */
#include <string.h>

#include "support.h"

static toy vocabulary;

static void refuses(bpeek_status status, size_t offset, const char *part) {
  bpeek_model *model = NULL;
  bpeek_error error = {0};
  assert_int_equal(bpeek_model_build(&vocabulary.parts, NULL, &model, &error),
                   status);
  assert_null(model);
  assert_int_equal(error.status, status);
  if (strstr(error.message, part) == NULL) {
    fail_msg("\"%s\" does not say \"%s\"", error.message, part);
  }
  assert_int_equal(error.offset, offset);
}

static bpeek_special special(const char *text, uint32_t id) {
  return (bpeek_special){
      .text = (const uint8_t *)text, .length = strlen(text), .id = id};
}

static void set_specials(const bpeek_special *specials, uint32_t count) {
  vocabulary.parts.specials = specials;
  vocabulary.parts.special_count = count;
}

static void gives_back_its_parts(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  uint32_t ab = toy_merge(&vocabulary, toy_byte(&vocabulary, 'a'),
                          toy_byte(&vocabulary, 'b'));
  const bpeek_special specials[] = {special("<end>", 900), special("<e>", 700)};
  set_specials(specials, 2);
  vocabulary.parts.pattern = (const uint8_t *)"\\w+";
  vocabulary.parts.pattern_length = 3;
  vocabulary.parts.keep_unmatched = true;
  vocabulary.parts.whole_piece_first = true;
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  assert_int_equal(parts.rule, BPEEK_MERGE_LIST);
  assert_true(parts.whole_piece_first);
  assert_true(parts.keep_unmatched);
  assert_int_equal(parts.token_count, 257);
  assert_memory_equal(parts.token_bytes, vocabulary.bytes,
                      vocabulary.ends[256]);
  assert_memory_equal(parts.token_ends, vocabulary.ends,
                      257 * sizeof(uint32_t));
  assert_int_equal(parts.merge_count, 1);
  assert_int_equal(parts.merges[0].result, ab);
  assert_int_equal(parts.special_count, 2);
  assert_int_equal(parts.specials[0].id, 900);
  assert_int_equal(parts.specials[1].length, 3);
  assert_int_equal(parts.pattern_length, 3);
  assert_memory_equal(parts.pattern, "\\w+", 3);
  assert_int_equal(bpeek_model_id_limit(model), 901);
  bpeek_model_free(model);
}

static void finds_tokens(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  uint32_t hello = toy_token(&vocabulary, "hello", 5);
  uint32_t hole = toy_token(&vocabulary, "", 0);
  const bpeek_special specials[] = {special("<end>", hole)};
  set_specials(specials, 1);
  bpeek_model *model = toy_build(&vocabulary);
  uint32_t id = 0;
  size_t length = 0;
  assert_true(bpeek_model_find_token(model, (const uint8_t *)"hello", 5, &id));
  assert_int_equal(id, hello);
  assert_false(bpeek_model_find_token(model, (const uint8_t *)"hellO", 5, &id));
  assert_false(
      bpeek_model_find_token(model, (const uint8_t *)"hello hello", 11, &id));
  assert_false(bpeek_model_find_token(model, (const uint8_t *)"", 0, &id));
  assert_memory_equal(bpeek_model_token(model, hello, &length), "hello", 5);
  assert_memory_equal(bpeek_model_token(model, hole, &length), "<end>", 5);
  assert_int_equal(length, 5);
  assert_null(bpeek_model_token(model, hole + 1, &length));
  assert_int_equal(length, 0);
  assert_null(bpeek_model_token(model, UINT32_MAX, &length));
  assert_true(
      bpeek_model_find_special(model, (const uint8_t *)"<end>", 5, &id));
  assert_int_equal(id, hole);
  assert_false(
      bpeek_model_find_special(model, (const uint8_t *)"<end", 4, &id));
  for (uint32_t i = 0; i < 256; i++) {
    const uint8_t *byte = bpeek_model_token(model, i, &length);
    assert_int_equal(length, 1);
    assert_true(bpeek_model_find_token(model, byte, 1, &id));
    assert_int_equal(id, i);
  }
  bpeek_model_free(model);
}

enum { LONGEST = 10 };

static void put_letters(uint32_t bits, uint8_t *bytes) {
  for (unsigned i = 0; i < LONGEST; i++) {
    bytes[i] = (bits >> i & 1) != 0 ? 'a' : 0;
  }
}

/* Every string of two different bytes, up to the length of the longest, is a
 * token or not by chance: they are alike wherever a look-up could mix them up.
 */
static void tells_similar_tokens_apart(void **state) {
  (void)state;
  random_source source = {7};
  static uint32_t expected[LONGEST + 1][1 << LONGEST];
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  uint8_t bytes[LONGEST];
  for (size_t length = 2; length <= LONGEST; length++) {
    for (uint32_t bits = 0; bits >> length == 0; bits++) {
      put_letters(bits, bytes);
      expected[length][bits] = random_below(&source, 8) == 0
                                   ? toy_token(&vocabulary, bytes, length)
                                   : UINT32_MAX;
    }
  }
  bpeek_model *model = toy_build(&vocabulary);
  for (size_t length = 2; length <= LONGEST; length++) {
    for (uint32_t bits = 0; bits >> length == 0; bits++) {
      put_letters(bits, bytes);
      uint32_t id = UINT32_MAX;
      (void)bpeek_model_find_token(model, bytes, length, &id);
      if (id != expected[length][bits]) {
        fail_msg("length %zu, bits %x: token %u instead of %u", length, bits,
                 id, expected[length][bits]);
      }
    }
  }
  bpeek_model_free(model);
}

static void refuses_bad_tokens(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  (void)toy_token(&vocabulary, "ab", 2);
  (void)toy_token(&vocabulary, "ab", 2);
  refuses(BPEEK_BAD_MODEL, 257, "256 and 257 have the same bytes");
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  vocabulary.bytes[toy_byte(&vocabulary, 0xE3)] = 'y';
  refuses(BPEEK_BAD_MODEL, 0, "single byte E3");
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  vocabulary.ends[7] = 3;
  refuses(BPEEK_BAD_ARGUMENT, 7, "Token 7 ends before it begins");
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  vocabulary.parts.rule = (bpeek_merge_rule)77;
  refuses(BPEEK_BAD_ARGUMENT, 0, "no merge rule 77");
}

static void refuses_bad_merges(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  (void)toy_merge(&vocabulary, 1, 2);
  vocabulary.merges[0].right = 300;
  refuses(BPEEK_BAD_MODEL, 0, "Merge 0 speaks of the token 300");
  vocabulary.merges[0].right = 3;
  refuses(BPEEK_BAD_MODEL, 0, "other bytes");
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  (void)toy_merge(&vocabulary, 1, 2);
  (void)toy_merge(&vocabulary, 2, 1);
  (void)toy_merge(&vocabulary, 1, 2);
  refuses(BPEEK_BAD_MODEL, 2, "as an earlier one does");
}

static void refuses_bad_specials(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  static bpeek_special specials[3];
  specials[0] = special("<a>", 300);
  specials[1] = special("<b>", 301);
  specials[2] = special("<c>", 300);
  set_specials(specials, 3);
  refuses(BPEEK_BAD_MODEL, 2, "<a> and <c> have the same id, 300");
  specials[2].id = 12;
  refuses(BPEEK_BAD_MODEL, 2, "<c> has the id 12");
  specials[2] = special("<b>", 302);
  refuses(BPEEK_BAD_MODEL, 2, "<b> is there twice");
  specials[2] = special("", 302);
  refuses(BPEEK_BAD_MODEL, 2, "has no text");
  specials[2] = special("<c>", BPEEK_MAX_ID + 1U);
  refuses(BPEEK_BAD_MODEL, 2, "ids go up to");
  specials[2] = special("<c>", 302);
  specials[2].alias = true;
  refuses(BPEEK_BAD_MODEL, 2, "alias of id 302");
}

static void an_alias_decodes_as_the_other(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  bpeek_special specials[] = {special("<z>", 300), special("<a>", 300)};
  specials[1].alias = true;
  set_specials(specials, 2);
  bpeek_model *model = toy_build(&vocabulary);
  size_t length = 0;
  assert_memory_equal(bpeek_model_token(model, 300, &length), "<z>", 3);
  uint32_t id = 0;
  assert_true(bpeek_model_find_special(model, (const uint8_t *)"<a>", 3, &id));
  assert_int_equal(id, 300);
  bpeek_model_free(model);
}

static bpeek_status build_and_free(bpeek_allocator *allocator) {
  bpeek_model *model = NULL;
  bpeek_error error = {0};
  bpeek_status status =
      bpeek_model_build(&vocabulary.parts, allocator, &model, &error);
  bpeek_model_free(model);
  return status;
}

static void survives_without_memory(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  (void)toy_merge(&vocabulary, 1, 2);
  const bpeek_special specials[] = {special("<end>", 900)};
  set_specials(specials, 1);
  vocabulary.parts.pattern = (const uint8_t *)"\\w+";
  vocabulary.parts.pattern_length = 3;
  survives_every_allocation(build_and_free);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gives_back_its_parts),
      cmocka_unit_test(finds_tokens),
      cmocka_unit_test(tells_similar_tokens_apart),
      cmocka_unit_test(refuses_bad_tokens),
      cmocka_unit_test(refuses_bad_merges),
      cmocka_unit_test(refuses_bad_specials),
      cmocka_unit_test(an_alias_decodes_as_the_other),
      cmocka_unit_test(survives_without_memory),
  };
  return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
