#include "split_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unicode.h"

/* ---- Splitting --------------------------------------------------------- */

open_split open_pattern_keeping(const char *pattern, bool keep_unmatched) {
  open_split split = {NULL, NULL};
  bpeek_error error;
  if (bpeek_pattern_build((const uint8_t *)pattern, strlen(pattern),
                          keep_unmatched, NULL, &split.pattern,
                          &error) != BPEEK_OK ||
      bpeek_splitter_new(split.pattern, NULL, &split.splitter, &error) !=
          BPEEK_OK) {
    fail_msg("%s\n%s", pattern, error.message);
  }
  return split;
}

open_split open_pattern(const char *pattern) {
  return open_pattern_keeping(pattern, false);
}

void close_split(open_split *split) {
  bpeek_splitter_free(split->splitter);
  bpeek_pattern_free(split->pattern);
}

size_t split_text(const open_split *split, const uint8_t *text, size_t length,
                  bpeek_span *pieces) {
  bpeek_error error;
  size_t total = 0;
  size_t count = 1;
  bpeek_status status =
      bpeek_split_begin(split->splitter, text, length, &error);
  while (status == BPEEK_OK && count > 0) {
    bpeek_span one_more;
    bpeek_span *room = total < length ? pieces + total : &one_more;
    size_t capacity = total < length ? length - total : 1;
    status = bpeek_split_next(split->splitter, room, capacity, &count, &error);
    total += count;
    if (status == BPEEK_OK && total > length) {
      fail_with_text("more pieces than bytes", text, length);
    }
  }
  if (status != BPEEK_OK) {
    fail_with_text(error.message, text, length);
  }
  return total;
}

/* ---- The known patterns ------------------------------------------------ */

const char *const known_patterns[KNOWN_PATTERNS] = {
    "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|"
    "\\s++$|\\s+(?!\\S)|\\s",
    "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+|"
    " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
    "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
    "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    "\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|"
    "\\s+(?!\\S)|\\s+",
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
    " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}|"
    " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
    "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
    "\\s+(?!\\S)|\\s+",
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
    "\\s+(?!\\S)|\\s+",
};

void open_pairs(split_pair pairs[KNOWN_PATTERNS]) {
  for (size_t i = 0; i < KNOWN_PATTERNS; i++) {
    /* In a group the pattern is the same, but not known. */
    char grouped[1024];
    (void)snprintf(grouped, sizeof grouped, "(?:%s)", known_patterns[i]);
    pairs[i].scanner = open_pattern(known_patterns[i]);
    pairs[i].oracle = open_pattern(grouped);
    assert_true(bpeek_pattern_streams(pairs[i].scanner.pattern));
    assert_false(bpeek_pattern_streams(pairs[i].oracle.pattern));
  }
}

void close_pairs(split_pair pairs[KNOWN_PATTERNS]) {
  for (size_t i = 0; i < KNOWN_PATTERNS; i++) {
    close_split(&pairs[i].scanner);
    close_split(&pairs[i].oracle);
  }
}

static void print_pieces(const char *whose, const bpeek_span *pieces,
                         size_t count) {
  print_error("%s:", whose);
  for (size_t i = 0; i < count; i++) {
    print_error(" %u-%u", pieces[i].begin, pieces[i].end);
  }
  print_error("\n");
}

void compare_pair(const split_pair *pair, const uint8_t *text, size_t length) {
  enum { ON_STACK = 256 };
  bpeek_span stack[2 * ON_STACK];
  bpeek_span *mine =
      length <= ON_STACK ? stack : malloc(2 * length * sizeof *mine);
  assert_non_null(mine);
  bpeek_span *theirs = mine + length;
  size_t my_count = split_text(&pair->scanner, text, length, mine);
  size_t their_count = split_text(&pair->oracle, text, length, theirs);
  if (my_count != their_count ||
      memcmp(mine, theirs, my_count * sizeof *mine) != 0) {
    size_t pattern_length = 0;
    bool keep = false;
    const uint8_t *pattern =
        bpeek_pattern_text(pair->scanner.pattern, &pattern_length, &keep);
    print_error("pattern: %.*s\n", (int)pattern_length, (const char *)pattern);
    print_pieces("scanner", mine, my_count);
    print_pieces("PCRE2", theirs, their_count);
    fail_with_text("the scanner and PCRE2 differ", text, length);
  }
  if (mine != stack) {
    free(mine);
  }
}

/* ---- Texts ------------------------------------------------------------- */

size_t put_utf8(uint8_t *out, uint32_t code_point) {
  static const uint8_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  size_t length = code_point < 0x80      ? 1
                  : code_point < 0x800   ? 2
                  : code_point < 0x10000 ? 3
                                         : 4;
  for (size_t i = length - 1; i > 0; i--) {
    out[i] = (uint8_t)(0x80 | (code_point & 0x3F));
    code_point >>= 6;
  }
  out[0] = (uint8_t)(leads[length] | code_point);
  return length;
}

void for_all_texts(const char *const *characters, size_t count, size_t longest,
                   void (*check)(const void *context, const uint8_t *text,
                                 size_t length),
                   const void *context) {
  size_t digits[8] = {0};
  assert_true(longest <= sizeof digits / sizeof digits[0]);
  for (size_t size = 1; size <= longest; size++) {
    size_t position = 0;
    while (position < size) {
      uint8_t text[32];
      size_t length = 0;
      for (size_t i = 0; i < size; i++) {
        for (const char *at = characters[digits[i]]; *at != '\0'; at++) {
          text[length++] = (uint8_t)*at;
        }
      }
      check(context, text, length);
      for (position = 0; position < size; position++) {
        if (++digits[position] < count) {
          break;
        }
        digits[position] = 0;
      }
    }
  }
}

static size_t class_index(uint8_t class_bits) {
  size_t index = 0;
  while (class_bits != 0) {
    class_bits >>= 1;
    index++;
  }
  return index;
}

code_point_pool open_pool(void) {
  enum { CODE_POINTS = 0x110000 };
  code_point_pool pool = {{NULL}, {0}};
  uint8_t *text = malloc((size_t)4 * CODE_POINTS);
  bpeek_span *pieces = malloc((size_t)4 * CODE_POINTS * sizeof *pieces);
  assert_non_null(text);
  assert_non_null(pieces);
  size_t length = 0;
  for (uint32_t c = 0; c < CODE_POINTS; c++) {
    length += c >= 0xD800 && c < 0xE000 ? 0 : put_utf8(text + length, c);
  }
  open_split assigned = open_pattern("\\P{Cn}");
  size_t count = split_text(&assigned, text, length, pieces);
  for (size_t i = 0; i < CLASS_COUNT; i++) {
    pool.of_class[i] = malloc(count * sizeof(uint32_t));
    assert_non_null(pool.of_class[i]);
  }
  for (size_t i = 0; i < count; i++) {
    bpeek_char character = bpeek_char_at(text, length, pieces[i].begin);
    size_t index = class_index(character.class_bits);
    pool.of_class[index][pool.count[index]++] = character.code_point;
  }
  close_split(&assigned);
  free(pieces);
  free(text);
  return pool;
}

void close_pool(code_point_pool *pool) {
  for (size_t i = 0; i < CLASS_COUNT; i++) {
    free(pool->of_class[i]);
  }
}

static const char *const snippets[] = {
    "'s",
    "'S",
    "'\xC5\xBF",
    "'t",
    "'RE",
    "'ve",
    "'vE",
    "'m",
    "'lL",
    "'d",
    "'",
    "''",
    "'l",
    "'r",
    "'v",
    "'\xE2\x84\xAA", /* the Kelvin sign */
    " ",
    "  ",
    "\t",
    "\r\n",
    "\n",
    "\r",
    "\n\n",
    " \n",
    "\n ",
    "\xC2\x85",
    "\xE2\x80\xA8",
    "\xE3\x80\x80",
    "\xC2\xA0",
    "\xE1\xA0\x8E",
    "\xEF\xBB\xBF",
    "\x1C",
    "\x1F",
    "/",
    "//",
    "/\n",
    "!",
    "!\n",
    "...",
    "a",
    "the",
    "The",
    "THE",
    "tHe",
    "A",
    "\xC7\x85" /* titlecase */,
    "\xCA\xB0" /* modifier */,
    "\xED\x95\x9C",
    "\xE4\xB8\xAD\xE6\x96\x87",
    "\xCC\x81",
    "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7\xE0\xA4\xBF",
    "1",
    "12",
    "1234567",
    "\xD9\xA3",
    "\xE2\x85\xA7",
    "\xC2\xBD",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
    "\xEF\xB8\x8F",
    "<|endoftext|>",
    "<|",

    "\xFF",
    "\xC3",
    "\xE4\xB8",
    "\xF0\x9F\x91",
    "\xED\xA0\x80",
    "\xC0\x80",
    "\xF4\x90\x80\x80",
    "\x80",
};

static size_t put_run(random_source *source, const code_point_pool *pool,
                      uint8_t *text) {
  size_t length = 0;
  size_t index = random_below(source, CLASS_COUNT);
  for (uint32_t left = 1 + random_below(source, 4); left > 0; left--) {
    /* The first of a class are ASCII or nearly so. */
    uint32_t among = (uint32_t)pool->count[index];
    if (random_below(source, 2) == 0 && among > 64) {
      among = 64;
    }
    length += put_utf8(text + length,
                       pool->of_class[index][random_below(source, among)]);
  }
  return length;
}

size_t hostile_text(random_source *source, const code_point_pool *pool,
                    uint8_t *text, size_t length) {
  size_t filled = 0;
  for (;;) {
    uint8_t next[32];
    size_t next_length = 0;
    if (random_below(source, 2) == 0) {
      next_length = put_run(source, pool, next);
    } else {
      const char *snippet = snippets[random_below(
          source, (uint32_t)(sizeof snippets / sizeof snippets[0]))];
      next_length = strlen(snippet);
      memcpy(next, snippet, next_length);
    }
    if (next_length > length - filled) {
      return filled;
    }
    memcpy(text + filled, next, next_length);
    filled += next_length;
  }
}
