/* A min-heap of pairs, ordered by rank, then by position. */
#ifndef BPEEK_PAIR_HEAP_H
#define BPEEK_PAIR_HEAP_H

#include <stddef.h>
#include <stdint.h>

/* An entry is the rank above the position. A pair that has since changed stays
 * in the heap and is known by its rank. */
typedef struct bpeek_pair_heap {
  uint64_t *entries;
  size_t count, capacity;
} bpeek_pair_heap;

/* Makes a heap of entries in any order. */
void bpeek_heap_build(bpeek_pair_heap *heap);

/* There must be room. */
void bpeek_heap_push(bpeek_pair_heap *heap, uint64_t entry);

/* The heap must not be empty. */
uint64_t bpeek_heap_pop(bpeek_pair_heap *heap);

#endif
