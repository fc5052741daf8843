/* What an encoder holds. */
#ifndef BPEEK_ENCODER_H
#define BPEEK_ENCODER_H

#include "explain.h"
#include "merge.h"
#include "piece_cache.h"

/* As many pieces go through at once; a call per batch also lets a WebAssembly
 * engine put faster code in place while a long text is under way. */
enum { BPEEK_PIECES_AT_ONCE = 256 };

/* A growing array of numbers. */
typedef struct bpeek_numbers {
  uint32_t *at;
  size_t count, capacity;
} bpeek_numbers;

struct bpeek_encoder {
  bpeek_allocator allocator;
  const bpeek_model *model;
  bpeek_splitter *splitter;
  bpeek_merger *merger;
  bpeek_piece_cache cache;
  bpeek_numbers ids, begins, ends, piece_ends;
  uint8_t *normal; /* text with a prefix, or with U+2581 made a space */
  size_t normal_capacity;
  bpeek_trace *trace; /* NULL until something is explained */
  bpeek_span pieces[BPEEK_PIECES_AT_ONCE];
};

/* Makes room for `more` numbers. */
bool bpeek_reserve(bpeek_encoder *encoder, bpeek_numbers *array, size_t more);

#endif
