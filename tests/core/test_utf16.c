/* UTF-8 to UTF-16, against a walk from character to character. */
#include <stdlib.h>
#include <string.h>

#include "split_support.h"

#include "unicode.h"
#include "utf16.h"

enum { LONGEST = 200 };

/* The units that the text should be; false if it is not well-formed. */
static bool units_by_definition(const uint8_t *text, size_t length,
                                uint16_t *units, size_t *count) {
  *count = 0;
  for (size_t at = 0; at < length;) {
    if (bpeek_utf8_step(text, length, at) == 0) {
      return false;
    }
    const bpeek_char c = bpeek_char_at(text, length, at);
    if (c.code_point >= 0x10000) {
      units[(*count)++] = (uint16_t)(0xD800 + ((c.code_point - 0x10000) >> 10));
      units[(*count)++] = (uint16_t)(0xDC00 + (c.code_point & 0x3FF));
    } else {
      units[(*count)++] = (uint16_t)c.code_point;
    }
    at += c.length;
  }
  return true;
}

static void check(const uint8_t *text, size_t length) {
  /* Blocks of their own, so that the sanitizer sees what goes beyond. */
  uint8_t *copy = malloc(length + 1);
  uint16_t *found = malloc(length * sizeof *found + 1);
  assert_non_null(copy);
  assert_non_null(found);
  memcpy(copy, text, length);
  uint16_t expected[LONGEST];
  size_t expected_count = 0;
  size_t count = 0;
  const bool is_right =
      units_by_definition(text, length, expected, &expected_count);
  if (bpeek_utf8_to_units(copy, length, found, &count) != is_right) {
    fail_with_text("well-formed or not is told wrongly", text, length);
  }
  if (is_right && (count != expected_count ||
                   memcmp(found, expected, count * sizeof *found) != 0)) {
    fail_with_text("these units are wrong", text, length);
  }
  free(copy);
  free(found);
}

/* Characters from the borders of what has one, two, three and four bytes. */
static const uint32_t borders[] = {0,       'a',    ' ',    0x7F,    0x80,
                                   0xE9,    0x7FF,  0x800,  0x93F,   0x4E2D,
                                   0xD55C,  0xD7FF, 0xE000, 0xFFFF,  0x10000,
                                   0x1F600, 0xFEFF, 0x2019, 0x10FFFF};

static size_t random_characters(random_source *source, uint8_t *text) {
  const uint32_t kinds = 1 + random_below(source, 4);
  const size_t most = random_below(source, LONGEST - 4);
  const size_t run = 1 + random_below(source, 20);
  uint32_t chosen[4];
  for (uint32_t i = 0; i < kinds; i++) {
    chosen[i] = borders[random_below(source, sizeof borders / sizeof *borders)];
  }
  size_t length = 0;
  while (length < most) {
    const uint32_t c = chosen[random_below(source, kinds)];
    for (size_t i = random_below(source, (uint32_t)run) + 1;
         i > 0 && length < most; i--) {
      length += put_utf8(text + length, c);
    }
  }
  return length;
}

static void well_formed_text(void **state) {
  (void)state;
  random_source source = {16};
  for (int round = 0; round < 40000 / ROUNDS_SHARE; round++) {
    uint8_t text[LONGEST];
    check(text, random_characters(&source, text));
  }
}

static void damaged_text(void **state) {
  (void)state;
  static const uint8_t bytes[] = {0x41, 0x80, 0xA0, 0xBF, 0xC0, 0xC1, 0xC3,
                                  0xE0, 0xE4, 0xED, 0xEF, 0xF0, 0xF4, 0xFF};
  random_source source = {17};
  for (int round = 0; round < 40000 / ROUNDS_SHARE; round++) {
    uint8_t text[LONGEST];
    const size_t length = random_characters(&source, text);
    if (length > 0) {
      text[random_below(&source, (uint32_t)length)] =
          bytes[random_below(&source, sizeof bytes)];
      check(text, length - random_below(&source, 2));
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(well_formed_text),
      cmocka_unit_test(damaged_text),
  };
  return cmocka_run_group_tests_name("utf16", tests, NULL, NULL);
}
