/*
 * One piece to tokens: the merge loop.
 *
 * A piece starts as one token a byte (or a character). As long as any two
 * neighbours merge, the pair of lowest rank does (the leftmost, of equals), and
 * the tokens left are the result. Short pieces look for the lowest rank by a
 * scan, long ones keep a heap, so that the time for n bytes is at most of the
 * order n log n.
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

/* A symbol of the piece: token `id` on the bytes at..end-1, or a character that
 * is no token (BPEEK_NO_ID). */
typedef struct bpeek_symbol {
  uint32_t id, at, end;
} bpeek_symbol;

/* A merge about to happen, and the pairs it takes a token from: those on its
 * left and right, of rank BPEEK_NO_ID where there is none that would merge. */
typedef struct bpeek_merge_event {
  bpeek_merge_step step;
  bpeek_merge_step lost_left, lost_right;
  uint32_t right_end; /* the byte after the token on the right */
} bpeek_merge_event;

/* Is told everything that happens to one piece, in order. */
typedef struct bpeek_recorder {
  void (*starts)(struct bpeek_recorder *recorder, bpeek_symbol symbol);
  void (*merges)(struct bpeek_recorder *recorder,
                 const bpeek_merge_event *event);
  void (*ends)(struct bpeek_recorder *recorder, bpeek_symbol symbol);
} bpeek_recorder;

/* `recorder` may be NULL. Error: BPEEK_NO_MEMORY. */
bpeek_status bpeek_merge_piece(bpeek_merger *merger, const uint8_t *piece,
                               uint32_t length, bpeek_recorder *recorder,
                               bpeek_merged *merged, bpeek_error *error);

#endif
