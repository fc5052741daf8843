/*
 * Training: the pairs of neighbours, how often each occurs, and where.
 *
 * Only pairs that occur at least twice are kept: a pair that occurs once can
 * merge only when no pair occurs more often, and then its place in the text
 * alone decides.
 *
 * A pair of tokens that exist never becomes more frequent, and never comes
 * earlier in the text: merging takes occurrences away, and what it adds are
 * pairs with the token that is new. That is why the queue may be
 * outdated, and why a pair at its top that is not is the best of all.
 */
#ifndef BPEEK_TRAIN_PAIRS_H
#define BPEEK_TRAIN_PAIRS_H

#include "train_text.h"

/*
 * `count` is exact: occurrences in the whole text, overlapping ones too. The
 * positions where the pair begins, or has begun before something else merged,
 * are places[first_place .. end_place), in ascending order.
 */
typedef struct bpeek_pair {
  uint32_t left, right, count;
  uint32_t first_place, end_place;
} bpeek_pair;

/* A pair with its count and first position, as they were once. */
typedef struct bpeek_queued {
  uint32_t count, begin, pair;
} bpeek_queued;

typedef struct bpeek_pairs {
  bpeek_allocator allocator;
  const bpeek_train_text *text;
  bpeek_pair *pairs; /* their places lie in the same order */
  size_t count, capacity;
  size_t pair_room; /* of `pairs`; the capacity is that of all three tables */
  bpeek_queued *queue; /* a heap: none comes before the one above it */
  size_t queued, queue_room;
  uint32_t *slots; /* by hash: index + 1, or 0 if empty; a power of two */
  size_t slot_count;
  uint32_t *places;
  size_t place_count, place_capacity;
} bpeek_pairs;

/* Counts the pairs of bytes. The text must stay where it is. After an error
 * they are to be freed too. */
bpeek_status bpeek_pairs_build(const bpeek_train_text *text, bpeek_pairs *out,
                               bpeek_error *error);

void bpeek_pairs_free(bpeek_pairs *pairs);

/* The pair, or NULL if it occurs less than twice (it may be found for a while
 * after that). */
bpeek_pair *bpeek_pairs_find(bpeek_pairs *pairs, uint32_t left, uint32_t right);

/* Makes room for so many new pairs and places: true, or false if there is no
 * memory. Pairs may have moved. */
bool bpeek_pairs_reserve(bpeek_pairs *pairs, size_t new_pairs,
                         size_t new_places);

/* Adds a new pair, for which room was reserved, and lends the room for its
 * places, to be filled in before it is queued. */
uint32_t *bpeek_pairs_add(bpeek_pairs *pairs, uint32_t left, uint32_t right,
                          uint32_t count, uint32_t place_count);

/* ---- The queue (train_queue.c) ----------------------------------------- */

/* Takes in the pairs from index `first` on. */
void bpeek_pairs_queue(bpeek_pairs *pairs, size_t first);

/* Makes the queue anew. */
void bpeek_pairs_requeue(bpeek_pairs *pairs);

/* The pair with the highest count, of equals the first in the text; NULL if
 * none occurs twice. */
bpeek_pair *bpeek_pairs_best(bpeek_pairs *pairs);

/* Writes the best pairs, at most `most`, best first, and says how many. */
size_t bpeek_pairs_best_of(bpeek_pairs *pairs, size_t most,
                           bpeek_pair_count *best);

#endif
