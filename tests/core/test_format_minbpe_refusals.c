/* minbpe's two files: damaged files, models that they can't hold, failing
 * allocations. */
#include <stdio.h>
#include <string.h>

#include "support.h"

/* ---- Damaged files ----------------------------------------------------- */

static void refuse_load(const char *file, size_t length, bpeek_status status,
                        size_t offset, const char *message) {
  bpeek_model *model = NULL;
  bpeek_error error = {BPEEK_OK, "", 0};
  const bpeek_status got =
      bpeek_load_minbpe((const uint8_t *)file, length, NULL, &model, &error);
  if (got != status || error.status != status || error.offset != offset ||
      strstr(error.message, message) == NULL || model != NULL) {
    print_error("status %d at %zu: %s\nexpected: %d at %zu: %s\n", (int)got,
                error.offset, error.message, (int)status, offset, message);
    fail_with_text("refused otherwise", (const uint8_t *)file, length);
  }
}

static const struct {
  const char *file;
  bpeek_status status;
  size_t offset;
  const char *message;
} DAMAGED[] = {
    {"", BPEEK_DAMAGED_FILE, 0, "first line is not \"minbpe v1\""},
    {"{\"model\": 1}", BPEEK_DAMAGED_FILE, 0, "no minbpe model"},
    {"minbpe v2\n\n0\n", BPEEK_DAMAGED_FILE, 0, "no minbpe model"},
    {"minbpe v10\n\n0\n", BPEEK_DAMAGED_FILE, 0, "Line 1"},
    {"\xEF\xBB\xBFminbpe v1\n\n0\n", BPEEK_DAMAGED_FILE, 0, "first line"},
    {"minbpe v1", BPEEK_DAMAGED_FILE, 0, "Line 1"},
    {"minbpe v1\r\n\r\n0\r\n", BPEEK_DAMAGED_FILE, 0, "Line 1"},
    {"minbpe v1\n", BPEEK_DAMAGED_FILE, 10, "Line 2 of"},
    {"minbpe v1\n\\w+", BPEEK_DAMAGED_FILE, 10, "Line 2 of"},
    {"minbpe v1\n\n", BPEEK_DAMAGED_FILE, 11, "Line 3 of"},
    {"minbpe v1\n\n0", BPEEK_DAMAGED_FILE, 11, "is cut off"},
    {"minbpe v1\n\n\n", BPEEK_DAMAGED_FILE, 11, "number of special tokens"},
    {"minbpe v1\n\n-1\n", BPEEK_DAMAGED_FILE, 11, "number of special tokens"},
    {"minbpe v1\n\n0 \n", BPEEK_DAMAGED_FILE, 11, "number of special tokens"},
    {"minbpe v1\n\n9999999999\n", BPEEK_DAMAGED_FILE, 11, "number of special"},
    {"minbpe v1\n\n0\r\n", BPEEK_DAMAGED_FILE, 11, "carriage return"},
    {"minbpe v1\n[a\rb]\n0\n", BPEEK_DAMAGED_FILE, 10, "carriage return"},
    {"minbpe v1\n\xFF\n0\n", BPEEK_DAMAGED_FILE, 10, "not well-formed UTF-8"},
    /* Special tokens. */
    {"minbpe v1\n\n1\n", BPEEK_DAMAGED_FILE, 13, "Line 4 of"},
    {"minbpe v1\n\n2\n<a> 300\n", BPEEK_DAMAGED_FILE, 21, "Line 5 of"},
    {"minbpe v1\n\n1\n<a>\n", BPEEK_DAMAGED_FILE, 13, "a space and an id"},
    {"minbpe v1\n\n1\n<a> \n", BPEEK_DAMAGED_FILE, 13, "a space and an id"},
    {"minbpe v1\n\n1\n 300\n", BPEEK_DAMAGED_FILE, 13, "a space and an id"},
    {"minbpe v1\n\n1\n<a> 3x\n", BPEEK_DAMAGED_FILE, 13, "a space and an id"},
    {"minbpe v1\n\n1\n<a> 2097151\n", BPEEK_DAMAGED_FILE, 13, "an id"},
    {"minbpe v1\n\n1\n<a b> 300\n", BPEEK_DAMAGED_FILE, 13, "white space"},
    {"minbpe v1\n\n1\na\xC2\xA0 300\n", BPEEK_DAMAGED_FILE, 13, "white space"},
    {"minbpe v1\n\n1\na\x1C 300\n", BPEEK_DAMAGED_FILE, 13, "white space"},
    {"minbpe v1\n\n1\n<a> 97\n", BPEEK_BAD_MODEL, 13, "Line 4"},
    {"minbpe v1\n\n1\na 97\n", BPEEK_BAD_MODEL, 13, "id of an ordinary one"},
    {"minbpe v1\n\n1\n<a> 256\n97 97\n", BPEEK_BAD_MODEL, 13, "Line 4"},
    {"minbpe v1\n\n3\na 300\nb 301\nc 300\n", BPEEK_BAD_MODEL, 25, "Line 6"},
    {"minbpe v1\n\n3\na 300\nb 301\na 302\n", BPEEK_BAD_MODEL, 25, "Line 6"},
    {"minbpe v1\n\n2\na 300\na 300\n1 2\n3 4\n", BPEEK_BAD_MODEL, 19, "Line 5"},
    /* Merges. */
    {"minbpe v1\n\n0\n97\n", BPEEK_DAMAGED_FILE, 13, "not two ids"},
    {"minbpe v1\n\n0\n97 97 97\n", BPEEK_DAMAGED_FILE, 13, "not two ids"},
    {"minbpe v1\n\n0\n97  97\n", BPEEK_DAMAGED_FILE, 13, "not two ids"},
    {"minbpe v1\n\n0\n 97 97\n", BPEEK_DAMAGED_FILE, 13, "not two ids"},
    {"minbpe v1\n\n0\n97 97 \n", BPEEK_DAMAGED_FILE, 13, "not two ids"},
    {"minbpe v1\n\n0\n97 +97\n", BPEEK_DAMAGED_FILE, 13, "not two ids"},
    {"minbpe v1\n\n0\n97 97\n\n", BPEEK_DAMAGED_FILE, 19, "not two ids"},
    {"minbpe v1\n\n0\n97 97\nend\n", BPEEK_DAMAGED_FILE, 19, "Line 5"},
    {"minbpe v1\n\n0\n97 97\n98 9", BPEEK_DAMAGED_FILE, 19, "cut off"},
    {"minbpe v1\n\n0\n97 256\n", BPEEK_DAMAGED_FILE, 13, "not there yet"},
    {"minbpe v1\n\n0\n97 97\n258 1\n", BPEEK_DAMAGED_FILE, 19, "Line 5"},
    {"minbpe v1\n\n0\n97 97\n1 2\n97 97\n", BPEEK_BAD_MODEL, 23, "Line 6"},
    /* The pattern. */
    {"minbpe v1\n[a-z\n0\n", BPEEK_BAD_PATTERN, 14, "Line 2 of the minbpe"},
};

static void refuses_damaged_files(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof DAMAGED / sizeof DAMAGED[0]; i++) {
    refuse_load(DAMAGED[i].file, strlen(DAMAGED[i].file), DAMAGED[i].status,
                DAMAGED[i].offset, DAMAGED[i].message);
  }
}

static void refuses_a_nul_in_the_pattern(void **state) {
  (void)state;
  refuse_load("minbpe v1\na\0b\n0\n", 16, BPEEK_DAMAGED_FILE, 10, "has a NUL");
}

/* A file that ends early is refused, unless it ends with a merge's line. */
static void refuses_cut_off_files(void **state) {
  (void)state;
  static const char file[] = "minbpe v1\n\\w+\n1\n<|end|> 500\n97 98\n"
                             "256 99\n100 257\n";
  const size_t merges = strlen("minbpe v1\n\\w+\n1\n<|end|> 500\n");
  for (size_t length = 0; length < strlen(file); length++) {
    bpeek_model *model = NULL;
    const bpeek_status status =
        bpeek_load_minbpe((const uint8_t *)file, length, NULL, &model, NULL);
    const bool is_whole = length >= merges && file[length - 1] == '\n';
    if (status != (is_whole ? BPEEK_OK : BPEEK_DAMAGED_FILE)) {
      fail_with_text("cut off here", (const uint8_t *)file, length);
    }
    bpeek_model_free(model);
  }
}

/* Each token twice as long as the one before, until they don't fit. */
static void refuses_endless_tokens(void **state) {
  (void)state;
  char file[2000];
  size_t length = (size_t)sprintf(file, "minbpe v1\n\n0\n97 97\n");
  for (unsigned id = 256; id < 300; id++) {
    length += (size_t)sprintf(file + length, "%u %u\n", id, id);
  }
  /* 256 + 2 + 4 + ... + 2^30 is below 4 GiB, and 2^31 more is not. */
  refuse_load(file, length, BPEEK_TOO_LARGE,
              strlen("minbpe v1\n\n0\n97 97\n") + strlen("256 256\n") * 29,
              "Line 34 of the minbpe model");
}

/* ---- Models that minbpe can't hold ------------------------------------- */

static toy vocabulary;

/* The bytes in order, and one merge. */
static void plain_begin(void) {
  vocabulary.parts = (bpeek_parts){.rule = BPEEK_MERGE_LIST,
                                   .token_bytes = vocabulary.bytes,
                                   .token_ends = vocabulary.ends,
                                   .merges = vocabulary.merges};
  for (unsigned i = 0; i < 256; i++) {
    const uint8_t byte = (uint8_t)i;
    (void)toy_token(&vocabulary, &byte, 1);
  }
  (void)toy_merge(&vocabulary, 'a', 'b');
}

static void refuse_save(const char *message) {
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_buffer model_file = {.length = 77};
  bpeek_buffer vocab_file = {.length = 77};
  bpeek_error error = {BPEEK_OK, "", 0};
  assert_int_equal(bpeek_save_minbpe(model, &model_file, &vocab_file, &error),
                   BPEEK_BAD_ARGUMENT);
  assert_int_equal(error.status, BPEEK_BAD_ARGUMENT);
  if (strstr(error.message, message) == NULL) {
    fail_msg("\"%s\" does not say \"%s\"", error.message, message);
  }
  assert_int_equal(model_file.length, 77);
  assert_int_equal(vocab_file.length, 77);
  bpeek_model_free(model);
}

static void refuses_other_kinds_of_models(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  refuse_save("a list of merges");
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  refuse_save("ids 0 to 255");

  plain_begin();
  vocabulary.parts.whole_piece_first = true;
  refuse_save("a list of merges");
  plain_begin();
  vocabulary.parts.prefix = BPEEK_PREFIX_ALWAYS;
  refuse_save("a list of merges");
  plain_begin();
  vocabulary.parts.normalization = BPEEK_NFC;
  refuse_save("a list of merges");

  plain_begin();
  (void)toy_token(&vocabulary, "unmade", 6);
  refuse_save("ids 0 to 255");
  plain_begin();
  (void)toy_merge(&vocabulary, 256, 'c');
  vocabulary.merges[0] = vocabulary.merges[1];
  vocabulary.merges[1] = (bpeek_merge){'a', 'b', 256};
  refuse_save("ids 0 to 255");
}

static void refuse_pattern(const char *pattern, size_t length,
                           bool keep_unmatched, const char *message) {
  plain_begin();
  vocabulary.parts.pattern = (const uint8_t *)pattern;
  vocabulary.parts.pattern_length = length;
  vocabulary.parts.keep_unmatched = keep_unmatched;
  refuse_save(message);
}

static void refuses_patterns_it_would_lose(void **state) {
  (void)state;
  refuse_pattern("\\w+", 3, true, "does not match");
  refuse_pattern("a\nb", 3, false, "line break");
  refuse_pattern("[a\r]", 4, false, "line break");
  refuse_pattern("a+\0b+", 5, false, "several patterns");
}

static void refuse_special(const bpeek_special *special, const char *message) {
  plain_begin();
  vocabulary.parts.specials = special;
  vocabulary.parts.special_count = 1;
  refuse_save(message);
}

static void refuses_special_tokens_it_would_lose(void **state) {
  (void)state;
  static const char *const texts[] = {
      "a b",  " a", "a\n", "\t",           "\xC2\x85",      "a\x1F",
      "\x1C", "\r", "\v",  "\xE2\x80\xA8", "x\xE3\x80\x80", "\xFFx"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    const bpeek_special special = {.text = (const uint8_t *)texts[i],
                                   .length = strlen(texts[i]),
                                   .id = 300};
    refuse_special(&special, "white space");
  }
  const bpeek_special as_token = {
      .text = (const uint8_t *)"ab", .length = 2, .id = 256};
  refuse_special(&as_token, "shares its id");
  const bpeek_special always = {
      .text = (const uint8_t *)"<a>", .length = 3, .id = 300, .always = true};
  refuse_special(&always, "looked for in any text");
  const bpeek_special twins[] = {
      {.text = (const uint8_t *)"<a>", .length = 3, .id = 300},
      {.text = (const uint8_t *)"<b>", .length = 3, .id = 300, .alias = true}};
  plain_begin();
  vocabulary.parts.specials = twins;
  vocabulary.parts.special_count = 2;
  refuse_save("<b> shares its id");
}

/* ---- Memory ------------------------------------------------------------ */

static bpeek_status load_and_save(bpeek_allocator *allocator) {
  static const char file[] = "minbpe v1\n[a-z]+(?=x)\n2\n<|a|> 500\n<|b|> 501\n"
                             "97 98\n256 99\n100 257\n257 257\n";
  bpeek_model *model = NULL;
  bpeek_status status = bpeek_load_minbpe((const uint8_t *)file, strlen(file),
                                          allocator, &model, NULL);
  if (status == BPEEK_OK) {
    bpeek_buffer model_file = {NULL, 0, *allocator};
    bpeek_buffer vocab_file = {NULL, 0, *allocator};
    status = bpeek_save_minbpe(model, &model_file, &vocab_file, NULL);
    if (status == BPEEK_OK) {
      assert_int_equal(model_file.length, strlen(file));
      assert_memory_equal(model_file.bytes, file, strlen(file));
    }
    bpeek_buffer_free(&model_file);
    bpeek_buffer_free(&vocab_file);
  }
  bpeek_model_free(model);
  return status;
}

static void survives_failed_allocations(void **state) {
  (void)state;
  survives_every_allocation(load_and_save);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(refuses_damaged_files),
      cmocka_unit_test(refuses_a_nul_in_the_pattern),
      cmocka_unit_test(refuses_cut_off_files),
      cmocka_unit_test(refuses_endless_tokens),
      cmocka_unit_test(refuses_other_kinds_of_models),
      cmocka_unit_test(refuses_patterns_it_would_lose),
      cmocka_unit_test(refuses_special_tokens_it_would_lose),
      cmocka_unit_test(survives_failed_allocations),
  };
  return cmocka_run_group_tests_name("format_minbpe refusals", tests, NULL,
                                     NULL);
}
