/*
 * The text that an edit is about, in one piece: chunks as they will be, and
 * before and behind them what decides whether they may be cut off there.
 */
#ifndef BPEEK_DOCUMENT_WINDOW_H
#define BPEEK_DOCUMENT_WINDOW_H

#include "document_chunks.h"
#include "wtf8.h"

/* A place in one of the chunks. */
typedef struct bpeek_chunk_place {
  size_t chunk;
  bpeek_wtf8_place place;
} bpeek_chunk_place;

typedef struct bpeek_edit {
  bpeek_chunk_place from, to; /* what lies between is replaced */
  const uint8_t *text;        /* by this, WTF-8 */
  size_t length;
  /* The chunks that are made anew: from.chunk and to.chunk are among them. */
  size_t first, last;
} bpeek_edit;

typedef struct bpeek_window {
  uint8_t *kept; /* WTF-8 */
  size_t kept_capacity;
  uint8_t *scrubbed; /* the same with U+FFFD, if there is a lone half */
  size_t scrubbed_capacity;
  const uint8_t *text; /* UTF-8: either of both */
  size_t length;
  size_t begin, end; /* the chunks that are made anew */
} bpeek_window;

/* Fills the window with the chunks of `edit` as they will be, and `reach` bytes
 * on either side if there are so many. False if there is no memory. */
bool bpeek_window_fill(bpeek_window *window, const bpeek_chunks *chunks,
                       const bpeek_edit *edit, size_t reach,
                       const bpeek_allocator *allocator);

void bpeek_window_free(bpeek_window *window, const bpeek_allocator *allocator);

#endif
