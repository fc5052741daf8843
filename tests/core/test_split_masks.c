/* The scanners that look at 64 bytes at once against the scalar ones. */
#include <string.h>

#include "split_support.h"

#include "split_masks.h"

enum { LONGEST = 700 };

typedef struct scanner_pair {
  const char *name;
  bpeek_scanner *by_masks, *scalar;
} scanner_pair;

static const scanner_pair scanners[] = {
    {"gpt2", bpeek_scan_gpt2_by_masks, bpeek_scan_gpt2},
    {"cl100k", bpeek_scan_cl100k_by_masks, bpeek_scan_cl100k},
    {"llama3", bpeek_scan_llama3_by_masks, bpeek_scan_llama3},
    {"o200k", bpeek_scan_o200k_by_masks, bpeek_scan_o200k},
};
enum { SCANNERS = sizeof scanners / sizeof scanners[0] };

static size_t scan_all(bpeek_scanner *scanner, const uint8_t *text,
                       size_t length, size_t at_once, bpeek_span *pieces) {
  size_t count = 0;
  for (size_t at = 0; at < length; at = pieces[count - 1].end) {
    size_t left = LONGEST - count;
    size_t more = scanner(text, length, at, pieces + count,
                          at_once < left ? at_once : left);
    if (more == 0) {
      fail_with_text("no piece although text is left", text, length);
    }
    count += more;
  }
  return count;
}

static void compare(const uint8_t *text, size_t length, size_t at_once) {
  bpeek_span mine[LONGEST];
  bpeek_span expected[LONGEST];
  assert_true(length <= LONGEST);
  for (size_t i = 0; i < SCANNERS; i++) {
    const scanner_pair *pair = &scanners[i];
    size_t count = scan_all(pair->by_masks, text, length, at_once, mine);
    if (count != scan_all(pair->scalar, text, length, LONGEST, expected) ||
        memcmp(mine, expected, count * sizeof *mine) != 0) {
      print_error("%s, %zu pieces at once\n", pair->name, at_once);
      fail_with_text("the masks give other pieces", text, length);
    }
  }
}

/* Puts the text to where blocks begin and to where they end, with more than a
 * block of other text behind it. */
static void compare_in_blocks(const void *context, const uint8_t *text,
                              size_t length) {
  static const size_t places[] = {0, 47, 58};
  static const uint8_t around[] =
      "In the beginning, 12 words are what a text is made of: so it's said, "
      "and done; then more of that.";
  (void)context;
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
    uint8_t whole[256];
    memcpy(whole, around, places[i]);
    memcpy(whole + places[i], text, length);
    memcpy(whole + places[i] + length, around, sizeof around - 1);
    compare(whole, places[i] + length + sizeof around - 1, LONGEST);
  }
}

static void test_all_short_texts(void **state) {
  (void)state;
  static const char *const characters[] = {
      "A", "s", "\xE4\xB8\xAD", "\xCC\x81", "1", " ", "\n", "!", "'",
  };
  for_all_texts(characters, sizeof characters / sizeof characters[0], 4,
                compare_in_blocks, NULL);
}

static void test_all_spaces(void **state) {
  (void)state;
  static const char *const characters[] = {
      " ", "\n", "\t", "\xC2\x85", "\xE3\x80\x80",
      "/", "x",  "!",  "'ll",      "\xE2\x80\x9C",
  };
  for_all_texts(characters, sizeof characters / sizeof characters[0], 4,
                compare_in_blocks, NULL);
}

static void test_malformed_bytes(void **state) {
  (void)state;
  static const char *const characters[] = {
      "a",    " ",    "\xE4", "\xB8", "\xAD", "\xF0",
      "\x9F", "\xC3", "\xE0", "\xED", "\xFF",
  };
  for_all_texts(characters, sizeof characters / sizeof characters[0], 4,
                compare_in_blocks, NULL);
}

static void test_hostile_texts(void **state) {
  (void)state;
  code_point_pool pool = open_pool();
  random_source source = {5};
  for (unsigned round = 0; round < 6000; round++) {
    uint8_t text[LONGEST];
    size_t length = hostile_text(&source, &pool, text, sizeof text);
    compare(text, length, 1 + random_below(&source, 200));
  }
  close_pool(&pool);
}

/* Runs of a few things each, as real texts have: long words, many spaces. */
static void test_monotonous_texts(void **state) {
  (void)state;
  code_point_pool pool = open_pool();
  random_source source = {6};
  for (unsigned round = 0; round < 6000; round++) {
    uint8_t things[3][24];
    size_t sizes[3];
    for (unsigned i = 0; i < 3; i++) {
      things[i][0] = ' ';
      sizes[i] = 1 + hostile_text(&source, &pool, things[i] + 1,
                                  random_below(&source, sizeof things[i]));
    }
    uint8_t text[LONGEST];
    size_t length = 0;
    while (length + sizeof things[0] <= LONGEST - 200) {
      unsigned thing = random_below(&source, 3);
      for (uint32_t more = random_below(&source, 40);
           more > 0 && length + sizes[thing] <= sizeof text; more--) {
        memcpy(text + length, things[thing], sizes[thing]);
        length += sizes[thing];
      }
    }
    compare(text, length, LONGEST);
  }
  close_pool(&pool);
}

/* The character many times in a block, behind something else. */
static void compare_many(const char *before, uint32_t code_point) {
  static const char *const between[] = {"",  "a", "", " ", "1",
                                        ".", "A", "", "\n"};
  uint8_t text[LONGEST];
  size_t length = strlen(before);
  memcpy(text, before, length);
  for (size_t i = 0; length < 140; i++) {
    const char *next = between[i % (sizeof between / sizeof *between)];
    memcpy(text + length, next, strlen(next));
    length += strlen(next);
    length += put_utf8(text + length, code_point);
  }
  compare(text, length, LONGEST);
}

/* Each character of two or three bytes. */
static void test_all_characters(void **state) {
  (void)state;
  for (uint32_t c = 0x80; c < 0x10000; c++) {
    compare_many("", c >= 0xD800 && c < 0xE000 ? 'x' : c);
  }
}

/* What begins a block tells the script by which the rest is looked at. */
static void test_scripts(void **state) {
  (void)state;
  static const struct {
    const char *letter;
    uint32_t from, to;
  } scripts[] = {
      {"\xD1\x8F", 0x400, 0x500},
      {"\xD8\xA8", 0x600, 0x700},
      {"\xE0\xA4\x95", 0x900, 0x980},
      {"\xE4\xB8\xAD", 0x3000, 0x3100},
  };
  for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
    for (size_t other = 0; other < sizeof scripts / sizeof scripts[0];
         other++) {
      for (uint32_t c = scripts[i].from; c < scripts[i].to; c++) {
        compare_many(scripts[other].letter, c);
      }
    }
  }
}

/* Leads of these scripts without what belongs behind them. */
static void test_malformed_scripts(void **state) {
  (void)state;
  static const char *const characters[] = {
      "\xD0", "\xD1", "\xD8", "\xD9", "\xDA", "\xE0\xA4",
      "\xE0", "\xA5", "\x85", "\x7F", "\xC0", " ",
  };
  for_all_texts(characters, sizeof characters / sizeof characters[0], 4,
                compare_in_blocks, NULL);
}

#if BPEEK_HAS_VECTORS
static void test_portable_bits(void **state) {
  (void)state;
  random_source source = {7};
  for (unsigned round = 0; round < 1000; round++) {
    uint8_t bytes[16];
    uint32_t expected = 0;
    for (unsigned i = 0; i < 16; i++) {
      bytes[i] = (uint8_t)random_below(&source, 256);
      expected |= bytes[i] < 0x80 ? 0 : (uint32_t)1 << i;
    }
    bpeek_bytes16 vector;
    memcpy(&vector, bytes, sizeof vector);
    assert_int_equal(bpeek_bits16_portable(vector), expected);
    assert_int_equal(bpeek_bits16(vector), expected);
  }
}
#endif

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_all_short_texts),
    cmocka_unit_test(test_all_spaces),
    cmocka_unit_test(test_all_characters),
    cmocka_unit_test(test_scripts),
    cmocka_unit_test(test_malformed_scripts),
    cmocka_unit_test(test_malformed_bytes),
    cmocka_unit_test(test_hostile_texts),
    cmocka_unit_test(test_monotonous_texts),
#if BPEEK_HAS_VECTORS
    cmocka_unit_test(test_portable_bits),
#endif
  };
  return cmocka_run_group_tests_name("split masks", tests, NULL, NULL);
}
