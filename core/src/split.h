/*
 * Text to pieces: the interface, and which scanner serves a pattern.
 *
 * A scanner made by hand serves the patterns of gpt2, cl100k, o200k and llama3
 * (their scalar form is the reference for the one by masks); PCRE2 serves every
 * other. All give the pieces that PCRE2's matches would be.
 */
#ifndef BPEEK_SPLIT_H
#define BPEEK_SPLIT_H

#include "bpeek.h"

typedef struct bpeek_span {
  uint32_t begin, end; /* bytes begin..end-1 */
} bpeek_span;

/* A compiled split pattern: immutable, owned by the model. */
typedef struct bpeek_pattern bpeek_pattern;

/* What a split needs besides: PCRE2's match data and stack, owned by the
 * encoder. Made for one pattern. */
typedef struct bpeek_splitter bpeek_splitter;

/* pattern_length 0: the whole text is one piece. The text of the pattern is
 * copied. Where it holds NULs, they part patterns, each of which splits every
 * piece of the one before as a text of its own. */
bpeek_status bpeek_pattern_build(const uint8_t *pattern, size_t pattern_length,
                                 bool keep_unmatched,
                                 const bpeek_allocator *allocator,
                                 bpeek_pattern **out, bpeek_error *error);
void bpeek_pattern_free(bpeek_pattern *pattern);

/* Borrowed; what bpeek_pattern_build got. */
const uint8_t *bpeek_pattern_text(const bpeek_pattern *pattern, size_t *length,
                                  bool *keep_unmatched);

/* Whether bpeek_split_safe_cut ever finds one: whether a scanner of our own
 * serves the pattern. */
bool bpeek_pattern_streams(const bpeek_pattern *pattern);

bpeek_status bpeek_splitter_new(const bpeek_pattern *pattern,
                                const bpeek_allocator *allocator,
                                bpeek_splitter **out, bpeek_error *error);
void bpeek_splitter_free(bpeek_splitter *splitter);

/* Sets the subject: the next pieces come from these bytes, which must stay
 * where they are until the last of them has been taken. */
bpeek_status bpeek_split_begin(bpeek_splitter *splitter, const uint8_t *text,
                               size_t length, bpeek_error *error);

/*
 * Writes the next pieces, at most `capacity` (at least 1), and says in *count
 * how many; 0 means the text is at its end. Pieces are not empty, in order,
 * and do not overlap; between them lies text that belongs to no piece.
 * Error: BPEEK_PATTERN_LIMIT, the offset is where the match began.
 */
bpeek_status bpeek_split_next(bpeek_splitter *splitter, bpeek_span *pieces,
                              size_t capacity, size_t *count,
                              bpeek_error *error);

/*
 * The greatest offset, at most `limit`, at which `text` can be cut in two with
 * each part split on its own and no piece changed, whatever came before or may
 * follow; 0 if there is none. Known scanners have such places after a letter
 * and before no letter, mark or apostrophe; after a number and before no
 * number; after punctuation or a mark and before white space other than CR and
 * LF. No alternative of theirs goes on there, and none looks further ahead. The
 * characters on both sides must be well-formed.
 */
size_t bpeek_split_safe_cut(const bpeek_pattern *pattern, const uint8_t *text,
                            size_t length, size_t limit);

#endif
