/* The state of a piece while it is merged. */
#ifndef BPEEK_MERGE_STATE_H
#define BPEEK_MERGE_STATE_H

#include "merge.h"
#include "pair_heap.h"

/* Longer pieces are merged block by block (merge_long.c). A place in a short
 * piece has six bits. */
enum { BPEEK_PLACE_BITS = 6, BPEEK_SHORT_PIECE = 1 << BPEEK_PLACE_BITS };

/* The order of a pair that does not merge. */
#define BPEEK_NO_ORDER INT32_MAX

/* A scan looks at so many orders at once. */
enum { BPEEK_LANES = 8 };

/*
 * Tokens are named by the byte at which they begin: for such a byte i, id[i]
 * is the token, end[i] the byte after its last, and result[i] tells what
 * becomes of it and its right neighbour, and order[i] how soon: it is the rank,
 * or in a short piece the rank above the place i, so that the lowest order
 * tells the place. For every other byte order[i] is BPEEK_NO_ORDER, and behind
 * the piece up to a multiple of BPEEK_LANES: looking for the lowest order need
 * not know which bytes begin a token. before[end[i]] is i.
 */
typedef struct bpeek_symbols {
  int32_t *order;
  uint32_t *id, *end, *before, *result;
  uint32_t length;
  unsigned place_bits; /* BPEEK_PLACE_BITS or 0 */
} bpeek_symbols;

enum { BPEEK_SYMBOL_ARRAYS = 5 };

/* A sweep over the pairs that have the lowest order: merge_lowest.h. */
typedef struct bpeek_sweep {
  uint32_t *places; /* from left to right */
  uint32_t at, count;
  int32_t order;
  bool is_next_known; /* a pair that merges before the rest of them */
  uint32_t next;
  unsigned sweeps; /* so far */
} bpeek_sweep;

/* Symbols of a long piece that are done, with the byte after each. */
typedef struct bpeek_done_symbols {
  uint32_t *ids, *ends;
  size_t count, id_capacity, end_capacity;
} bpeek_done_symbols;

/* The block of a long piece that was merged last: its bytes, and the token
 * before it, with which its first one is compatible; BPEEK_NO_ID for none. */
typedef struct bpeek_last_block {
  uint32_t begin, length, left;
} bpeek_last_block;

struct bpeek_merger {
  bpeek_allocator allocator;
  const bpeek_model *model;
  uint64_t *pair_cache; /* NULL for BPEEK_MERGE_LIST */
  uint32_t *room;       /* the arrays of bpeek_symbols, and sweep.places */
  size_t room_capacity;
  bpeek_sweep sweep;
  bpeek_pair_heap heap;
  bpeek_done_symbols done, block;
  bpeek_last_block last;
  uint32_t short_room[BPEEK_SYMBOL_ARRAYS * (BPEEK_SHORT_PIECE + BPEEK_LANES)];
};

/* Runs the merge loop on these bytes; the result is in *symbols, until the
 * next call. False if there is no memory. */
bool bpeek_merge_symbols(bpeek_merger *merger, const uint8_t *bytes,
                         uint32_t length, bpeek_recorder *recorder,
                         bpeek_symbols *symbols);

/* The same result for a long piece, into merger->done (merge_long.c). */
bool bpeek_merge_long(bpeek_merger *merger, const uint8_t *piece,
                      uint32_t length);

#endif
