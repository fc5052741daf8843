/* What explaining a piece keeps: everything the merge loop tells. */
#ifndef BPEEK_EXPLAIN_H
#define BPEEK_EXPLAIN_H

#include "merge.h"

/* Symbols that cover a piece, in order. */
typedef struct bpeek_symbol_list {
  uint32_t *ids, *ends;
  size_t count, id_capacity, end_capacity;
} bpeek_symbol_list;

typedef struct bpeek_trace {
  bpeek_recorder recorder; /* the first member: the loop sees only this */
  bpeek_allocator allocator;
  bool is_out_of_memory;
  bpeek_symbol_list starts, ends;
  bpeek_merge_step *steps;
  size_t step_count, step_capacity;
  /* For each byte of the piece, the last merge that was lost before it;
   * `winner` is BPEEK_NO_ID where there was none. */
  bpeek_boundary *losses;
  size_t loss_capacity;
  bpeek_boundary *boundaries;
  size_t boundary_capacity;
} bpeek_trace;

void bpeek_trace_free(bpeek_trace *trace);

#endif
