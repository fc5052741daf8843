/* Training: one merge, everywhere in the text. */
#ifndef BPEEK_TRAIN_MERGE_H
#define BPEEK_TRAIN_MERGE_H

#include "train_pairs.h"

/* The pair is too rare to be kept. */
#define BPEEK_UNKEPT UINT32_MAX

/* The occurrences of the merging pair that have a certain token beside them. */
typedef struct bpeek_neighbour {
  uint32_t count;  /* in the whole text */
  uint32_t places; /* how many positions that are; then where the next one is
                      written, or BPEEK_UNKEPT */
} bpeek_neighbour;

/* On one side of the merging pair. Between merges all are zero. */
typedef struct bpeek_neighbours {
  bpeek_neighbour *of; /* by id */
  uint32_t *met;       /* the ids that are not zero */
  uint32_t met_count;
} bpeek_neighbours;

/* A text in training. */
typedef struct bpeek_training {
  bpeek_train_text text;
  bpeek_pairs pairs;
  bpeek_neighbours before, after;
  uint64_t token_count; /* in the whole text */
  uint32_t first_pair;  /* when none occurs twice: no pair begins before */
} bpeek_training;

/* Splits the text and counts its pairs. `max_merges` is lowered to the number
 * of merges that the text can take at most. After an error bpeek_training_end
 * is due too. */
bpeek_status bpeek_training_begin(const uint8_t *text, size_t length,
                                  const bpeek_pattern *pattern,
                                  const bpeek_allocator *allocator,
                                  uint32_t *max_merges,
                                  bpeek_training *training, bpeek_error *error);

void bpeek_training_end(bpeek_training *training);

/* Merges the best pair to `id`, the next that is free; there must be a pair
 * left. Without memory nothing is done: it can be tried again. */
bpeek_status bpeek_training_merge(bpeek_training *training, uint32_t id,
                                  bpeek_pair_count *done, bpeek_error *error);

/* Writes the best pairs, at most `most`, by count, then by place in the text;
 * says how many. */
size_t bpeek_training_candidates(bpeek_training *training, size_t most,
                                 bpeek_pair_count *best);

#endif
