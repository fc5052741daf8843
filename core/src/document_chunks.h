/*
 * A document's chunks in order, and where each begins. Of the beginnings, those
 * up to some chunk are known; an edit makes the ones behind it unknown, and a
 * question for a place behind works them out up to there. So edits and
 * questions that are near to each other, as those of somebody who types are,
 * cost little, and those that are not a sum over an array.
 */
#ifndef BPEEK_DOCUMENT_CHUNKS_H
#define BPEEK_DOCUMENT_CHUNKS_H

#include "document_chunk.h"

/* What chunks are counted by. */
typedef enum bpeek_measure {
  BPEEK_BY_UNITS,
  BPEEK_BY_TOKENS,
} bpeek_measure;

enum { BPEEK_MEASURES = 2 };

typedef struct bpeek_chunk_entry {
  bpeek_chunk *chunk;
  uint32_t sizes[BPEEK_MEASURES];
  uint32_t starts[BPEEK_MEASURES];
} bpeek_chunk_entry;

typedef struct bpeek_chunks {
  bpeek_chunk_entry *entries;
  size_t count, capacity;
  size_t known; /* the last entry whose starts are known */
  size_t bytes, characters, units, tokens; /* in all */
} bpeek_chunks;

/* Makes room for `count` chunks in all. */
bool bpeek_chunks_reserve(bpeek_chunks *chunks, size_t count,
                          const bpeek_allocator *allocator);

void bpeek_chunks_free(bpeek_chunks *chunks, const bpeek_allocator *allocator);

/* Puts `added` chunks, for which there is room, in the place of `removed` ones
 * from entry `at` on, and frees those. */
void bpeek_chunks_replace(bpeek_chunks *chunks, size_t at, size_t removed,
                          bpeek_chunk *const *added, size_t added_count,
                          const bpeek_allocator *allocator);

/* The last entry that starts at or before unit, or token, number `n`. */
size_t bpeek_chunks_find(bpeek_chunks *chunks, bpeek_measure by, size_t n);

/* An entry whose starts are known. */
const bpeek_chunk_entry *bpeek_chunks_at(bpeek_chunks *chunks, size_t i);

#endif
