/* Training, first: a text's pieces, each different one once. */
#ifndef BPEEK_TRAIN_WORDS_H
#define BPEEK_TRAIN_WORDS_H

#include "split.h"

/* A piece of the text, where it is first, and how often it occurs. */
typedef struct bpeek_word {
  uint32_t begin, length, count;
  uint32_t hash;
} bpeek_word;

/* In order of first appearance: what comes first in one of them comes first in
 * the text. */
typedef struct bpeek_words {
  bpeek_allocator allocator;
  bpeek_word *words;
  size_t count, capacity;
  uint32_t *slots; /* by hash: index + 1, or 0 if empty */
  size_t slot_count;
  uint64_t distinct_bytes; /* the lengths of `words` */
  uint64_t text_bytes;     /* the lengths of all pieces */
} bpeek_words;

/* Splits the text and counts its pieces. After an error there is nothing to
 * free. */
bpeek_status bpeek_words_collect(const uint8_t *text, size_t length,
                                 const bpeek_pattern *pattern,
                                 const bpeek_allocator *allocator,
                                 bpeek_words *words, bpeek_error *error);

void bpeek_words_free(bpeek_words *words);

#endif
