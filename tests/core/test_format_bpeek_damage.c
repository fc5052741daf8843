/* bpeek's own file: whatever is wrong with one, it is refused, and the place
 * is named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format_support.h"
#include "little_endian.h"

/* Loads, which must fail; a model that comes about all the same is freed. */
static bpeek_error refused(const uint8_t *file, size_t length) {
  bpeek_model *model = NULL;
  bpeek_error error = {0};
  bpeek_status status = bpeek_load_bpeek(file, length, NULL, &model, &error);
  bpeek_model_free(model);
  if (status != BPEEK_DAMAGED_FILE) {
    fail_msg("a file of %zu bytes is not refused", length);
  }
  assert_null(model);
  assert_int_equal(error.status, status);
  return error;
}

static void says(const bpeek_error *error, const char *part) {
  if (strstr(error->message, part) == NULL) {
    fail_msg("\"%s\" does not say \"%s\"", error->message, part);
  }
}

static bpeek_buffer small_file(void) {
  static toy vocabulary;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  random_source source = {5};
  toy_fill(&vocabulary, &source, "abc", 300);
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_buffer file = save_bpeek(model);
  bpeek_model_free(model);
  return file;
}

static bpeek_buffer big_file(void) {
  bpeek_model *model = big_model();
  bpeek_buffer file = save_bpeek(model);
  bpeek_model_free(model);
  return file;
}

static void refuses_other_files(void **state) {
  (void)state;
  const char *const others[] = {"", "a", "{\"model\": {}}", "IQ== 0\n"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    bpeek_error error = refused((const uint8_t *)others[i], strlen(others[i]));
    assert_int_equal(error.offset, 0);
    says(&error, "not a bpeek file");
  }
}

/* Which place is named if byte `at` of a file of one block is wrong. */
static size_t place_named(size_t at) {
  enum { VERSION = 8, SUMS = 32, BODY = 40 };
  if (at >= SUMS) {
    return BODY;
  }
  return at >= VERSION && at < VERSION + 4 ? VERSION : 0;
}

static void refuses_every_flipped_bit(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  for (size_t at = 0; at < file.length; at++) {
    for (unsigned bit = 0; bit < 8; bit++) {
      file.bytes[at] ^= (uint8_t)(1U << bit);
      bpeek_error error = refused(file.bytes, file.length);
      assert_int_equal(error.offset, place_named(at));
      file.bytes[at] ^= (uint8_t)(1U << bit);
    }
  }
  bpeek_buffer_free(&file);
}

static void names_the_block_that_is_damaged(void **state) {
  (void)state;
  bpeek_buffer file = big_file();
  size_t body = bpeek_file_body(&file);
  random_source source = {6};
  for (unsigned round = 0; round < 1000; round++) {
    size_t at = body + random_below(&source, (uint32_t)(file.length - body));
    size_t block = body + (at - body) / 65536 * 65536;
    uint8_t was = file.bytes[at];
    file.bytes[at] ^= (uint8_t)(1U << random_below(&source, 8));
    bpeek_error error = refused(file.bytes, file.length);
    assert_int_equal(error.offset, block);
    char place[40];
    (void)snprintf(place, sizeof place, "at byte %zu;", block);
    says(&error, place);
    file.bytes[at] = was;
  }
  bpeek_buffer_free(&file);
}

static void names_how_much_is_missing(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  for (size_t length = 1; length < file.length; length++) {
    bpeek_error error = refused(file.bytes, length);
    assert_int_equal(error.offset, length);
    char missing[40];
    size_t known = length < 32 ? 32 : file.length;
    (void)snprintf(missing, sizeof missing, "%zu more", known - length);
    says(&error, missing);
  }
  bpeek_buffer_free(&file);
}

static void refuses_what_follows_the_end(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  uint8_t *longer = calloc(file.length + 3, 1);
  assert_non_null(longer);
  memcpy(longer, file.bytes, file.length);
  bpeek_error error = refused(longer, file.length + 3);
  assert_int_equal(error.offset, file.length);
  says(&error, "3 more bytes");
  free(longer);
  bpeek_buffer_free(&file);
}

static void names_a_newer_version(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  file.bytes[8] = 3;
  bpeek_error error = refused(file.bytes, file.length);
  assert_int_equal(error.offset, 8);
  says(&error, "version 3");
  bpeek_buffer_free(&file);
}

static void knows_a_copy_as_text(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  const char *const ends[] = {"\n\x1A\n", "\r\r\n\x1A\r\n", "\r\n\x1A\r\n"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    memcpy(file.bytes + 4, ends[i], strlen(ends[i]));
    bpeek_error error = refused(file.bytes, file.length);
    assert_int_equal(error.offset, 4);
    says(&error, "as text");
  }
  bpeek_buffer_free(&file);
}

/* ---- Bodies with true checksums that say nonsense ---------------------- */

enum { ROOM = 4096, HEADER = 40 };

/* Where section `number` begins in a body. */
static size_t section(const uint8_t *body, unsigned number) {
  size_t at = 0;
  while (body[at] != number) {
    at += 5 + bpeek_get_32(body + at + 1);
  }
  return at;
}

static void says_where_a_section_is_wrong(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  const uint8_t *body = file.bytes + HEADER;
  size_t length = file.length - HEADER;
  uint8_t changed[ROOM];
  uint8_t sealed[ROOM + 64];
  for (unsigned number = 1; number <= 7; number++) {
    /* Another number, which makes the section unknown or out of order. */
    memcpy(changed, body, length);
    size_t at = section(body, number);
    changed[at] = 99;
    bpeek_error error =
        refused(sealed, seal_bpeek_file(changed, length, sealed));
    assert_int_equal(error.offset, HEADER + at);

    /* A length that leads out of the file. */
    changed[at] = (uint8_t)number;
    changed[at + 4] = 0x7F;
    error = refused(sealed, seal_bpeek_file(changed, length, sealed));
    assert_int_equal(error.offset, HEADER + at);

    /* The file ends before it. */
    error = refused(sealed, seal_bpeek_file(body, at, sealed));
    assert_int_equal(error.offset, at == 0 ? 32 : HEADER + at);
    says(&error, "lacks its section");
  }
  bpeek_buffer_free(&file);
}

/* Replaces a section's content. */
static size_t with_section(const bpeek_buffer *file, unsigned number,
                           const void *content, size_t size, uint8_t *sealed) {
  uint8_t changed[ROOM];
  const uint8_t *body = file->bytes + HEADER;
  size_t length = file->length - HEADER;
  size_t at = section(body, number);
  size_t end = at + 5 + bpeek_get_32(body + at + 1);
  memcpy(changed, body, at + 1);
  bpeek_put_32(changed + at + 1, (uint32_t)size);
  memcpy(changed + at + 5, content, size);
  memcpy(changed + at + 5 + size, body + end, length - end);
  return seal_bpeek_file(changed, at + 5 + size + length - end, sealed);
}

static void refuses_sections_cut_short(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  uint8_t sealed[ROOM + 64];
  /* Of the pattern, 2, any text is one; there are no special tokens, 3. */
  const unsigned numbers[] = {1, 4, 5, 6, 7};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    size_t at = section(file.bytes + HEADER, numbers[i]);
    const uint8_t *content = file.bytes + HEADER + at + 5;
    size_t size = bpeek_get_32(content - 4);
    for (size_t kept = 0; kept < size; kept++) {
      (void)refused(sealed,
                    with_section(&file, numbers[i], content, kept, sealed));
    }
    uint8_t longer[ROOM] = {0};
    memcpy(longer, content, size);
    (void)refused(sealed,
                  with_section(&file, numbers[i], longer, size + 1, sealed));
  }
  bpeek_buffer_free(&file);
}

/* The most memory a load takes at once. */
static size_t peak;

static void *counting_resize(void *context, void *block, size_t old_size,
                             size_t new_size) {
  size_t *used = context;
  *used += new_size - old_size;
  peak = *used > peak ? *used : peak;
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, new_size);
}

/* A file that names as many tokens, bytes and merges as numbers go. */
static void takes_little_memory_for_a_small_file(void **state) {
  (void)state;
  bpeek_buffer file = small_file();
  uint8_t sealed[ROOM + 64];
  /* Rule, prefix, flags; tokens, bytes, merges; special tokens, bytes. */
  static const uint8_t claims[][16] = {
      {0, 0, 0, 0xFF, 0xFF, 0x7F, 0xAC, 2, 44, 0, 0},
      {0, 0, 0, 0xAC, 2, 0xFF, 0xFF, 0xFF, 0x1F, 44, 0, 0},
      {0, 0, 0, 0xAC, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 44, 0, 0},
      {0, 0, 0, 0xAC, 2, 0xAC, 2, 0xFF, 0xFF, 0x7F, 0, 0},
      {1, 0, 0, 0xAC, 2, 0xAC, 2, 0xFF, 0xFF, 0x7F, 0, 0},
      {0, 0, 0, 0xAC, 2, 0xAC, 2, 44, 0xFF, 0xFF, 0xFF, 0x7F, 0},
      {0, 0, 0, 0xAC, 2, 0xAC, 2, 44, 0, 0xFF, 0xFF, 0xFF, 0x7F},
  };
  static const size_t sizes[] = {11, 12, 13, 12, 12, 13, 13};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    size_t used = 0;
    const bpeek_allocator counting = {counting_resize, &used};
    bpeek_model *model = NULL;
    size_t length = with_section(&file, 1, claims[i], sizes[i], sealed);
    peak = 0;
    assert_int_equal(bpeek_load_bpeek(sealed, length, &counting, &model, NULL),
                     BPEEK_DAMAGED_FILE);
    assert_int_equal(used, 0);
    /* 64 MiB of bytes at most, and what 2^21 ids need. */
    if (peak > (size_t)150 << 20) {
      fail_msg("claim %zu takes %zu bytes", i, peak);
    }
  }
  bpeek_buffer_free(&file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(refuses_other_files),
      cmocka_unit_test(refuses_every_flipped_bit),
      cmocka_unit_test(names_the_block_that_is_damaged),
      cmocka_unit_test(names_how_much_is_missing),
      cmocka_unit_test(refuses_what_follows_the_end),
      cmocka_unit_test(names_a_newer_version),
      cmocka_unit_test(knows_a_copy_as_text),
      cmocka_unit_test(says_where_a_section_is_wrong),
      cmocka_unit_test(refuses_sections_cut_short),
      cmocka_unit_test(takes_little_memory_for_a_small_file),
  };
  return cmocka_run_group_tests_name("format_bpeek_damage", tests, NULL, NULL);
}
