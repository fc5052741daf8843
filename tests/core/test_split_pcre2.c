/* Patterns that PCRE2 serves: what `\s` means, gaps, empty matches, limits,
 * errors. */
#include <stdlib.h>
#include <string.h>

#include "split_support.h"

#include "unicode.h"

/* Splits, and compares with pieces that are written with a bar before each
 * and with what belongs to no piece between braces. */
static void check_split(const char *pattern, bool keep_unmatched,
                        const char *marked) {
  uint8_t text[128];
  bpeek_span expected[128];
  bpeek_span pieces[128];
  size_t length = 0;
  size_t count = 0;
  bool is_gap = true;
  for (const char *at = marked; *at != '\0'; at++) {
    if (*at == '|') {
      expected[count++] = (bpeek_span){(uint32_t)length, (uint32_t)length};
      is_gap = false;
    } else if (*at == '{' || *at == '}') {
      is_gap = true;
    } else {
      text[length++] = (uint8_t)*at;
      if (!is_gap) {
        expected[count - 1].end++;
      }
    }
  }
  open_split split = open_pattern_keeping(pattern, keep_unmatched);
  assert_false(bpeek_pattern_streams(split.pattern));
  if (split_text(&split, text, length, pieces) != count ||
      memcmp(pieces, expected, count * sizeof *pieces) != 0) {
    fail_msg("/%s/ should split \"%s\"", pattern, marked);
  }
  close_split(&split);
}

/* ---- White space ------------------------------------------------------- */

#define SPACES                                                                 \
  "\\x09-\\x0D\\x20\\x85\\xA0\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}"   \
  "\\x{202F}\\x{205F}\\x{3000}"

/* Every code point from U+0000 to U+FFFF, and some characters again between
 * others that patterns may ask for. */
static size_t all_characters(uint8_t *text) {
  static const char tail[] =
      "s\\s [ s] a-s \xE1\xA0\x8E- ]s\\S\\ \t^\xC2\x85z#";
  size_t length = 0;
  for (uint32_t c = 0; c < 0x10000; c++) {
    length += c >= 0xD800 && c < 0xE000 ? 0 : put_utf8(text + length, c);
  }
  memcpy(text + length, tail, sizeof tail - 1);
  return length + sizeof tail - 1;
}

static void check_same(const char *pattern, const char *spelled) {
  enum { ROOM = 300000 };
  uint8_t *text = malloc(ROOM);
  bpeek_span *pieces = malloc(2 * sizeof *pieces * ROOM);
  assert_non_null(text);
  assert_non_null(pieces);
  size_t length = all_characters(text);
  open_split mine = open_pattern(pattern);
  open_split theirs = open_pattern(spelled);
  size_t count = split_text(&mine, text, length, pieces);
  size_t expected = split_text(&theirs, text, length, pieces + ROOM);
  if (count != expected ||
      memcmp(pieces, pieces + ROOM, count * sizeof *pieces) != 0) {
    fail_msg("/%s/ should mean /%s/", pattern, spelled);
  }
  assert_true(count > 0);
  close_split(&mine);
  close_split(&theirs);
  free(pieces);
  free(text);
}

static void test_space_is_white_space(void **state) {
  (void)state;
  open_split spaces = open_pattern("\\s");
  open_split others = open_pattern("\\S");
  open_split spaces_in_class = open_pattern("[^\\S]");
  open_split others_in_class = open_pattern("[\\S]");
  for (uint32_t c = 0; c < 0x110000; c++) {
    uint8_t text[4];
    bpeek_span pieces[4];
    size_t length = put_utf8(text, c);
    if (c >= 0xD800 && c < 0xE000) {
      continue;
    }
    size_t expected = bpeek_class_of(c) == BPEEK_SPACE ? 1 : 0;
    if (split_text(&spaces, text, length, pieces) != expected ||
        split_text(&others, text, length, pieces) != 1 - expected ||
        split_text(&spaces_in_class, text, length, pieces) != expected ||
        split_text(&others_in_class, text, length, pieces) != 1 - expected) {
      fail_msg("\\s or \\S is wrong about U+%04X", c);
    }
  }
  close_split(&spaces);
  close_split(&others);
  close_split(&spaces_in_class);
  close_split(&others_in_class);
}

static void test_space_anywhere(void **state) {
  (void)state;
  static const char *const same[][2] = {
      {"\\s+", "[" SPACES "]+"},
      {"\\S+", "[^" SPACES "]+"},
      {"[\\s]", "[" SPACES "]"},
      {"[^\\s]+", "[^" SPACES "]+"},
      {"[a\\s\\-]+", "[a\\-" SPACES "]+"},
      {"[\\s-]+", "[" SPACES "-]+"},
      {"[\\s\\E-z]+", "[" SPACES "\\-z]+"},
      {"[\\S\\E-z]+", "[^" SPACES "]+"},
      {"[-\\s]+", "[-" SPACES "]+"},
      {"[^\\S\\n]", "(?!\\n)[" SPACES "]"},
      {"[a\\S]+", "[^" SPACES "]+"},
      {"[]\\s]+", "[\\]" SPACES "]+"},
      {"[^]\\s]+", "[^\\]" SPACES "]+"},
      {"[[:alpha:]\\s]+", "[[:alpha:]" SPACES "]+"},
      {"[[:^alpha:]\\S]+", "(?:[[:^alpha:]]|[^" SPACES "])+"},
      {"[[\\s]+", "[\\[" SPACES "]+"},
      {"[[:\\s]+", "[\\[:" SPACES "]+"},
      {"[\\]\\s]+", "[\\]" SPACES "]+"},
      {"[\\\\\\s]+", "[\\\\" SPACES "]+"},
      {"[\\Q\\s]\\E\\s]+", "[\\\\s\\]" SPACES "]+"},
      {"[\\E\\s\\Q\\E]", "[" SPACES "]"},
      {"[\\Q\\E]\\s]+", "[\\]" SPACES "]+"},
      {"[\\Q]\\E\\s]+", "[\\]" SPACES "]+"},
      {"[\\c\\s]+", "[\\x1Cs]+"},
      {"\\c\\s|\\s", "\\x1Cs|[" SPACES "]"},
      {"\\\\s|\\\\\\s", "\\\\s|\\\\[" SPACES "]"},
      {"\\Q\\s\\E|\\s", "\\\\s|[" SPACES "]"},
      {"\\Q[\\s]\\E|\\s", "\\[\\\\s\\]|[" SPACES "]"},
      {"\\Q[\\E\\s\\Qs]\\E|\\s", "\\[[" SPACES "]s\\]|[" SPACES "]"},
      {"\\Q[\\E|\\s]?", "\\[|[" SPACES "]\\]?"},
      {"\\Q[\\E?[\\s]", "\\[?[" SPACES "]"},
      {"\\Q\\\\Es|\\S", "\\\\s|[^" SPACES "]"},
      {"\\[\\s", "\\[[" SPACES "]"},
      {"(?#\\s[)\\s", "[" SPACES "]"},
      {"\\s(?#[\\s])?x|\\s", "[" SPACES "]?x|[" SPACES "]"},
      {"(?x) a # [ \\s \n | \\s # \\S", "a|[" SPACES "]"},
      {"(?xx)[ ]\\s]+", "[\\]" SPACES "]+"},
      {"(?xx)[^ ]\\s]+", "[^\\]" SPACES "]+"},
      {"(?xx)[a \\s]+", "[a" SPACES "]+"},
      {"[ ]\\s", "\\x20[" SPACES "]"},
      {"[^^]\\s", "[^\\^][" SPACES "]"},
      {"[ ]+(?#])[\\s]", "\\x20+[" SPACES "]"},
      {"(?i)[\\sA]+", "[aA" SPACES "]+"},
      {"(?<word>\\S)\\k<word>?", "(?<word>[^" SPACES "])\\k<word>?"},
      {"(?=\\s).", "(?=[" SPACES "])."},
      {"(?<=\\s)\\S", "(?<=[" SPACES "])[^" SPACES "]"},
      {"(?(?=\\s)\\s|x)", "(?(?=[" SPACES "])[" SPACES "]|x)"},
      {"(?(DEFINE)(?<gap>\\s))s(?&gap)", "s[" SPACES "]"},
      {"(?:(\\s)|\\S){2}", "(?:([" SPACES "])|[^" SPACES "]){2}"},
      {"(*MARK:\\s)\\s", "[" SPACES "]"},
      {"\\p{L}\\s|\\x{73}\\s|\\N{U+73}\\S",
       "\\p{L}[" SPACES "]|s[" SPACES "]|s[^" SPACES "]"},
  };
  for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
    check_same(same[i][0], same[i][1]);
  }
}

/* ---- Matches ----------------------------------------------------------- */

static void test_gaps(void **state) {
  (void)state;
  check_split("[a-z]+", false, "|two{ }|words{!}");
  check_split("[a-z]+", true, "|two| |words|!");
  check_split("[a-z]+", true, "| |a|  |b");
  check_split("[a-z]+", true, "|123");
  check_split("[a-z]+", false, "{123}");
  check_split("a", true, "|a|a|bb|a");
  check_split("\\p{Han}", true, "|\xE4\xB8\xAD|a\xCC\x81|\xE6\x96\x87");
}

static void test_empty_matches(void **state) {
  (void)state;
  check_split("a*", false, "{b}|aa{b}|a");
  check_split("a*", true, "|b|aa|b|a");
  check_split("", true, ""); /* the empty pattern never gets here */
  check_split("()", true, "|abc");
  check_split("x?|\xE4\xB8\xAD", false, "{\xE4\xB8\xAD}|x");
  check_split("(?=b)|b", false, "{ab}");
  check_split("$", true, "|ab\n");
  check_split("\\b", true, "|a b");
}

static void test_whole_subject(void **state) {
  (void)state;
  check_split("(?<=a)b|\\w", false, "|a|b|c");
  check_split("(?<!^)x|y", false, "{x}|x|y|x");
  check_split("^a|b", false, "|a{a}|b");
  check_split("\\Aa|b", false, "|a{a}|b");
  check_split("\\Ga|b", false, "|a|a{c}|b|a");
  check_split("a$", false, "{a\n}|a");
  check_split("a$", false, "{a\n}");
  check_split("a\\Z", false, "|a{\n}");
  check_split("a\\Kb", false, "{a}|b{c}");
}

/* What is neither a number nor a letter may go to either. */
static void test_repeated_negations(void **state) {
  (void)state;
  check_split("\\P{N}*\\P{L}", true, "|.|b");
  check_split("\\p{^N}??\\P{L}", false, "|b1|.{a}");
  check_split("\\D+\\P{L}", true, "|a..1|b");
}

/* A match that begins before the search, or ends before it begins. */
static void test_moved_starts(void **state) {
  (void)state;
  check_split("(?(DEFINE)(?<move>ab\\K))(?=(?&move))a", true, "|abc");
  check_split("(?(DEFINE)(?<move>a\\K))(?<=(?&move))b|a", false, "|a|b");
  check_split("(?(DEFINE)(?<move>\\Kab))(?<=(?&move))c|ab", false, "|ab|c");
}

static void test_malformed_text(void **state) {
  (void)state;
  check_split("\\x{1A}|a", false, "|\xFF|a|\xE4|\xB8|a");
  check_split("[^\\s\\p{L}]+|\\p{L}+|\\s", false,
              "|\xC3\xC3|\xC3\xA9|\xF0\x9F\x91|a|\xED\xA0\x80");
  /* A longer text, then shorter ones: the copy must not show through. */
  open_split split = open_pattern("\\x{1A}|b");
  bpeek_span pieces[16];
  const char *const texts[] = {"\xFFzzzzzzzz\xFF", "b\xFF", "bb"};
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(
        split_text(&split, (const uint8_t *)texts[i], strlen(texts[i]), pieces),
        2);
  }
  close_split(&split);
}

/* ---- Errors ------------------------------------------------------------ */

static void test_bad_patterns(void **state) {
  (void)state;
  static const struct {
    const char *pattern;
    size_t offset;
    const char *says;
  } bad[] = {
      {"a(b", 3, "missing closing parenthesis"},
      {"\\s+(?!\\S", 8, "missing closing parenthesis"},
      {"[\\s", 3, "missing terminating ]"},
      {"\\s[z-a]", 5, "range out of order"},
      {"[a-\\s]", 5, "invalid range"},
      {"[\\s-z]", 3, "invalid range"},
      {"\\s*+**", 4, "quantifier does not follow"},
      {"\\p{Nope}", 8, "unknown property"},
      {"a\\C", 3, "\\C is disabled"},
      {"a\xFF", 1, "UTF-8 error"},
      {"\\s(?C1)x", 7, "callout"},
      {"a(?C'text')", 11, "callout"},
      {"(?=a\\K)", 7, "\\K is not allowed"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    bpeek_pattern *pattern = NULL;
    bpeek_error error = {BPEEK_OK, "", 0};
    bpeek_status status = bpeek_pattern_build((const uint8_t *)bad[i].pattern,
                                              strlen(bad[i].pattern), false,
                                              NULL, &pattern, &error);
    if (status != BPEEK_BAD_PATTERN || error.status != status ||
        error.offset != bad[i].offset || pattern != NULL ||
        strstr(error.message, bad[i].says) == NULL) {
      fail_msg("/%s/ fails with %d at %zu: %s", bad[i].pattern, (int)status,
               error.offset, error.message);
    }
  }
}

/* Splits until it fails, and says how many pieces came before. */
static bpeek_status split_until_failure(const open_split *split,
                                        const char *text, size_t *pieces,
                                        bpeek_error *error) {
  size_t count = 1;
  *pieces = 0;
  bpeek_status status = bpeek_split_begin(
      split->splitter, (const uint8_t *)text, strlen(text), error);
  while (status == BPEEK_OK && count > 0) {
    bpeek_span piece;
    status = bpeek_split_next(split->splitter, &piece, 1, &count, error);
    *pieces += status == BPEEK_OK ? count : 0;
  }
  return status;
}

static void test_limits(void **state) {
  (void)state;
  open_split split = open_pattern("b|(a+)+$|c");
  size_t pieces = 0;
  bpeek_error error;
  assert_int_equal(
      split_until_failure(&split, "bb -- aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                          &pieces, &error),
      BPEEK_PATTERN_LIMIT);
  assert_int_equal(pieces, 2);
  assert_int_equal(error.offset, 6);
  assert_non_null(strstr(error.message, "byte 6"));
  /* The splitter is as good as new. */
  assert_int_equal(split_until_failure(&split, "bcb", &pieces, &error),
                   BPEEK_OK);
  assert_int_equal(pieces, 3);
  close_split(&split);
}

/* One long piece that remembers a step for each character, and one
 * that remembers too many. */
static void test_deep_matches(void **state) {
  (void)state;
  enum { LENGTH = 4000000 };
  char *text = malloc(LENGTH + 1);
  assert_non_null(text);
  memset(text, 'a', LENGTH);
  text[LENGTH] = '\0';
  open_split split = open_pattern("(?:a|b)+");
  size_t pieces = 0;
  bpeek_error error;
  assert_int_equal(
      split_until_failure(&split, text + LENGTH - 250000, &pieces, &error),
      BPEEK_OK);
  assert_int_equal(pieces, 1);
  assert_int_equal(split_until_failure(&split, text, &pieces, &error),
                   BPEEK_PATTERN_LIMIT);
  assert_int_equal(error.offset, 0);
  close_split(&split);
  free(text);
}

/* ---- Memory ------------------------------------------------------------ */

static bpeek_status split_by_regex(bpeek_allocator *allocator) {
  /* Groups enough that a match needs more memory than PCRE2 begins with. */
  static const char regex[] = "(?:(a)|(b)|[^\\S\\n]|(c)(d)(e)(f)(g)(h))+|\\S";
  static const char text[] =
      "abababababababababababababababababababababababababababababababababababab"
      "abababababababababababababababababababababababababababababababababababab"
      "abababababababababababababababababababababababababababababababababababab"
      "\xFF malformed";
  bpeek_pattern *pattern = NULL;
  bpeek_splitter *splitter = NULL;
  bpeek_span pieces[32];
  size_t count = 0;
  bpeek_error error;
  bpeek_status status =
      bpeek_pattern_build((const uint8_t *)regex, sizeof regex - 1, true,
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
    assert_true(status != BPEEK_OK || count == 12);
  }
  bpeek_splitter_free(splitter);
  bpeek_pattern_free(pattern);
  return status;
}

static void test_failing_allocations(void **state) {
  (void)state;
  survives_every_allocation(split_by_regex);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_space_is_white_space),
      cmocka_unit_test(test_space_anywhere),
      cmocka_unit_test(test_gaps),
      cmocka_unit_test(test_empty_matches),
      cmocka_unit_test(test_whole_subject),
      cmocka_unit_test(test_repeated_negations),
      cmocka_unit_test(test_moved_starts),
      cmocka_unit_test(test_malformed_text),
      cmocka_unit_test(test_bad_patterns),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_deep_matches),
      cmocka_unit_test(test_failing_allocations),
  };
  return cmocka_run_group_tests_name("split by PCRE2", tests, NULL, NULL);
}
