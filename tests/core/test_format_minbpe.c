/* minbpe's two files: what is written, what is read, what is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const char EXAMPLE[] = "minbpe v1\n"
                              "[a-z]+| +\n"
                              "2\n"
                              "<|end|> 1000\n"
                              "<|\xED\x95\x9C|> 900\n"
                              "97 97\n"
                              "256 98\n"
                              "256 257\n";

static bpeek_model *load(const char *file, size_t length) {
  bpeek_model *model = NULL;
  bpeek_error error = {BPEEK_OK, "", 0};
  if (bpeek_load_minbpe((const uint8_t *)file, length, NULL, &model, &error) !=
      BPEEK_OK) {
    print_error("%s\n", error.message);
    fail_with_text("this file is not loaded", (const uint8_t *)file, length);
  }
  return model;
}

static void save(const bpeek_model *model, bpeek_buffer *model_file,
                 bpeek_buffer *vocab_file) {
  bpeek_error error = {BPEEK_OK, "", 0};
  if (bpeek_save_minbpe(model, model_file, vocab_file, &error) != BPEEK_OK) {
    fail_msg("this model is not saved: %s", error.message);
  }
}

static void same_bytes(const bpeek_buffer *got, const char *expected,
                       size_t length) {
  if (got->length != length || memcmp(got->bytes, expected, length) != 0) {
    print_error("expected: %.*s\n", (int)length, expected);
    fail_with_text("other bytes were written", got->bytes, got->length);
  }
}

/* ---- The .model -------------------------------------------------------- */

static void reads_what_is_there(void **state) {
  (void)state;
  bpeek_model *model = load(EXAMPLE, strlen(EXAMPLE));
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  assert_int_equal(parts.rule, BPEEK_MERGE_LIST);
  assert_int_equal(parts.token_count, 259);
  assert_int_equal(parts.merge_count, 3);
  assert_int_equal(parts.merges[2].left, 256);
  assert_int_equal(parts.merges[2].right, 257);
  assert_int_equal(parts.merges[2].result, 258);
  assert_int_equal(parts.pattern_length, 9);
  assert_memory_equal(parts.pattern, "[a-z]+| +", 9);
  assert_false(parts.keep_unmatched);
  assert_int_equal(parts.special_count, 2);
  assert_int_equal(parts.specials[0].id, 1000);
  assert_int_equal(parts.specials[1].length, 7);
  size_t length = 0;
  assert_memory_equal(bpeek_model_token(model, 258, &length), "aaaab", 5);
  assert_int_equal(length, 5);
  bpeek_model_free(model);
}

static void writes_what_it_read(void **state) {
  (void)state;
  static const char *const files[] = {EXAMPLE, "minbpe v1\n\n0\n",
                                      "minbpe v1\n\n1\nx 256\n",
                                      "minbpe v1\n  \\w+ \n0\n0 0\n255 255\n"};
  for (size_t i = 0; i < 4; i++) {
    bpeek_model *model = load(files[i], strlen(files[i]));
    bpeek_buffer model_file;
    bpeek_buffer vocab_file;
    save(model, &model_file, &vocab_file);
    same_bytes(&model_file, files[i], strlen(files[i]));
    bpeek_buffer_free(&model_file);
    bpeek_buffer_free(&vocab_file);
    bpeek_model_free(model);
  }
}

static void writes_what_was_trained(void **state) {
  (void)state;
  static const char pattern[] = " ?[a-z]+";
  bpeek_trainer *trainer = NULL;
  const bpeek_pair_count *merges = NULL;
  size_t count = 0;
  bpeek_model *model = NULL;
  const bpeek_special special = {
      .text = (const uint8_t *)"<|end|>", .length = 7, .id = 5000};
  assert_int_equal(bpeek_trainer_new((const uint8_t *)"aaabdaaabac aaab", 16,
                                     (const uint8_t *)pattern, strlen(pattern),
                                     259, NULL, &trainer, NULL),
                   BPEEK_OK);
  assert_int_equal(bpeek_trainer_step(trainer, 3, &merges, &count, NULL),
                   BPEEK_OK);
  assert_int_equal(
      bpeek_trainer_model(trainer, &special, 1, NULL, &model, NULL), BPEEK_OK);
  bpeek_buffer model_file;
  bpeek_buffer vocab_file;
  save(model, &model_file, &vocab_file);
  static const char expected[] = "minbpe v1\n ?[a-z]+\n1\n<|end|> 5000\n"
                                 "97 97\n256 97\n257 98\n";
  same_bytes(&model_file, expected, strlen(expected));
  bpeek_buffer_free(&model_file);
  bpeek_buffer_free(&vocab_file);
  bpeek_model_free(model);
  bpeek_trainer_free(trainer);
}

/* ---- The .vocab -------------------------------------------------------- */

/* A model of tokens that are to be shown. */
typedef struct shown {
  char file[1 << 20];
  size_t length;
  uint32_t next_id;
  uint32_t merged[2][4096]; /* the pairs merged already */
} shown;

static void show_begin(shown *self) {
  self->length = (size_t)sprintf(self->file, "minbpe v1\n\n0\n");
  self->next_id = 256;
}

static uint32_t show_pair(shown *self, uint32_t left, uint32_t right) {
  for (uint32_t id = 256; id < self->next_id; id++) {
    if (self->merged[0][id - 256] == left &&
        self->merged[1][id - 256] == right) {
      return id;
    }
  }
  self->merged[0][self->next_id - 256] = left;
  self->merged[1][self->next_id - 256] = right;
  self->length +=
      (size_t)sprintf(self->file + self->length, "%u %u\n", left, right);
  return self->next_id++;
}

/* Adds the merges that make a token of these bytes, and says its id. */
static uint32_t show_bytes(shown *self, const uint8_t *bytes, size_t length) {
  uint32_t id = bytes[0];
  for (size_t i = 1; i < length; i++) {
    id = show_pair(self, id, bytes[i]);
  }
  return id;
}

/* The line of token `id`, a C string, in a buffer of the function's own. */
static const char *line_of(const bpeek_buffer *vocab, uint32_t id) {
  static char line[4096];
  const char *at = (const char *)vocab->bytes;
  for (uint32_t i = 0; i < id; i++) {
    at = strchr(at, '\n') + 1;
  }
  size_t length = (size_t)(strchr(at, '\n') - at);
  memcpy(line, at, length);
  line[length] = '\0';
  return line;
}

/* The whole .vocab, NUL-terminated for strchr. */
static bpeek_buffer vocab_of(const char *file, size_t length) {
  bpeek_model *model = load(file, length);
  bpeek_buffer model_file;
  bpeek_buffer vocab_file;
  save(model, &model_file, &vocab_file);
  bpeek_buffer_free(&model_file);
  bpeek_model_free(model);
  assert_null(memchr(vocab_file.bytes, '\0', vocab_file.length));
  uint8_t *bytes = malloc(vocab_file.length + 1);
  assert_non_null(bytes);
  memcpy(bytes, vocab_file.bytes, vocab_file.length);
  bytes[vocab_file.length] = '\0';
  const bpeek_buffer copy = {.bytes = bytes, .length = vocab_file.length};
  bpeek_buffer_free(&vocab_file);
  return copy;
}

/* The bytes, and how Python shows them in minbpe's way. */
static const struct {
  const char *bytes, *shown;
} KNOWN[] = {
    {"ab", "ab"},
    {"\n\n", "\\u000a\\u000a"},
    {"\t \r", "\\u0009 \\u000d"},
    {"a\x7F", "a\\u007f"},
    {"[]", "[]"},
    {"\\n", "\\n"},
    {"\xC2\x85", "\\u0085"},
    {"\xC2\xA0", "\xC2\xA0"},
    {"\xC2\xAD", "\\u00ad"},          /* soft hyphen: Cf */
    {"\xC3\xA9", "\xC3\xA9"},         /* é */
    {"\xCD\xB8", "\\u0378"},          /* unassigned */
    {"\xE2\x80\x8B", "\\u200b"},      /* zero width space: Cf */
    {"\xE2\x80\xA8", "\xE2\x80\xA8"}, /* line separator: Zl */
    {"\xE2\x82\xAC", "\xE2\x82\xAC"}, /* € */
    {"\xEE\x80\x80", "\\ue000"},      /* for private use */
    {"\xEF\xBB\xBF", "\\ufeff"},
    {"\xEF\xBF\xBD", "\xEF\xBF\xBD"},
    {"\xEF\xBF\xBE", "\\ufffe"},
    {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
    {"\xF3\xA0\x80\x81", "\\ue0001"},
    {"\xF4\x8F\xBF\xBF", "\\u10ffff"},
    /* Not well-formed; a sequence begun and cut off is replaced as one. */
    {"\x80", "\xEF\xBF\xBD"},
    {"\xFF", "\xEF\xBF\xBD"},
    {"\xE2\x82", "\xEF\xBF\xBD"},
    {"\xE2\x82z", "\xEF\xBF\xBDz"},
    {"\xF0\x9F\x98", "\xEF\xBF\xBD"},
    {"\xF0\x9F\x98\xE2\x82\xAC", "\xEF\xBF\xBD\xE2\x82\xAC"},
    {"\xC0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"\xE0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* a surrogate */
    {"\xF4\x90\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"\xC3\xC3\xA9", "\xEF\xBF\xBD\xC3\xA9"},
};

static void shows_known_tokens(void **state) {
  (void)state;
  static shown tokens;
  enum { COUNT = sizeof KNOWN / sizeof KNOWN[0] };
  uint32_t ids[COUNT];
  show_begin(&tokens);
  for (size_t i = 0; i < COUNT; i++) {
    ids[i] = show_bytes(&tokens, (const uint8_t *)KNOWN[i].bytes,
                        strlen(KNOWN[i].bytes));
  }
  bpeek_buffer vocab = vocab_of(tokens.file, tokens.length);
  for (size_t i = 0; i < COUNT; i++) {
    char expected[200];
    const char *line = line_of(&vocab, ids[i]);
    const char *arrow = strstr(line, " -> ");
    (void)sprintf(expected, "[%s] %u", KNOWN[i].shown, ids[i]);
    const char *last = ids[i] < 256 ? line : arrow + strlen(" -> ");
    if (strcmp(last, expected) != 0) {
      fail_msg("the line \"%s\" does not end with \"%s\"", line, expected);
    }
  }
  free(vocab.bytes);
}

static void shows_what_tokens_are_made_of(void **state) {
  (void)state;
  bpeek_buffer vocab = vocab_of(EXAMPLE, strlen(EXAMPLE));
  assert_string_equal(line_of(&vocab, 0), "[\\u0000] 0");
  assert_string_equal(line_of(&vocab, 32), "[ ] 32");
  assert_string_equal(line_of(&vocab, 97), "[a] 97");
  assert_string_equal(line_of(&vocab, 255), "[\xEF\xBF\xBD] 255");
  assert_string_equal(line_of(&vocab, 256), "[a][a] -> [aa] 256");
  assert_string_equal(line_of(&vocab, 257), "[aa][b] -> [aab] 257");
  assert_string_equal(line_of(&vocab, 258), "[aa][aab] -> [aaaab] 258");
  assert_string_equal(line_of(&vocab, 259), "[<|end|>] 1000");
  assert_string_equal(line_of(&vocab, 260), "[<|\xED\x95\x9C|>] 900");
  const char *end = strstr((const char *)vocab.bytes, " 900\n");
  assert_string_equal(end, " 900\n");
  free(vocab.bytes);
}

/* ---- Broken UTF-8, by its definition ----------------------------------- */

/* Table 3-7 of The Unicode Standard, which is all there is to say. */
static bool is_well_formed(const uint8_t *b, size_t length) {
  for (size_t i = 1; i < length; i++) {
    if (b[i] < 0x80 || b[i] > 0xBF) {
      return false;
    }
  }
  switch (length) {
  case 1:
    return b[0] < 0x80;
  case 2:
    return b[0] >= 0xC2 && b[0] <= 0xDF;
  case 3:
    return b[0] >= 0xE0 && b[0] <= 0xEF && !(b[0] == 0xE0 && b[1] < 0xA0) &&
           !(b[0] == 0xED && b[1] > 0x9F);
  default:
    return b[0] >= 0xF0 && b[0] <= 0xF4 && !(b[0] == 0xF0 && b[1] < 0x90) &&
           !(b[0] == 0xF4 && b[1] > 0x8F);
  }
}

/* Whether a well-formed sequence begins with these bytes. */
static bool is_beginning(const uint8_t *bytes, size_t length) {
  uint8_t whole[4];
  memcpy(whole, bytes, length);
  for (size_t size = length + 1; size <= 4; size++) {
    for (unsigned i = 0; i < 64 * 64 * 64; i++) {
      for (size_t k = length; k < size; k++) {
        whole[k] = (uint8_t)(0x80 | (i >> 6 * (k - length) & 0x3F));
      }
      if (is_well_formed(whole, size)) {
        return true;
      }
      if (i >> 6 * (size - length) != 0) {
        break;
      }
    }
  }
  return false;
}

/* Printable characters as they are, each maximal subpart as U+FFFD. */
static void show_by_definition(const uint8_t *bytes, size_t length,
                               char *text) {
  for (size_t at = 0; at < length;) {
    size_t size = length - at < 4 ? length - at : 4;
    while (size > 0 && !is_well_formed(bytes + at, size)) {
      size--;
    }
    if (size > 0) {
      memcpy(text, bytes + at, size);
      text += size;
      at += size;
      continue;
    }
    size = length - at < 3 ? length - at : 3;
    while (size > 1 && !is_beginning(bytes + at, size)) {
      size--;
    }
    memcpy(text, "\xEF\xBF\xBD", 3);
    text += 3;
    at += size;
  }
  *text = '\0';
}

static void shows_broken_utf8_as_defined(void **state) {
  (void)state;
  /* Of what these make, nothing is of category C. */
  static const uint8_t some[] = {'a',  0x80, 0x84, 0x8F, 0x90, 0x93, 0x9F, 0xA1,
                                 0xA9, 0xBF, 0xC0, 0xC3, 0xC7, 0xE0, 0xE3, 0xE4,
                                 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
  static shown tokens;
  random_source source = {12};
  for (unsigned round = 0; round < 12; round++) {
    enum { COUNT = 600 };
    static uint8_t bytes[COUNT][5];
    size_t lengths[COUNT];
    uint32_t ids[COUNT];
    show_begin(&tokens);
    for (size_t i = 0; i < COUNT; i++) {
      lengths[i] = 1 + random_below(&source, 5);
      for (size_t k = 0; k < lengths[i]; k++) {
        bytes[i][k] = some[random_below(&source, sizeof some)];
      }
      ids[i] = show_bytes(&tokens, bytes[i], lengths[i]);
    }
    bpeek_buffer vocab = vocab_of(tokens.file, tokens.length);
    for (size_t i = 0; i < COUNT; i++) {
      char text[32];
      char expected[64];
      show_by_definition(bytes[i], lengths[i], text);
      (void)sprintf(expected, "[%s] %u", text, ids[i]);
      const char *line = line_of(&vocab, ids[i]);
      const char *last = strrchr(line, '[');
      if (strstr(line, "\\u") == NULL && strcmp(last, expected) != 0) {
        print_error("the line \"%s\" does not end with \"%s\"\n", line,
                    expected);
        fail_with_text("broken UTF-8 is shown otherwise", bytes[i], lengths[i]);
      }
    }
    free(vocab.bytes);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_what_is_there),
      cmocka_unit_test(writes_what_it_read),
      cmocka_unit_test(writes_what_was_trained),
      cmocka_unit_test(shows_known_tokens),
      cmocka_unit_test(shows_what_tokens_are_made_of),
      cmocka_unit_test(shows_broken_utf8_as_defined),
  };
  return cmocka_run_group_tests_name("format_minbpe", tests, NULL, NULL);
}
