/* .tiktoken files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "format_support.h"

enum { ROOM = 1 << 14 };

typedef struct text_file {
  char text[ROOM];
  size_t length;
} text_file;

/* Adds a line: the token in base64, a space, the rank, the line's end. */
static void add_line(text_file *file, const void *token, size_t length,
                     unsigned rank, const char *end) {
  uint8_t base64[64];
  bpeek_base64_encode(token, length, base64);
  int written = snprintf(file->text + file->length, ROOM - file->length,
                         "%.*s %u%s", (int)bpeek_base64_encoded_size(length),
                         (const char *)base64, rank, end);
  assert_true(written > 0);
  file->length += (size_t)written;
}

/* Lines for all single bytes, with the ranks 0 to 255. */
static void add_bytes(text_file *file, const char *end) {
  file->length = 0;
  for (unsigned i = 0; i < 256; i++) {
    uint8_t byte = (uint8_t)i;
    add_line(file, &byte, 1, i, end);
  }
}

static void add_text(text_file *file, const char *text) {
  memcpy(file->text + file->length, text, strlen(text) + 1);
  file->length += strlen(text);
}

static bpeek_model *load(const text_file *file, const bpeek_parts *extras) {
  bpeek_model *model = NULL;
  bpeek_error error;
  if (bpeek_load_tiktoken((const uint8_t *)file->text, file->length, extras,
                          NULL, &model, &error) != BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  return model;
}

static void has_token(const bpeek_model *model, uint32_t id,
                      const char *bytes) {
  size_t length = 0;
  const uint8_t *token = bpeek_model_token(model, id, &length);
  assert_int_equal(length, strlen(bytes));
  assert_memory_equal(token, bytes, length);
}

static void reads_lines_of_any_kind(void **state) {
  (void)state;
  static text_file file;
  const char *const ends[] = {"\n", "\r\n", "\n\n", "\r\n\n"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    add_bytes(&file, ends[i]);
    add_line(&file, "hello", 5, 259, ends[i]);
    add_line(&file, "he", 2, 256, ""); /* the last, without an end */
    bpeek_model *model = load(&file, NULL);
    bpeek_parts parts;
    bpeek_model_parts(model, &parts);
    assert_int_equal(parts.rule, BPEEK_RANK_BY_BYTES);
    assert_int_equal(parts.token_count, 260);
    has_token(model, 'A', "A");
    has_token(model, 256, "he");
    has_token(model, 257, "");
    has_token(model, 259, "hello");
    bpeek_model_free(model);
  }
}

static void takes_pattern_and_special_tokens(void **state) {
  (void)state;
  static text_file file;
  add_bytes(&file, "\n");
  const bpeek_special special = {
      .text = (const uint8_t *)"<end>", .length = 5, .id = 300};
  const bpeek_parts extras = {.specials = &special,
                              .special_count = 1,
                              .pattern = (const uint8_t *)"\\w+",
                              .pattern_length = 3,
                              .keep_unmatched = true,
                              .normalization = BPEEK_NFC};
  bpeek_model *model = load(&file, &extras);
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  assert_int_equal(parts.pattern_length, 3);
  assert_true(parts.keep_unmatched);
  assert_int_equal(parts.normalization, BPEEK_NFC);
  has_token(model, 300, "<end>");
  bpeek_model_free(model);
}

/* The file's last lines are `lines`, the second of which is wrong. */
static void refuses_line(const char *lines, const char *part) {
  static text_file file;
  add_bytes(&file, "\n");
  const char *end = strchr(lines, '\n');
  size_t at = file.length + (end == NULL ? 0 : (size_t)(end - lines) + 1);
  add_text(&file, lines);
  bpeek_model *model = NULL;
  bpeek_error error = {0};
  assert_int_equal(bpeek_load_tiktoken((const uint8_t *)file.text, file.length,
                                       NULL, NULL, &model, &error),
                   BPEEK_DAMAGED_FILE);
  assert_null(model);
  char place[60];
  (void)snprintf(place, sizeof place,
                 "Line 258 of the .tiktoken file, at byte "
                 "%zu, ",
                 at);
  if (strncmp(error.message, place, strlen(place)) != 0 ||
      strstr(error.message, part) == NULL) {
    fail_msg("\"%s\" does not say \"%s%s\"", error.message, place, part);
  }
  assert_int_equal(error.offset, at);
}

static void refuses_wrong_lines(void **state) {
  (void)state;
  refuses_line("aGk= 256\naGVsbG8=\n", "no rank");
  refuses_line("aGk= 256\naGVsbG8=", "no rank");
  refuses_line("aGk= 256\naGVsbG8= \n", "no number");
  refuses_line("aGk= 256\naGVsbG8= 25x\n", "no number");
  refuses_line("aGk= 256\naGVsbG8= -1\n", "no number");
  refuses_line("aGk= 256\naGVsbG8= 257 \n", "no number");
  refuses_line("aGk= 256\naGVsbG8= 2097151\n", "out of range");
  refuses_line("aGk= 256\naGVsbG8= 99999999999999999999\n", "out of range");
  refuses_line("aGk= 256\n 257\n", "no token");
  refuses_line("aGk= 256\naGVsbG8= 256\n", "rank of an earlier");
  refuses_line("aGk= 256\naGVsbG8= 65\n", "rank of an earlier");
  refuses_line("aGk= 257\naGk= 256\n", "token of an earlier");
  refuses_line("aGk= 256\naGk= 300\n", "token of an earlier");
  refuses_line("aGk= 256\naGVsbG8 257\n", "not base64");
  refuses_line("aGk= 256\naGV$bG8= 257\n", "not base64");
  refuses_line("aGk= 256\naGVsbG9= 257\n", "not base64");
  refuses_line("aGk= 256\n==== 257\n", "not base64");
}

static void refuses_a_file_without_all_bytes(void **state) {
  (void)state;
  bpeek_model *model = NULL;
  bpeek_error error = {0};
  assert_int_equal(bpeek_load_tiktoken((const uint8_t *)"QQ== 0\n", 7, NULL,
                                       NULL, &model, &error),
                   BPEEK_BAD_MODEL);
  assert_non_null(strstr(error.message, "single byte 00"));
  assert_int_equal(bpeek_load_tiktoken(NULL, 0, NULL, NULL, &model, &error),
                   BPEEK_BAD_MODEL);
  assert_null(model);
}

static void keeps_random_models(void **state) {
  (void)state;
  static toy vocabulary;
  random_source source = {21};
  for (unsigned round = 0; round < 300; round++) {
    toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
    (void)toy_token(&vocabulary, "", 0);
    toy_fill(&vocabulary, &source, "ab\xC3\xA9\n ", 300);
    bpeek_model *model = toy_build(&vocabulary);
    bpeek_buffer file;
    assert_int_equal(bpeek_save_tiktoken(model, &file, NULL), BPEEK_OK);
    bpeek_model *loaded = NULL;
    bpeek_error error;
    if (bpeek_load_tiktoken(file.bytes, file.length, NULL, NULL, &loaded,
                            &error) != BPEEK_OK) {
      fail_msg("%s", error.message);
    }
    same_parts(model, loaded);
    bpeek_buffer_free(&file);
    bpeek_model_free(loaded);
    bpeek_model_free(model);
  }
}

static void saves_only_ranks(void **state) {
  (void)state;
  static toy vocabulary;
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_buffer file;
  bpeek_error error;
  assert_int_equal(bpeek_save_tiktoken(model, &file, &error),
                   BPEEK_BAD_ARGUMENT);
  bpeek_model_free(model);
}

static bpeek_status load_and_save(bpeek_allocator *allocator) {
  static text_file file;
  add_bytes(&file, "\n");
  add_line(&file, "hello", 5, 400, "\n");
  bpeek_model *model = NULL;
  bpeek_buffer saved = {0};
  bpeek_error error;
  bpeek_status status = bpeek_load_tiktoken(
      (const uint8_t *)file.text, file.length, NULL, allocator, &model, &error);
  if (status == BPEEK_OK) {
    status = bpeek_save_tiktoken(model, &saved, &error);
  }
  if (status == BPEEK_OK) {
    bpeek_buffer_free(&saved);
  }
  bpeek_model_free(model);
  return status;
}

/* Where two tokens are the same, more is allocated to find out which. */
static bpeek_status refuse_a_pair(bpeek_allocator *allocator) {
  static text_file file;
  add_bytes(&file, "\n");
  add_line(&file, "A", 1, 400, "\n");
  bpeek_model *model = NULL;
  bpeek_error error;
  bpeek_status status = bpeek_load_tiktoken(
      (const uint8_t *)file.text, file.length, NULL, allocator, &model, &error);
  return status == BPEEK_DAMAGED_FILE ? BPEEK_OK : status;
}

static void survives_lack_of_memory(void **state) {
  (void)state;
  survives_every_allocation(load_and_save);
  survives_every_allocation(refuse_a_pair);
}

/* ---- Base64 ------------------------------------------------------------ */

static void knows_the_examples_of_the_standard(void **state) {
  (void)state;
  /* RFC 4648, section 10 */
  static const struct {
    const char *bytes, *text;
  } examples[] = {{"f", "Zg=="},         {"fo", "Zm8="},
                  {"foo", "Zm9v"},       {"foob", "Zm9vYg=="},
                  {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
    size_t length = strlen(examples[i].bytes);
    uint8_t text[16];
    uint8_t bytes[16];
    bpeek_base64_encode((const uint8_t *)examples[i].bytes, length, text);
    size_t size = bpeek_base64_encoded_size(length);
    assert_int_equal(size, strlen(examples[i].text));
    assert_memory_equal(text, examples[i].text, size);
    assert_int_equal(bpeek_base64_decoded_size(text, size), length);
    assert_true(bpeek_base64_decode(text, size, bytes));
    assert_memory_equal(bytes, examples[i].bytes, length);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_lines_of_any_kind),
      cmocka_unit_test(takes_pattern_and_special_tokens),
      cmocka_unit_test(refuses_wrong_lines),
      cmocka_unit_test(refuses_a_file_without_all_bytes),
      cmocka_unit_test(keeps_random_models),
      cmocka_unit_test(saves_only_ranks),
      cmocka_unit_test(survives_lack_of_memory),
      cmocka_unit_test(knows_the_examples_of_the_standard),
  };
  return cmocka_run_group_tests_name("format_tiktoken", tests, NULL, NULL);
}
