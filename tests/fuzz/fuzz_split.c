/* Any bytes: every scanner gives the pieces that PCRE2 gives, and a safe cut
 * changes none of them. */
#include <stdlib.h>
#include <string.h>

#include "../core/split_support.h"

#include "unicode.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 4096 };

static split_pair pairs[KNOWN_PATTERNS];
static open_split unassigned;

/* Characters that have a class only since PCRE2's version of Unicode. */
static bool has_new_characters(const uint8_t *text, size_t length) {
  static bpeek_span pieces[LONGEST];
  size_t count = split_text(&unassigned, text, length, pieces);
  for (size_t i = 0; i < count; i++) {
    if (bpeek_char_at(text, length, pieces[i].begin).class_bits != 0) {
      return true;
    }
  }
  return false;
}

static void check_cut(const open_split *split, const uint8_t *text,
                      size_t length, size_t limit) {
  static bpeek_span whole[LONGEST];
  static bpeek_span part[LONGEST];
  size_t cut = bpeek_split_safe_cut(split->pattern, text, length, limit);
  if (cut == 0) {
    return;
  }
  size_t count = split_text(split, text, length, whole);
  size_t first = split_text(split, text, cut, part);
  if (first > count || memcmp(whole, part, first * sizeof *part) != 0) {
    fail_with_text("a safe cut changes what is before it", text, length);
  }
  size_t second = split_text(split, text + cut, length - cut, part);
  if (first + second != count ||
      (second > 0 && whole[first].begin != part[0].begin + cut) ||
      (second > 0 && whole[first].end != part[0].end + cut)) {
    fail_with_text("a safe cut changes what is behind it", text, length);
  }
}

static void check_text(const uint8_t *text, size_t length, size_t limit) {
  if (has_new_characters(text, length)) {
    return;
  }
  for (size_t i = 0; i < KNOWN_PATTERNS; i++) {
    compare_pair(&pairs[i], text, length);
    check_cut(&pairs[i].scanner, text, length, limit);
  }
}

/* A character of every kind for each half of a byte: what the fuzzer does not
 * find by changing bits. */
static size_t spell(const uint8_t *data, size_t size, uint8_t *text) {
  static const char *const characters[16] = {
      "a", "s",        "A",    "\xE4\xB8\xAD", "\xCC\x81", "1",
      " ", "\n",       "\r\n", "\t",           "!",        "'",
      "/", "\xC5\xBF", "l",    "\xFF",
  };
  size_t length = 0;
  for (size_t i = 0; i < 2 * size && length < LONGEST - 4; i++) {
    const char *at = characters[data[i / 2] >> (i % 2 * 4) & 15];
    for (; *at != '\0'; at++) {
      text[length++] = (uint8_t)*at;
    }
  }
  return length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint8_t spelled[LONGEST];
  if (unassigned.pattern == NULL) {
    open_pairs(pairs);
    unassigned = open_pattern("\\p{Cn}");
  }
  if (size == 0 || size > LONGEST) {
    return 0;
  }
  size_t limit = size * data[0] / 255;
  check_text(data, size, limit);
  check_text(spelled, spell(data, size, spelled), limit);
  return 0;
}
