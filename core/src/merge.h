/*
 * One piece to tokens: the merge loop.
 *
 * A piece starts as one token a byte. As long as any two neighbours merge, the
 * pair of lowest rank does (the leftmost, of equals), and the tokens left are
 * the result. Short pieces look for the lowest rank by a scan, long ones keep
 * a heap, so that the time for n bytes is at most of the order n log n.
 */
#ifndef BPEEK_MERGE_H
#define BPEEK_MERGE_H

#include "model.h"

/* Scratch for one thread, for one model. */
typedef struct bpeek_merger bpeek_merger;

bpeek_status bpeek_merger_new(const bpeek_model *model,
                              const bpeek_allocator *allocator,
                              bpeek_merger **out, bpeek_error *error);
void bpeek_merger_free(bpeek_merger *merger);

/* The tokens of one piece, borrowed until the next call. Their bytes, one
 * after the other, are the piece. */
typedef struct bpeek_merged {
  const uint32_t *ids;
  uint32_t count;
} bpeek_merged;

/* Errors: BPEEK_NO_MEMORY. */
bpeek_status bpeek_merge_piece(bpeek_merger *merger, const uint8_t *piece,
                               uint32_t length, bpeek_merged *merged,
                               bpeek_error *error);

#endif
