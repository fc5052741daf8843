/* Several split patterns, one after the other: each splits every piece of the
 * one before as if it were the whole text. */
#include <stdlib.h>
#include <string.h>

#include "split_support.h"

enum { LONGEST = 256 };

/* The pieces by definition: those of the first pattern, each split on its own
 * by the next.
 * NOLINTNEXTLINE(misc-no-recursion): as deep as there are patterns */
static size_t split_naively(const open_split *stages, unsigned count,
                            const uint8_t *text, size_t length, uint32_t base,
                            bpeek_span *pieces) {
  if (count == 0) {
    pieces[0] = (bpeek_span){base, base + (uint32_t)length};
    return 1;
  }
  bpeek_span own[LONGEST + 1];
  size_t own_count = split_text(&stages[0], text, length, own);
  size_t total = 0;
  for (size_t i = 0; i < own_count; i++) {
    total += split_naively(stages + 1, count - 1, text + own[i].begin,
                           own[i].end - own[i].begin, base + own[i].begin,
                           pieces + total);
  }
  return total;
}

static open_split open_joined(const char *const *patterns, unsigned count,
                              bool keep_unmatched) {
  uint8_t joined[2048];
  size_t length = 0;
  for (unsigned i = 0; i < count; i++) {
    memcpy(joined + length, patterns[i], strlen(patterns[i]) + 1);
    length += strlen(patterns[i]) + 1;
  }
  open_split split = {NULL, NULL};
  bpeek_error error = {0};
  if (bpeek_pattern_build(joined, length - 1, keep_unmatched, NULL,
                          &split.pattern, &error) != BPEEK_OK ||
      bpeek_splitter_new(split.pattern, NULL, &split.splitter, &error) !=
          BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  return split;
}

static void compare(const char *const *patterns, unsigned count,
                    bool keep_unmatched, const code_point_pool *pool) {
  open_split stages[4];
  for (unsigned i = 0; i < count; i++) {
    stages[i] = open_pattern_keeping(patterns[i], keep_unmatched);
  }
  open_split joined = open_joined(patterns, count, keep_unmatched);
  assert_false(bpeek_pattern_streams(joined.pattern));
  random_source source = {count};
  for (unsigned trial = 0; trial < 2000; trial++) {
    uint8_t text[LONGEST];
    size_t length =
        hostile_text(&source, pool, text, random_below(&source, LONGEST));
    bpeek_span expected[LONGEST + 1];
    bpeek_span pieces[LONGEST + 1];
    size_t expected_count =
        length == 0 ? 0
                    : split_naively(stages, count, text, length, 0, expected);
    size_t found = split_text(&joined, text, length, pieces);
    if (found != expected_count ||
        memcmp(pieces, expected, found * sizeof *pieces) != 0) {
      fail_with_text("other pieces than one pattern after the other gives",
                     text, length);
    }
  }
  close_split(&joined);
  for (unsigned i = 0; i < count; i++) {
    close_split(&stages[i]);
  }
}

static void split_one_after_the_other(void **state) {
  (void)state;
  code_point_pool pool = open_pool();
  /* StarCoder: each digit alone, then GPT-2's pattern, which has a scanner. */
  const char *const digits[] = {"\\p{N}", known_patterns[2]};
  compare(digits, 2, true, &pool);
  const char *const three[] = {"\\p{N}{1,3}", "\\p{Han}+", known_patterns[3]};
  compare(three, 3, true, &pool);
  const char *const words[] = {"\\S+", "\\p{L}+|\\p{N}+"};
  compare(words, 2, false, &pool);
  const char *const scanner_first[] = {known_patterns[0], "[aeiou]"};
  compare(scanner_first, 2, true, &pool);
  close_pool(&pool);
}

static void the_end_of_a_piece_is_the_end_of_a_text(void **state) {
  (void)state;
  /* `\s+(?!\S)` takes both spaces, since no digit follows within the piece. */
  const char *const patterns[] = {"\\p{N}", "\\s+(?!\\S)|\\s|\\S+"};
  open_split split = open_joined(patterns, 2, true);
  bpeek_span pieces[8];
  assert_int_equal(split_text(&split, (const uint8_t *)"a  1", 4, pieces), 3);
  assert_int_equal(pieces[1].begin, 1);
  assert_int_equal(pieces[1].end, 3);
  close_split(&split);
}

static void refuse(const char *pattern, size_t length, size_t offset,
                   const char *part) {
  bpeek_pattern *built = NULL;
  bpeek_error error = {0};
  assert_int_equal(bpeek_pattern_build((const uint8_t *)pattern, length, true,
                                       NULL, &built, &error),
                   BPEEK_BAD_PATTERN);
  assert_null(built);
  assert_int_equal(error.offset, offset);
  assert_non_null(strstr(error.message, part));
}

static void refuses_bad_ones(void **state) {
  (void)state;
  refuse("\\d\0(", 4, 4, "missing closing parenthesis");
  refuse("a\0a\0a\0a\0a\0a\0a\0a\0a", 17, 16, "follow each other");
}

static bpeek_status split_in_stages(bpeek_allocator *allocator) {
  bpeek_pattern *pattern = NULL;
  bpeek_splitter *splitter = NULL;
  bpeek_span pieces[8];
  size_t count = 0;
  bpeek_status status = bpeek_pattern_build((const uint8_t *)"\\d\0[a-z]", 8,
                                            true, allocator, &pattern, NULL);
  if (status == BPEEK_OK) {
    status = bpeek_splitter_new(pattern, allocator, &splitter, NULL);
  }
  if (status == BPEEK_OK) {
    status = bpeek_split_begin(splitter, (const uint8_t *)"a1b\xFF", 4, NULL);
  }
  while (status == BPEEK_OK) {
    status = bpeek_split_next(splitter, pieces, 8, &count, NULL);
    if (count == 0) {
      break;
    }
  }
  bpeek_splitter_free(splitter);
  bpeek_pattern_free(pattern);
  return status;
}

static void survives_without_memory(void **state) {
  (void)state;
  survives_every_allocation(split_in_stages);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(split_one_after_the_other),
      cmocka_unit_test(the_end_of_a_piece_is_the_end_of_a_text),
      cmocka_unit_test(refuses_bad_ones),
      cmocka_unit_test(survives_without_memory),
  };
  return cmocka_run_group_tests_name("split in stages", tests, NULL, NULL);
}
