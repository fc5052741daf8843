/* What documents refuse, and what becomes of them when memory runs out. */
#include <string.h>

#include "document_support.h"

/* ---- Refusals ---------------------------------------------------------- */

static void refuses_what_is_wrong(void **state) {
  (void)state;
  static twins both;
  open_twins(&both, 0);
  bpeek_error error = {0};
  const bpeek_special_policy as_error = {BPEEK_SPECIAL_IS_ERROR, NULL, 0};
  bpeek_document *none = NULL;
  assert_int_equal(
      bpeek_document_new(both.encoder, &as_error, NULL, &none, &error),
      BPEEK_BAD_ARGUMENT);
  assert_non_null(strstr(error.message, "special token"));
  assert_int_equal(bpeek_document_new(both.encoder, NULL, NULL, &none, NULL),
                   BPEEK_BAD_ARGUMENT);
  assert_null(none);

  begin_document(&both, 0, 64);
  edit_twins(&both, 0, 0, u"a b c", 5);
  const size_t wrong[][2] = {{4, 6}, {3, 2}, {6, 6}, {SIZE_MAX, SIZE_MAX}};
  for (size_t i = 0; i < 4; i++) {
    size_t first = 77;
    bpeek_tokens tokens = {.count = 77};
    const uint16_t *units = NULL;
    assert_int_equal(
        edit_units(both.document, wrong[i][0], wrong[i][1], u"x", 1, &error),
        BPEEK_BAD_ARGUMENT);
    assert_int_equal(bpeek_document_tokens_in(both.document, wrong[i][0],
                                              wrong[i][1], &first, &tokens,
                                              NULL),
                     BPEEK_BAD_ARGUMENT);
    assert_int_equal(bpeek_document_text(both.document, wrong[i][0],
                                         wrong[i][1], &units, NULL),
                     BPEEK_BAD_ARGUMENT);
    assert_true(first == 77 && tokens.count == 77 && units == NULL);
  }
  assert_int_equal(bpeek_document_edit(both.document, 0, 0,
                                       (const uint8_t *)"x", SIZE_MAX / 2,
                                       &error),
                   BPEEK_TOO_LARGE);
  assert_null(compare_twins(&both));
  close_twins(&both);
}

/* Text to insert is WTF-8: malformed UTF-8 is told by its place. */
static void refuses_what_is_no_text(void **state) {
  (void)state;
  static twins both;
  static const struct {
    const char *text;
    size_t valid;
  } texts[] = {
      {"good \xED\x9F\xBF \xED\xA0\xBD \xED\xB8\x80\xED\xA0\xBD", 19},
      {"123456789\xFF", 9},
      {"\xC3", 0},
      {"a\xE2\x82", 1},
      {"\xED\xA0\xBD\xED\xB8\x80", 3}, /* a pair is four bytes */
      {"\xED\xA0", 0},
      {"\xED\xA0x", 0},
      {"\xED\xC0\x80", 0},
      {"\xC0\x80", 0},
      {"\xF4\x90\x80\x80", 0},
      {"\x80", 0},
  };
  open_twins(&both, 0);
  begin_document(&both, 0, 64);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    bpeek_error error = {0};
    const char *text = texts[i].text;
    const bpeek_status status = bpeek_document_edit(
        both.document, 0, 0, (const uint8_t *)text, strlen(text), &error);
    if (texts[i].valid == strlen(text)) {
      assert_int_equal(status, BPEEK_OK);
      continue;
    }
    assert_int_equal(status, BPEEK_BAD_ARGUMENT);
    assert_int_equal(error.offset, texts[i].valid);
    assert_non_null(strstr(error.message, "not UTF-8"));
  }
  assert_int_equal(bpeek_document_totals(both.document).units, 11);
  close_twins(&both);
}

/* A pattern that takes too long tells where, and nothing has changed. */
static void undoes_what_the_pattern_cannot(void **state) {
  (void)state;
  static toy vocabulary;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  const char *pattern = "(a+)+b|\\p{L}|\\s";
  vocabulary.parts.pattern = (const uint8_t *)pattern;
  vocabulary.parts.pattern_length = strlen(pattern);
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_encoder *encoder = NULL;
  bpeek_document *document = NULL;
  const bpeek_special_policy as_text = {BPEEK_SPECIAL_IS_TEXT, NULL, 0};
  assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
  assert_int_equal(bpeek_document_new(encoder, &as_text, NULL, &document, NULL),
                   BPEEK_OK);
  assert_int_equal(edit_units(document, 0, 0, u"\xD55C x", 3, NULL), BPEEK_OK);
  static uint16_t many[40];
  for (size_t i = 0; i < 40; i++) {
    many[i] = 'a';
  }
  bpeek_error error = {0};
  assert_int_equal(edit_units(document, 2, 2, many, 40, &error),
                   BPEEK_PATTERN_LIMIT);
  assert_int_equal(error.offset, 2);
  assert_non_null(strstr(error.message, "position 2:"));
  assert_int_equal(edit_units(document, 2, 2, many, 40, NULL),
                   BPEEK_PATTERN_LIMIT);
  const uint16_t *text = NULL;
  assert_int_equal(bpeek_document_totals(document).units, 3);
  assert_int_equal(bpeek_document_text(document, 0, 3, &text, NULL), BPEEK_OK);
  assert_memory_equal(text, u"\xD55C x", 6);
  bpeek_document_free(document);
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
}

/* ---- Memory ------------------------------------------------------------ */

/* Tokens of the whole text; lent arrays are large enough afterwards. */
static bpeek_status whole(bpeek_document *document, bpeek_tokens *tokens) {
  size_t first = 0;
  return bpeek_document_tokens_in(
      document, 0, bpeek_document_totals(document).units, &first, tokens, NULL);
}

/* An edit that fails leaves all as it was. */
static bpeek_status edit_or_nothing(bpeek_document *document, size_t from,
                                    size_t to, const uint16_t *units,
                                    size_t count) {
  static uint32_t before[4000];
  bpeek_tokens tokens;
  bpeek_status status = whole(document, &tokens);
  if (status != BPEEK_OK) {
    return status;
  }
  const size_t token_count = tokens.count;
  assert_true(token_count <= 4000);
  if (token_count > 0) {
    memcpy(before, tokens.ids, token_count * sizeof *before);
  }
  bpeek_error error = {0};
  status = edit_units(document, from, to, units, count, &error);
  if (status != BPEEK_OK) {
    assert_int_equal(error.status, BPEEK_NO_MEMORY);
    assert_int_equal(whole(document, &tokens), BPEEK_OK);
    assert_int_equal(tokens.count, token_count);
    if (token_count > 0) {
      assert_memory_equal(tokens.ids, before, token_count * sizeof *before);
    }
  }
  return status;
}

static bpeek_status do_edits(bpeek_document *document) {
  static uint16_t text[3000];
  for (size_t i = 0; i < 3000; i++) {
    text[i] = (uint16_t)(i % 7 == 0     ? ' '
                         : i % 501 == 0 ? 0xD83D
                                        : 'a' + i % 3);
  }
  const uint16_t *lent = NULL;
  bpeek_status status = edit_or_nothing(document, 0, 0, text, 3000);
  if (status == BPEEK_OK) {
    status = edit_or_nothing(document, 1000, 1010, text, 20);
  }
  if (status == BPEEK_OK) {
    status = edit_or_nothing(document, 500, 2500, u"\xDE00", 1);
  }
  if (status == BPEEK_OK) {
    status = bpeek_document_text(document, 10, 600, &lent, NULL);
  }
  if (status == BPEEK_OK) {
    status = edit_or_nothing(document, 0, 1011, NULL, 0);
  }
  return status;
}

static uint32_t kind_without_memory;

static bpeek_status edit_and_free(bpeek_allocator *allocator) {
  const uint32_t parsed[] = {1000, 1001};
  const bpeek_special_policy listed = {BPEEK_SPECIAL_IS_TEXT, parsed, 2};
  bpeek_encoder *encoder = NULL;
  bpeek_document *document = NULL;
  bpeek_status status = bpeek_encoder_new(model_of_kind(kind_without_memory),
                                          allocator, &encoder, NULL);
  if (status == BPEEK_OK) {
    status = bpeek_document_new(encoder, &listed, NULL, &document, NULL);
  }
  if (status == BPEEK_OK) {
    status = do_edits(document);
  }
  bpeek_document_free(document);
  bpeek_encoder_free(encoder);
  return status;
}

static void survives_without_memory(void **state) {
  (void)state;
  static const uint32_t kinds[] = {0, 6, 9};
  for (size_t i = 0; i < 3; i++) {
    kind_without_memory = kinds[i];
    survives_every_allocation(edit_and_free);
  }
}

/* What an edit took to do its work does not stay. */
static void gives_scratch_back(void **state) {
  (void)state;
  memory_watch watch = {0};
  const bpeek_allocator allocator = watched(&watch);
  const bpeek_special_policy as_text = {BPEEK_SPECIAL_IS_TEXT, NULL, 0};
  bpeek_encoder *encoder = NULL;
  bpeek_document *document = NULL;
  assert_int_equal(bpeek_encoder_new(model_of_kind(0), NULL, &encoder, NULL),
                   BPEEK_OK);
  assert_int_equal(
      bpeek_document_new(encoder, &as_text, &allocator, &document, NULL),
      BPEEK_OK);
  static uint16_t text[1 << 20];
  for (size_t i = 0; i < 1 << 20; i++) {
    text[i] = i % 7 == 0 ? ' ' : 'a';
  }
  assert_int_equal(edit_units(document, 0, 0, text, 1 << 20, NULL), BPEEK_OK);
  assert_int_equal(edit_units(document, 0, 1 << 20, NULL, 0, NULL), BPEEK_OK);
  assert_true(watch.bytes < 100000);
  bpeek_document_free(document);
  bpeek_encoder_free(encoder);
  assert_int_equal(watch.blocks, 0);
}

static int free_models(void **state) {
  (void)state;
  forget_models();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(refuses_what_is_wrong),
      cmocka_unit_test(refuses_what_is_no_text),
      cmocka_unit_test(undoes_what_the_pattern_cannot),
      cmocka_unit_test(survives_without_memory),
      cmocka_unit_test(gives_scratch_back),
  };
  return cmocka_run_group_tests_name("document limits", tests, NULL,
                                     free_models);
}
