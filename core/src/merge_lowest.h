/*
 * Which pair merges next: the one of lowest order, and of several the leftmost.
 *
 * In a short piece all orders are looked at each time. In a long one all pairs
 * that have the lowest order are written down at once, from left to right, and
 * merge one after the other: a sweep, after which a run of equal characters is
 * half as long. Text with many different ranks would need many sweeps; so what
 * is left after SWEEPS of them goes into a heap, and the time for n bytes is of
 * the order n log n whatever they are.
 */
#ifndef BPEEK_MERGE_LOWEST_H
#define BPEEK_MERGE_LOWEST_H

#include <string.h>

#include "merge_state.h"

enum { BPEEK_SWEEPS = 32 };

/* The compiler's own vectors (GCC's extension). */
typedef int32_t bpeek_lanes __attribute__((vector_size(16)));

static inline bpeek_lanes bpeek_lower_lanes(bpeek_lanes a, bpeek_lanes b) {
  bpeek_lanes is_lower = a < b;
  return (a & is_lower) | (b & ~is_lower);
}

static inline bpeek_lanes bpeek_lanes_at(const int32_t *orders) {
  bpeek_lanes loaded;
  memcpy(&loaded, orders, sizeof loaded);
  return loaded;
}

static inline int32_t bpeek_lowest_order(const bpeek_symbols *s) {
  const int32_t *order = s->order;
  bpeek_lanes lowest = bpeek_lanes_at(order);
  bpeek_lanes others = bpeek_lanes_at(order + 4);
  for (uint32_t i = BPEEK_LANES; i < s->length; i += BPEEK_LANES) {
    lowest = bpeek_lower_lanes(lowest, bpeek_lanes_at(order + i));
    others = bpeek_lower_lanes(others, bpeek_lanes_at(order + i + 4));
  }
  lowest = bpeek_lower_lanes(lowest, others);
  int32_t first = lowest[0] < lowest[1] ? lowest[0] : lowest[1];
  int32_t last = lowest[2] < lowest[3] ? lowest[2] : lowest[3];
  return first < last ? first : last;
}

/* In a short piece; s->length if nothing merges. */
static inline uint32_t bpeek_lowest_by_scan(const bpeek_symbols *s) {
  int32_t order = bpeek_lowest_order(s);
  return order == BPEEK_NO_ORDER ? s->length
                                 : (uint32_t)order & (BPEEK_SHORT_PIECE - 1);
}

/* ---- Long pieces ------------------------------------------------------- */

static inline void bpeek_push_pair(bpeek_pair_heap *heap,
                                   const bpeek_symbols *s, uint32_t at) {
  if (s->order[at] != BPEEK_NO_ORDER) {
    bpeek_heap_push(heap, (uint64_t)s->order[at] << 32 | at);
  }
}

static inline uint32_t bpeek_lowest_by_heap(bpeek_pair_heap *heap,
                                            const bpeek_symbols *s) {
  while (heap->count > 0) {
    uint64_t entry = bpeek_heap_pop(heap);
    uint32_t place = (uint32_t)entry;
    if ((uint64_t)s->order[place] == entry >> 32) {
      return place;
    }
  }
  return s->length;
}

static inline void bpeek_fill_heap(bpeek_pair_heap *heap,
                                   const bpeek_symbols *s) {
  heap->count = 0;
  for (uint32_t i = 0; i < s->length; i++) {
    if (s->order[i] != BPEEK_NO_ORDER) {
      heap->entries[heap->count++] = (uint64_t)s->order[i] << 32 | i;
    }
  }
  bpeek_heap_build(heap);
}

static inline void bpeek_begin_sweep(bpeek_sweep *sweep,
                                     const bpeek_symbols *s) {
  sweep->order = bpeek_lowest_order(s);
  sweep->at = 0;
  sweep->count = 0;
  sweep->sweeps++;
  if (sweep->order != BPEEK_NO_ORDER) {
    for (uint32_t i = 0; i < s->length; i++) {
      sweep->places[sweep->count] = i;
      sweep->count += s->order[i] == sweep->order;
    }
  }
}

/* In a long piece; s->length if nothing merges. */
static inline uint32_t bpeek_lowest_of_many(bpeek_sweep *sweep,
                                            bpeek_pair_heap *heap,
                                            const bpeek_symbols *s) {
  while (sweep->sweeps <= BPEEK_SWEEPS) {
    if (sweep->is_next_known) {
      sweep->is_next_known = false;
      return sweep->next;
    }
    while (sweep->at < sweep->count) {
      uint32_t place = sweep->places[sweep->at++];
      if (s->order[place] == sweep->order) {
        return place;
      }
    }
    if (sweep->sweeps == BPEEK_SWEEPS) {
      sweep->sweeps++;
      bpeek_fill_heap(heap, s);
    } else {
      bpeek_begin_sweep(sweep, s);
      if (sweep->count == 0) {
        return s->length;
      }
    }
  }
  return bpeek_lowest_by_heap(heap, s);
}

static inline void bpeek_begin_long(bpeek_sweep *sweep) {
  sweep->sweeps = 0;
  sweep->at = sweep->count = 0;
  sweep->is_next_known = false;
}

/*
 * A merge has made the pair at `at` another one, and that at `left` before it
 * (`at` if there is none). If their order is that of the sweep or lower, they
 * are next: all other such pairs lie to the right. Of the two only one will
 * merge so, since they share a token.
 */
static inline void bpeek_pairs_changed(bpeek_sweep *sweep,
                                       bpeek_pair_heap *heap,
                                       const bpeek_symbols *s, uint32_t left,
                                       uint32_t at) {
  if (sweep->sweeps > BPEEK_SWEEPS) {
    bpeek_push_pair(heap, s, at);
    if (left < at) {
      bpeek_push_pair(heap, s, left);
    }
    return;
  }
  sweep->next = s->order[at] < s->order[left] ? at : left;
  sweep->is_next_known = s->order[sweep->next] <= sweep->order;
}

#endif
