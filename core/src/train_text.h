/*
 * Training: the text as the tokens that it has now.
 *
 * The words lie one after the other, each byte at a position of its own. A
 * token's id stands at its first and at its last position, so that the
 * neighbours of a token are found from its length alone:
 *
 *   position   0   1   2   3   4   5   6   7   8   9
 *   word           t   h   e   r   e       i   t
 *   tokens    (-) 300 (-) 300 258 258 (-) 105 116 (-)
 *
 * where 300 is `the`, 258 is `re`, and (-) is BPEEK_GAP. Where the right part
 * of a token began a gap is left, unless it was one byte: so no position where
 * a token was once is taken for one where it is.
 */
#ifndef BPEEK_TRAIN_TEXT_H
#define BPEEK_TRAIN_TEXT_H

#include "train_words.h"

/* Instead of a token: here a word ends, or a longer token has its inside. */
#define BPEEK_GAP UINT32_MAX

/* Of 64 positions: which of them are first in a word, and how many words begin
 * before them. */
typedef struct bpeek_word_starts {
  uint64_t begins;
  uint32_t words_before;
} bpeek_word_starts;

typedef struct bpeek_train_text {
  bpeek_allocator allocator;
  uint32_t *tokens;
  uint32_t positions;
  uint32_t pairs_left; /* positions where a pair of tokens begins */
  uint32_t *lengths;   /* of the tokens, by id */
  uint32_t id_limit;   /* room in `lengths` */
  uint32_t *word_counts;
  uint32_t word_count;
  bpeek_word_starts *word_starts;
} bpeek_train_text;

/* The bytes of the words as tokens, and room for ids below `id_limit`. After
 * an error it is to be freed too. */
bpeek_status bpeek_train_text_build(const uint8_t *text,
                                    const bpeek_words *words, uint32_t id_limit,
                                    bpeek_train_text *out, bpeek_error *error);

void bpeek_train_text_free(bpeek_train_text *text);

/* How often the word occurs that this position is in. */
static inline uint32_t bpeek_occurrences_at(const bpeek_train_text *text,
                                            uint32_t position) {
  if (text->word_count == 1) {
    return text->word_counts[0];
  }
  const bpeek_word_starts *starts = &text->word_starts[position / 64];
  const uint64_t up_to = UINT64_MAX >> (63 - position % 64);
  const unsigned begun = (unsigned)__builtin_popcountll(starts->begins & up_to);
  return text->word_counts[starts->words_before + begun - 1];
}

/* Whether `left` begins at this position and `right` follows. */
static inline bool bpeek_pair_is_at(const bpeek_train_text *text, uint32_t left,
                                    uint32_t right, uint32_t position) {
  return text->tokens[position] == left &&
         text->tokens[position + text->lengths[left]] == right;
}

/* Makes one token of the `left` at this position and the `right` after it. */
static inline void bpeek_join_at(bpeek_train_text *text, uint32_t left,
                                 uint32_t right, uint32_t joined,
                                 uint32_t position) {
  const uint32_t middle = position + text->lengths[left];
  text->tokens[middle] = BPEEK_GAP;
  text->tokens[middle + text->lengths[right] - 1] = joined;
  text->tokens[position] = joined;
  text->pairs_left--;
}

/* The first position from `position` on, where a token or a word's end is, at
 * which a pair begins; `positions` if there is none. */
uint32_t bpeek_next_pair(const bpeek_train_text *text, uint32_t position);

#endif
