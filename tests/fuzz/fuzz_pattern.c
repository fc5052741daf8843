/*
 * Any pattern without a scanner, on any text: pieces are the very ones that a
 * plain loop over PCRE2's matches gives, as long as the text has no U+180E,
 * about which PCRE2's `\s` is wrong.
 *
 * The input is a pattern, a NUL byte and a text.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>
#include <string.h>

#include "../core/split_support.h"

#include "unicode.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 4096 };

/* The pieces by the plain loop; false if PCRE2 gives up or the text does not
 * suit. */
static bool match_plainly(const pcre2_code *code, const uint8_t *text,
                          size_t length, bpeek_span *pieces, size_t *count) {
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  pcre2_match_context *limits = pcre2_match_context_create(NULL);
  assert_non_null(data);
  assert_non_null(limits);
  (void)pcre2_set_match_limit(limits, 10000);
  (void)pcre2_set_heap_limit(limits, 1024);
  int found = 1;
  size_t at = 0;
  *count = 0;
  while (at < length && found >= 0) {
    found = pcre2_match(code, text, length, at, 0, data, limits);
    if (found >= 0) {
      const PCRE2_SIZE *bounds = pcre2_get_ovector_pointer(data);
      size_t begin = bounds[0] < at ? at : bounds[0];
      size_t end = bounds[1] < at ? at : bounds[1];
      if (begin < end) {
        pieces[(*count)++] = (bpeek_span){(uint32_t)begin, (uint32_t)end};
        at = end;
      } else {
        at = end < length ? end + bpeek_utf8_step(text, length, end) : end;
      }
    }
  }
  pcre2_match_context_free(limits);
  pcre2_match_data_free(data);
  return found >= 0 || found == PCRE2_ERROR_NOMATCH;
}

static bool has_vowel_separator(const uint8_t *text, size_t length) {
  for (size_t i = 0; i + 3 <= length; i++) {
    if (memcmp(text + i, "\xE1\xA0\x8E", 3) == 0) {
      return true;
    }
  }
  return false;
}

static void check_pieces(const open_split *split, const uint8_t *pattern,
                         size_t pattern_length, const uint8_t *text,
                         size_t length) {
  static bpeek_span plain[LONGEST];
  static bpeek_span pieces[LONGEST + 1];
  int failure = 0;
  PCRE2_SIZE offset = 0;
  size_t expected = 0;
  pcre2_code *code =
      pcre2_compile(pattern, pattern_length,
                    PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY |
                        PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_POSSESS,
                    &failure, &offset, NULL);
  if (code == NULL) {
    fail_with_text("only PCRE2 refuses the pattern", pattern, pattern_length);
  }
  if (!bpeek_pattern_streams(split->pattern) &&
      !has_vowel_separator(text, length) &&
      bpeek_utf8_valid_length(text, length) == length &&
      match_plainly(code, text, length, plain, &expected)) {
    size_t count = split_text(split, text, length, pieces);
    if (count != expected ||
        memcmp(pieces, plain, count * sizeof *pieces) != 0) {
      fail_with_text("the pieces are not PCRE2's matches", pattern,
                     pattern_length);
    }
  }
  pcre2_code_free(code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const uint8_t *end = size == 0 ? NULL : memchr(data, 0, size);
  if (end == NULL || end == data || size > LONGEST) {
    return 0;
  }
  size_t pattern_length = (size_t)(end - data);
  open_split split = {NULL, NULL};
  bpeek_error error;
  bpeek_status status = bpeek_pattern_build(data, pattern_length, false, NULL,
                                            &split.pattern, &error);
  if (status == BPEEK_BAD_PATTERN) {
    assert_true(error.offset <= pattern_length);
    return 0;
  }
  assert_int_equal(status, BPEEK_OK);
  assert_int_equal(
      bpeek_splitter_new(split.pattern, NULL, &split.splitter, &error),
      BPEEK_OK);
  check_pieces(&split, data, pattern_length, end + 1,
               size - pattern_length - 1);
  close_split(&split);
  return 0;
}
