/*
 * Split patterns that have no scanner of their own: PCRE2 finds the pieces.
 *
 * White space: `\s` and `\S` mean Unicode's White_Space, as they do to the
 * engines that tokenizers are defined with. PCRE2's own `\s` also has U+180E.
 */
#ifndef BPEEK_SPLIT_PCRE2_H
#define BPEEK_SPLIT_PCRE2_H

#include "split.h"

/* A compiled pattern: immutable. */
typedef struct bpeek_regex bpeek_regex;

/* Match data and the like, for one thread. */
typedef struct bpeek_matcher bpeek_matcher;

/* Errors: BPEEK_BAD_PATTERN (offset in `pattern`), BPEEK_NO_MEMORY. */
bpeek_status bpeek_regex_compile(const uint8_t *pattern, size_t length,
                                 const bpeek_allocator *allocator,
                                 bpeek_regex **out, bpeek_error *error);
void bpeek_regex_free(bpeek_regex *regex);

/* The regex must outlive the matcher. */
bpeek_status bpeek_matcher_new(const bpeek_regex *regex,
                               const bpeek_allocator *allocator,
                               bpeek_matcher **out, bpeek_error *error);
void bpeek_matcher_free(bpeek_matcher *matcher);

/* Sets the subject. To PCRE2 a byte that is not well-formed UTF-8 is U+001A. */
bpeek_status bpeek_matcher_begin(bpeek_matcher *matcher, const uint8_t *text,
                                 size_t length, bpeek_error *error);

/*
 * The next match that is not empty; *found false: there is none. Matches are
 * in order and do not overlap. After an empty match the search goes on one
 * character further, as in Rust's engine.
 * Errors: BPEEK_PATTERN_LIMIT (offset: where the match began),
 * BPEEK_NO_MEMORY.
 */
bpeek_status bpeek_matcher_next(bpeek_matcher *matcher, bpeek_span *match,
                                bool *found, bpeek_error *error);

#endif
