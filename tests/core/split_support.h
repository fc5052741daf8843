/* What the tests and fuzzers of splitting share: the known patterns, PCRE2 as
 * their oracle, and texts made to hurt. */
#ifndef BPEEK_TEST_SPLIT_SUPPORT_H
#define BPEEK_TEST_SPLIT_SUPPORT_H

#include "support.h"

#include "split.h"

/* ---- Splitting --------------------------------------------------------- */

typedef struct open_split {
  bpeek_pattern *pattern;
  bpeek_splitter *splitter;
} open_split;

/* Both fail the test if the pattern does not compile. */
open_split open_pattern(const char *pattern);
open_split open_pattern_keeping(const char *pattern, bool keep_unmatched);
void close_split(open_split *split);

/* All pieces, of which there must not be more than the text has bytes; fails
 * the test on an error. */
size_t split_text(const open_split *split, const uint8_t *text, size_t length,
                  bpeek_span *pieces);

/* ---- The known patterns ------------------------------------------------ */

/* Every spelling that a scanner serves; the first four are one for each. */
enum { KNOWN_PATTERNS = 7, KNOWN_SCANNERS = 4 };
extern const char *const known_patterns[KNOWN_PATTERNS];

/* Each known pattern twice: served by its scanner, and by PCRE2. */
typedef struct split_pair {
  open_split scanner, oracle;
} split_pair;

void open_pairs(split_pair pairs[KNOWN_PATTERNS]);
void close_pairs(split_pair pairs[KNOWN_PATTERNS]);

/* Fails the test with the text unless both give the same pieces. */
void compare_pair(const split_pair *pair, const uint8_t *text, size_t length);

/* ---- Texts ------------------------------------------------------------- */

/* Writes the UTF-8 of a code point, says how many bytes. */
size_t put_utf8(uint8_t *out, uint32_t code_point);

/* Calls `check` with every text of 1 to `longest` of these characters. */
void for_all_texts(const char *const *characters, size_t count, size_t longest,
                   void (*check)(const void *context, const uint8_t *text,
                                 size_t length),
                   const void *context);

/*
 * The code points that PCRE2's Unicode has too, by class: PCRE2 10.42 carries
 * version 14, where some letters of version 16 are still unassigned.
 */
enum { CLASS_COUNT = 7 };
typedef struct code_point_pool {
  uint32_t *of_class[CLASS_COUNT];
  size_t count[CLASS_COUNT];
} code_point_pool;

code_point_pool open_pool(void);
void close_pool(code_point_pool *pool);

/* At most `length` bytes of text that tries every class, contraction, kind of
 * newline, emoji sequence and malformed byte beside every other. */
size_t hostile_text(random_source *source, const code_point_pool *pool,
                    uint8_t *text, size_t length);

#endif
