/* The state of a piece while it is merged. */
#ifndef BPEEK_MERGE_STATE_H
#define BPEEK_MERGE_STATE_H

#include "merge.h"
#include "pair_heap.h"

/* Up to so many bytes a scan for the lowest rank beats a heap. */
enum { BPEEK_SHORT_PIECE = 64 };

/* More bytes than this are merged block by block. */
enum { BPEEK_LONG_PIECE = 1024 };

/*
 * Tokens are named by the byte at which they begin: for such a byte i, id[i]
 * is the token, end[i] the byte after its last, and rank[i] and result[i] tell
 * what becomes of it and its right neighbour. For every other byte rank[i] is
 * BPEEK_NO_ID, so that looking for the lowest rank need not know which bytes
 * begin a token. before[end[i]] is i.
 */
typedef struct bpeek_symbols {
  uint32_t *id, *end, *before, *rank, *result;
} bpeek_symbols;

enum { BPEEK_SYMBOL_ARRAYS = 5 };

/* Symbols of a long piece that are done, with the byte after each. */
typedef struct bpeek_done_symbols {
  uint32_t *ids, *ends;
  size_t count, id_capacity, end_capacity;
} bpeek_done_symbols;

struct bpeek_merger {
  bpeek_allocator allocator;
  const bpeek_model *model;
  uint64_t *pair_cache; /* NULL for BPEEK_MERGE_LIST */
  uint32_t *room;       /* the arrays of bpeek_symbols, one after the other */
  size_t room_capacity;
  bpeek_pair_heap heap;
  bpeek_done_symbols done, block;
  uint32_t short_room[BPEEK_SYMBOL_ARRAYS * (BPEEK_SHORT_PIECE + 1)];
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
