/* UTF-8 against its definition; classes against known values and PCRE2. */
#include <stdlib.h>
#include <string.h>

#include "split_support.h"

#include "offsets.h"
#include "unicode.h"

/* ---- UTF-8 ------------------------------------------------------------- */

/* The length of the well-formed sequence at `bytes`, of which there are four:
 * it must be what its code point is written as, and no surrogate. */
static size_t length_by_definition(const uint8_t bytes[4]) {
  for (size_t length = 1; length <= 4; length++) {
    uint32_t code_point = length == 1 ? bytes[0] : bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
      code_point = code_point << 6 | (bytes[i] & 0x3FU);
    }
    uint8_t written[4];
    if (code_point < 0x110000 && (code_point < 0xD800 || code_point > 0xDFFF) &&
        put_utf8(written, code_point) == length &&
        memcmp(written, bytes, length) == 0) {
      return length;
    }
  }
  return 0;
}

static void check_step(const uint8_t bytes[4]) {
  size_t expected = length_by_definition(bytes);
  if (bpeek_utf8_step(bytes, 4, 0) != expected) {
    fail_with_text("a step over UTF-8 is wrong", bytes, 4);
  }
  for (size_t length = 1; length < 4; length++) {
    size_t cut = expected <= length ? expected : 0;
    if (bpeek_utf8_step(bytes, length, 0) != cut) {
      fail_with_text("a step over cut-off UTF-8 is wrong", bytes, length);
    }
  }
}

static void test_steps(void **state) {
  (void)state;
  static const uint8_t edges[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                  0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xFF};
  for (unsigned first = 0; first < 0x10000; first++) {
    for (size_t i = 0; i < sizeof edges; i++) {
      for (size_t j = 0; j < sizeof edges; j++) {
        const uint8_t bytes[4] = {(uint8_t)(first >> 8), (uint8_t)first,
                                  edges[i], edges[j]};
        check_step(bytes);
      }
    }
  }
}

static void test_characters(void **state) {
  (void)state;
  for (uint32_t c = 0; c < 0x110000; c++) {
    uint8_t bytes[4];
    size_t length = put_utf8(bytes, c);
    bpeek_char character = bpeek_char_at(bytes, length, 0);
    bool is_surrogate = c >= 0xD800 && c < 0xE000;
    if (character.code_point != (is_surrogate ? 0x1A : c) ||
        character.length != (is_surrogate ? 1 : length) ||
        character.class_bits != (is_surrogate ? 0 : bpeek_class_of(c))) {
      fail_msg("U+%04X is read wrongly", c);
    }
  }
}

static void test_valid_length(void **state) {
  (void)state;
  random_source source = {1};
  code_point_pool pool = open_pool();
  for (unsigned round = 0; round < 20000; round++) {
    uint8_t text[64];
    size_t length = hostile_text(&source, &pool, text, sizeof text);
    size_t at = 0;
    while (at < length) {
      uint8_t padded[4] = {0};
      memcpy(padded, text + at, length - at < 4 ? length - at : 4);
      size_t step = length_by_definition(padded);
      if (step == 0 || step > length - at) {
        break;
      }
      at += step;
    }
    if (bpeek_utf8_valid_length(text, length) != at) {
      fail_with_text("the well-formed length is wrong", text, length);
    }
  }
  close_pool(&pool);
}

/* Both ways, at every offset of well-formed texts and at some of them. */
static void test_offsets_to_utf16(void **state) {
  (void)state;
  random_source source = {5};
  code_point_pool pool = open_pool();
  for (unsigned round = 0; round < 20000; round++) {
    uint8_t text[300];
    size_t length = hostile_text(&source, &pool, text,
                                 1 + random_below(&source, sizeof text));
    length = bpeek_utf8_valid_length(text, length);
    uint32_t offsets[sizeof text + 1];
    uint32_t expected[sizeof text + 1];
    uint32_t count = 0;
    const uint32_t most = 1 + random_below(&source, 90);
    for (uint32_t at = 0; at <= length; at += 1 + random_below(&source, most)) {
      offsets[count++] = at;
    }
    memcpy(expected, offsets, sizeof offsets);
    bpeek_offsets_to_utf16(text, length, expected, count);
    bpeek_valid_offsets_to_utf16(text, length, offsets, count);
    for (uint32_t i = 0; i < count; i++) {
      if (offsets[i] != expected[i]) {
        fail_with_text("an offset is wrong", text, length);
      }
    }
  }
  close_pool(&pool);
}

/* ---- Classes ----------------------------------------------------------- */

static void test_known_classes(void **state) {
  (void)state;
  static const struct {
    uint32_t code_point;
    uint8_t class_bits;
  } known[] = {
      {'A', BPEEK_UPPER},
      {'z', BPEEK_LOWER},
      {'7', BPEEK_NUMBER},
      {' ', BPEEK_SPACE},
      {'\t', BPEEK_SPACE},
      {'\r', BPEEK_SPACE},
      {'\'', 0},
      {'_', 0},
      {0x00, 0},
      {0x08, 0},
      {0x0B, BPEEK_SPACE},
      {0x1C, 0},
      {0x1F, 0},
      {0x7F, 0},
      {0x85, BPEEK_SPACE},
      {0xA0, BPEEK_SPACE},
      {0xAA, BPEEK_CASELESS}, /* feminine ordinal: Lo */
      {0xB2, BPEEK_NUMBER},   /* superscript two: No */
      {0xB5, BPEEK_LOWER},
      {0xDF, BPEEK_LOWER},
      {0x17F, BPEEK_LOWER},    /* long s */
      {0x1C5, BPEEK_UPPER},    /* titlecase Dž */
      {0x2B0, BPEEK_CASELESS}, /* modifier letter h */
      {0x301, BPEEK_MARK},
      {0x378, 0},          /* unassigned */
      {0x488, BPEEK_MARK}, /* enclosing: Me */
      {0x663, BPEEK_NUMBER},
      {0x903, BPEEK_MARK}, /* spacing: Mc */
      {0x1680, BPEEK_SPACE},
      {0x180E, 0},
      {0x200B, 0},
      {0x200D, 0},
      {0x2028, BPEEK_SPACE},
      {0x2029, BPEEK_SPACE},
      {0x202F, BPEEK_SPACE},
      {0x205F, BPEEK_SPACE},
      {0x2167, BPEEK_NUMBER}, /* Roman eight: Nl */
      {0x212A, BPEEK_UPPER},  /* Kelvin sign */
      {0x24D0, 0},            /* circled a: So, though lower case */
      {0x3000, BPEEK_SPACE},
      {0x3042, BPEEK_CASELESS},
      {0x4E00, BPEEK_CASELESS},
      {0x9FFF, BPEEK_CASELESS},
      {0xAC00, BPEEK_CASELESS},
      {0xD7A3, BPEEK_CASELESS},
      {0xD7A4, 0},
      {0xE000, 0}, /* private use */
      {0xFE0F, BPEEK_MARK},
      {0xFEFF, 0},
      {0x10400, BPEEK_UPPER},
      {0x10428, BPEEK_LOWER},
      {0x10D4A, BPEEK_CASELESS}, /* Garay vowel sign, new in 16.0: Lo */
      {0x10D50, BPEEK_UPPER},    /* Garay, new in 16.0 */
      {0x1C89, BPEEK_UPPER},     /* Cyrillic Tje, new in 16.0 */
      {0x1CCF0, BPEEK_NUMBER},   /* outlined zero, new in 16.0 */
      {0x1F600, 0},
      {0x20000, BPEEK_CASELESS},
      {0x31350, BPEEK_CASELESS}, /* CJK extension H, new in 15.0 */
      {0xE0100, BPEEK_MARK},
      {0xE01F0, 0},
      {0x10FFFF, 0},
  };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    if (bpeek_class_of(known[i].code_point) != known[i].class_bits) {
      fail_msg("U+%04X has class %u instead of %u", known[i].code_point,
               bpeek_class_of(known[i].code_point), known[i].class_bits);
    }
  }
}

/* PCRE2's tables come from the same database by another way. */
static void test_classes_by_pcre2(void **state) {
  (void)state;
  static const struct {
    uint8_t class_bits;
    const char *pattern;
  } classes[] = {
      {0, "[^\\p{L}\\p{M}\\p{N}\\p{Z}\\t-\\r\\x{85}]"},
      {BPEEK_UPPER, "[\\p{Lu}\\p{Lt}]"},
      {BPEEK_LOWER, "\\p{Ll}"},
      {BPEEK_CASELESS, "[\\p{Lm}\\p{Lo}]"},
      {BPEEK_MARK, "\\p{M}"},
      {BPEEK_NUMBER, "\\p{N}"},
      {BPEEK_SPACE, "[\\p{Z}\\t-\\r\\x{85}]"},
  };
  code_point_pool pool = open_pool();
  for (size_t i = 0; i < CLASS_COUNT; i++) {
    open_split split = open_pattern(classes[i].pattern);
    for (size_t j = 0; j < CLASS_COUNT; j++) {
      for (size_t k = 0; k < pool.count[j]; k++) {
        uint32_t code_point = pool.of_class[j][k];
        bool is_of_class = bpeek_class_of(code_point) == classes[i].class_bits;
        uint8_t text[4];
        bpeek_span pieces[4];
        size_t length = put_utf8(text, code_point);
        if ((split_text(&split, text, length, pieces) == 1) != is_of_class) {
          fail_msg("U+%04X has class %u; PCRE2 disagrees", code_point,
                   bpeek_class_of(code_point));
        }
      }
    }
    close_split(&split);
  }
  close_pool(&pool);
}

static void test_control_category(void **state) {
  (void)state;
  static const struct {
    uint32_t code_point;
    bool is_control;
  } known[] = {
      {0x00, true},     {0x1F, true},     {' ', false},     {'~', false},
      {0x7F, true},     {0x9F, true},     {0xA0, false},    {0xAD, true},
      {0x377, false},   {0x378, true},    {0x897, false}, /* new in 16.0 */
      {0x200B, true},   {0x2028, false},  {0xD7FF, true},   {0xD800, true},
      {0xDFFF, true},   {0xE000, true},   {0xF8FF, true},   {0xF900, false},
      {0xFEFF, true},   {0xFFFD, false},  {0xFFFE, true},   {0xFFFF, true},
      {0x10000, false}, {0x1F600, false}, {0x2A6DF, false}, {0x2A6E0, true},
      {0xE0001, true},  {0xE0100, false}, {0xF0000, true},  {0x10FFFF, true},
  };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    if (bpeek_is_control_category(known[i].code_point) != known[i].is_control) {
      fail_msg("whether U+%04X is of category C is wrong", known[i].code_point);
    }
  }
}

static void test_control_category_by_pcre2(void **state) {
  (void)state;
  code_point_pool pool = open_pool();
  open_split split = open_pattern("\\p{C}");
  for (size_t i = 0; i < CLASS_COUNT; i++) {
    for (size_t k = 0; k < pool.count[i]; k++) {
      const uint32_t code_point = pool.of_class[i][k];
      uint8_t text[4];
      bpeek_span pieces[4];
      const size_t length = put_utf8(text, code_point);
      const bool matches = split_text(&split, text, length, pieces) == 1;
      if (bpeek_is_control_category(code_point) != matches) {
        fail_msg("PCRE2 disagrees about U+%04X and category C", code_point);
      }
    }
  }
  close_split(&split);
  close_pool(&pool);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_steps),
      cmocka_unit_test(test_characters),
      cmocka_unit_test(test_valid_length),
      cmocka_unit_test(test_offsets_to_utf16),
      cmocka_unit_test(test_known_classes),
      cmocka_unit_test(test_classes_by_pcre2),
      cmocka_unit_test(test_control_category),
      cmocka_unit_test(test_control_category_by_pcre2),
  };
  return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}
