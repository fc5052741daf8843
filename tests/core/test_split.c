/* The scanners against PCRE2, the interface, and where a text may be cut. */
#include <stdlib.h>
#include <string.h>

#include "split_support.h"

/* ---- Known values ------------------------------------------------------ */

/* Pieces with a bar between them: the text is what is left without bars. */
typedef struct known_split {
  size_t pattern;
  const char *barred;
} known_split;

static const known_split known_splits[] = {
    {0, "Hello|,| world|!|  \n\n| x|\n|y"},
    {0, "Hello|'s| don|'t| DON|'|T| x|'ll|'ve|'re"},
    {0, "a|  | b|\t|c| 123456| !?"},
    {0, "trailing|  \n "},
    {1, "Hello|,| world|!\n\n|  | x"},
    {1, "it|'S| IT|'LL|'\xC5\xBF|a|('|a|\t| b| |123|456|7"},
    {1, "tail| \n "},
    {1, "a|\n \n| | b"},
    {2, "Camel|Case| UPPERcase| don't| DON'T| XMLHttp"},
    {2, "A\xE4\xB8\xAD|BB|!a"},
    {2, "\xCC\x81|AB| \xCC\x81|AB|!\xCC\x81|!!\xCC\x81!"},
    {2, "a|//\n/\n/|b| ../..\n\n| |\tc"},
    {2, "tail| \n| "},
    {3, "tail| \n| "},
    {3, "it|'S| |123|456|7|\t\t|\tx|\xC2\xA0y"},
};

static void test_known_values(void **state) {
  const split_pair *pairs = *state;
  for (size_t i = 0; i < sizeof known_splits / sizeof known_splits[0]; i++) {
    const char *barred = known_splits[i].barred;
    uint8_t text[128];
    bpeek_span expected[128];
    size_t length = 0;
    size_t count = 0;
    uint32_t begin = 0;
    for (const char *at = barred; begin < length || *at != '\0'; at++) {
      if (*at != '|' && *at != '\0') {
        text[length++] = (uint8_t)*at;
        continue;
      }
      expected[count++] = (bpeek_span){begin, (uint32_t)length};
      begin = (uint32_t)length;
      if (*at == '\0') {
        break;
      }
    }
    bpeek_span pieces[128];
    const open_split *split = &pairs[known_splits[i].pattern].scanner;
    if (split_text(split, text, length, pieces) != count ||
        memcmp(pieces, expected, count * sizeof *pieces) != 0) {
      fail_msg("pattern %zu should split \"%s\"", known_splits[i].pattern,
               barred);
    }
  }
}

/* ---- Scanners and PCRE2 ------------------------------------------------ */

static void compare_text(const void *pairs, const uint8_t *text,
                         size_t length) {
  for (size_t i = 0; i < KNOWN_PATTERNS; i++) {
    compare_pair((const split_pair *)pairs + i, text, length);
  }
}

/* Every text of up to `longest` of these characters, with every pattern. */
static void compare_all_texts(const split_pair *pairs,
                              const char *const *characters, size_t count,
                              size_t longest) {
  for_all_texts(characters, count, longest, compare_text, pairs);
}

static void test_all_short_texts(void **state) {
  /* One of every class, and what the patterns name. */
  static const char *const characters[] = {
      "A", "s", "\xE4\xB8\xAD", "\xCC\x81", "1", " ", "\n", "!", "'",
  };
  compare_all_texts(*state, characters,
                    sizeof characters / sizeof characters[0], 5);
}

static void test_all_contractions(void **state) {
  static const char *const characters[] = {
      "'", "s", "T", "r", "E", "v", "l", "\xC5\xBF", "\xE2\x84\xAA", "d", "M",
  };
  compare_all_texts(*state, characters,
                    sizeof characters / sizeof characters[0], 4);
}

static void test_all_spaces(void **state) {
  static const char *const characters[] = {
      " ",        "\n",           "\r",           "\t", "\x0B", "\x1C",
      "\xC2\x85", "\xE3\x80\x80", "\xE1\xA0\x8E", "/",  "x",    "!",
  };
  compare_all_texts(*state, characters,
                    sizeof characters / sizeof characters[0], 4);
}

static void test_all_case_runs(void **state) {
  static const char *const characters[] = {
      "A", "b", "\xC7\x85", "\xCA\xB0", "\xCC\x81", " ", "!", "'", "s",
  };
  compare_all_texts(*state, characters,
                    sizeof characters / sizeof characters[0], 5);
}

static void test_malformed_bytes(void **state) {
  static const char *const characters[] = {
      "a", " ", "\n", "\xE4", "\xB8", "\xAD", "\xF0", "\x9F", "\xC3", "\xFF",
  };
  compare_all_texts(*state, characters,
                    sizeof characters / sizeof characters[0], 4);
}

static void test_hostile_texts(void **state) {
  const split_pair *pairs = *state;
  code_point_pool pool = open_pool();
  random_source source = {2};
  for (unsigned round = 0; round < 30000 / ROUNDS_SHARE; round++) {
    uint8_t text[400];
    size_t room = 1 + random_below(&source, sizeof text);
    size_t length = hostile_text(&source, &pool, text, room);
    for (size_t i = 0; i < KNOWN_PATTERNS; i++) {
      compare_pair(&pairs[i], text, length);
    }
  }
  close_pool(&pool);
}

/* Every code point beside others of every kind. */
static void test_all_code_points(void **state) {
  const split_pair *pairs = *state;
  code_point_pool pool = open_pool();
  for (size_t i = 0; i < CLASS_COUNT; i++) {
    for (size_t j = 0; j < pool.count[i]; j += 16) {
      uint8_t text[256];
      size_t length = 0;
      for (size_t k = j; k < j + 16 && k < pool.count[i]; k++) {
        static const char beside[] = "a B'!\n1 ";
        text[length++] = (uint8_t)beside[k % (sizeof beside - 1)];
        length += put_utf8(text + length, pool.of_class[i][k]);
      }
      for (size_t scanner = 0; scanner < KNOWN_SCANNERS; scanner++) {
        compare_pair(&pairs[scanner], text, length);
      }
    }
  }
  close_pool(&pool);
}

/* Time that grows with the square of these would take hours. */
static void test_long_runs(void **state) {
  static const char *const units[] = {
      "^",
      "a",
      "A",
      "Ab",
      "\xE4\xB8\xADZ",
      "\xCC\x81",
      "!\xCC\x81",
      " ",
      "\n",
      " \n",
      "\n ",
      "'s",
      "'",
      "1",
      "\t",
      "\xE3\x80\x80",
      "\xFF",
      "\xE0\xB9\x80\xE0\xB8\x81\xE0\xB8\xB4",
  };
  enum { LENGTH = 1000000 };
  const split_pair *pairs = *state;
  uint8_t *text = malloc(LENGTH);
  bpeek_span *pieces = malloc(LENGTH * sizeof *pieces);
  assert_non_null(text);
  assert_non_null(pieces);
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    size_t unit = strlen(units[i]);
    for (size_t j = 0; j < LENGTH; j++) {
      text[j] = (uint8_t)units[i][j % unit];
    }
    for (size_t scanner = 0; scanner < KNOWN_SCANNERS; scanner++) {
      size_t count = split_text(&pairs[scanner].scanner, text, LENGTH, pieces);
      assert_int_equal(pieces[count - 1].end, LENGTH);
      assert_int_equal(pieces[0].begin, 0);
      for (size_t j = 1; j < count; j++) {
        assert_int_equal(pieces[j].begin, pieces[j - 1].end);
      }
    }
  }
  free(pieces);
  free(text);
}

/* ---- The interface ----------------------------------------------------- */

static void test_batches(void **state) {
  const split_pair *pairs = *state;
  code_point_pool pool = open_pool();
  random_source source = {3};
  for (unsigned round = 0; round < 2000; round++) {
    uint8_t text[100];
    bpeek_span whole[100];
    bpeek_span batched[200];
    size_t length = hostile_text(&source, &pool, text, sizeof text);
    const split_pair *pair = &pairs[round % KNOWN_PATTERNS];
    const open_split *split =
        round / KNOWN_PATTERNS % 2 == 0 ? &pair->scanner : &pair->oracle;
    size_t count = split_text(split, text, length, whole);
    size_t capacity = 1 + random_below(&source, 7);
    size_t total = 0;
    size_t got = 1;
    assert_int_equal(bpeek_split_begin(split->splitter, text, length, NULL),
                     BPEEK_OK);
    while (got > 0) {
      assert_int_equal(bpeek_split_next(split->splitter, batched + total,
                                        capacity, &got, NULL),
                       BPEEK_OK);
      assert_true(got <= capacity && total + got <= length);
      total += got;
    }
    if (total != count || memcmp(whole, batched, count * sizeof *whole) != 0) {
      fail_with_text("batches give other pieces", text, length);
    }
  }
  close_pool(&pool);
}

static void test_no_pattern(void **state) {
  (void)state;
  open_split split = open_pattern("");
  bpeek_span pieces[8];
  size_t count = split_text(&split, (const uint8_t *)"two words", 9, pieces);
  assert_int_equal(count, 1);
  assert_int_equal(pieces[0].begin, 0);
  assert_int_equal(pieces[0].end, 9);
  assert_int_equal(split_text(&split, (const uint8_t *)"", 0, pieces), 0);
  assert_false(bpeek_pattern_streams(split.pattern));
  assert_int_equal(
      bpeek_split_safe_cut(split.pattern, (const uint8_t *)"a b", 3, 3), 0);
  close_split(&split);
}

static void test_pattern_text(void **state) {
  (void)state;
  open_split split = open_pattern_keeping("a+|\\s", true);
  size_t length = 0;
  bool keep_unmatched = false;
  const uint8_t *text =
      bpeek_pattern_text(split.pattern, &length, &keep_unmatched);
  assert_int_equal(length, 5);
  assert_memory_equal(text, "a+|\\s", 5);
  assert_true(keep_unmatched);
  close_split(&split);
}

static void test_too_large(void **state) {
  const split_pair *pairs = *state;
  const open_split splits[] = {pairs[0].scanner, pairs[0].oracle};
  for (size_t i = 0; i < 2 && SIZE_MAX > UINT32_MAX; i++) {
    bpeek_error error;
    assert_int_equal(bpeek_split_begin(splits[i].splitter, (const uint8_t *)"",
                                       SIZE_MAX, &error),
                     BPEEK_TOO_LARGE);
    assert_non_null(strstr(error.message, "4 GiB"));
  }
}

/* ---- Safe cuts --------------------------------------------------------- */

/* The pieces of the two parts, one after the other. */
static size_t split_parts(const open_split *split, const uint8_t *text,
                          size_t length, size_t cut, bpeek_span *pieces) {
  size_t first = split_text(split, text, cut, pieces);
  size_t second = split_text(split, text + cut, length - cut, pieces + first);
  for (size_t i = first; i < first + second; i++) {
    pieces[i].begin += (uint32_t)cut;
    pieces[i].end += (uint32_t)cut;
  }
  return first + second;
}

static void check_cut(const open_split *split, const uint8_t *text,
                      size_t length, size_t cut) {
  bpeek_span whole[512];
  bpeek_span parts[512];
  assert_true(length <= 512);
  size_t count = split_text(split, text, length, whole);
  if (split_parts(split, text, length, cut, parts) != count ||
      memcmp(whole, parts, count * sizeof *whole) != 0) {
    print_error("cut at %zu\n", cut);
    fail_with_text("a safe cut is not safe", text, length);
  }
}

static void test_safe_cuts(void **state) {
  const split_pair *pairs = *state;
  code_point_pool pool = open_pool();
  random_source source = {4};
  size_t cuts = 0;
  for (unsigned round = 0; round < 40000 / ROUNDS_SHARE; round++) {
    /* Text before, the text that is asked about, and text after. */
    uint8_t text[400];
    size_t before = hostile_text(&source, &pool, text, 100);
    size_t length = hostile_text(&source, &pool, text + before, 200);
    const open_split *split = &pairs[round % KNOWN_PATTERNS].scanner;
    size_t limit = random_below(&source, (uint32_t)length + 8);
    size_t cut =
        bpeek_split_safe_cut(split->pattern, text + before, length, limit);
    assert_true(cut == 0 || (cut <= limit && cut < length));
    if (cut > 0) {
      cuts++;
      check_cut(split, text + before, length, cut);
      size_t after = hostile_text(&source, &pool, text + before + length, 100);
      check_cut(split, text, before + length + after, before + cut);
    }
  }
  assert_true(cuts > 20000 / ROUNDS_SHARE);
  close_pool(&pool);
}

static void test_known_cuts(void **state) {
  const split_pair *pairs = *state;
  static const struct {
    const char *text;
    size_t limit, cut;
  } cuts[] = {
      {"two words", 9, 3}, {"two words", 3, 3},     {"two words", 2, 0},
      {"word", 4, 0},      {"word ", 4, 4},         {"word ", 5, 4},
      {"don't", 5, 0},     {"don't.", 9, 5},        {"1,2", 3, 1},
      {"123", 3, 0},       {"a\xCC\x81", 3, 0},     {"a\xE4\xB8", 3, 0},
      {"a\xC2", 2, 0},     {"!! !", 4, 2},          {"!!\n!", 4, 0},
      {"x\n", 2, 1},       {"a\xE3\x80\x82", 4, 1}, {"\xE4\xB8\xAD.", 4, 3},
      {"", 0, 0},          {"  a", 3, 0},           {"^^^^", 4, 0},
      {"\x80 a", 3, 0},
  };
  for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
    for (size_t j = 0; j < KNOWN_PATTERNS; j++) {
      const char *text = cuts[i].text;
      size_t cut =
          bpeek_split_safe_cut(pairs[j].scanner.pattern, (const uint8_t *)text,
                               strlen(text), cuts[i].limit);
      if (cut != cuts[i].cut) {
        fail_msg("\"%s\" is cut at %zu instead of %zu", text, cut, cuts[i].cut);
      }
    }
    assert_int_equal(bpeek_split_safe_cut(pairs[0].oracle.pattern,
                                          (const uint8_t *)cuts[i].text,
                                          strlen(cuts[i].text), cuts[i].limit),
                     0);
  }
}

/* ---- Memory ------------------------------------------------------------ */

static bpeek_status split_something(bpeek_allocator *allocator) {
  static const char text[] = "a text, \xFF malformed";
  bpeek_pattern *pattern = NULL;
  bpeek_splitter *splitter = NULL;
  bpeek_span pieces[32];
  size_t count = 0;
  bpeek_error error;
  bpeek_status status = bpeek_pattern_build((const uint8_t *)known_patterns[0],
                                            strlen(known_patterns[0]), false,
                                            allocator, &pattern, &error);
  if (status == BPEEK_OK) {
    status = bpeek_splitter_new(pattern, allocator, &splitter, &error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_split_begin(splitter, (const uint8_t *)text, sizeof text - 1,
                               &error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_split_next(splitter, pieces, 32, &count, &error);
    assert_int_equal(count, 5);
  }
  bpeek_splitter_free(splitter);
  bpeek_pattern_free(pattern);
  return status;
}

static void test_failing_allocations(void **state) {
  (void)state;
  survives_every_allocation(split_something);
}

static int open_all(void **state) {
  static split_pair pairs[KNOWN_PATTERNS];
  open_pairs(pairs);
  *state = pairs;
  return 0;
}

static int close_all(void **state) {
  close_pairs(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known_values),
      cmocka_unit_test(test_all_short_texts),
      cmocka_unit_test(test_all_contractions),
      cmocka_unit_test(test_all_spaces),
      cmocka_unit_test(test_all_case_runs),
      cmocka_unit_test(test_malformed_bytes),
      cmocka_unit_test(test_hostile_texts),
      cmocka_unit_test(test_all_code_points),
      cmocka_unit_test(test_long_runs),
      cmocka_unit_test(test_batches),
      cmocka_unit_test(test_no_pattern),
      cmocka_unit_test(test_pattern_text),
      cmocka_unit_test(test_too_large),
      cmocka_unit_test(test_safe_cuts),
      cmocka_unit_test(test_known_cuts),
      cmocka_unit_test(test_failing_allocations),
  };
  return cmocka_run_group_tests_name("split", tests, open_all, close_all);
}
