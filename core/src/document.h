/*
 * What a document holds. Its text lies in chunks, cut where no token depends on
 * both sides whatever they are (document_cut.h). An edit makes those chunks
 * anew that it changes, and their neighbours where the place between them is no
 * longer such a one; so all tokens are always those of the whole text.
 */
#ifndef BPEEK_DOCUMENT_H
#define BPEEK_DOCUMENT_H

#include "document_chunks.h"
#include "document_cut.h"
#include "document_window.h"

/* How many bytes a chunk has: about as many as can be encoded unnoticed, over
 * and over, while somebody types. Less is wasted on what a chunk costs. */
enum { BPEEK_CHUNK_SIZE = 1024 };

struct bpeek_document {
  bpeek_allocator allocator;
  bpeek_encoder *encoder;
  bpeek_special_policy policy; /* `parsed` is the document's own */
  bpeek_cutter cutter;
  /* A text that is longer than twice this is cut. */
  size_t chunk_size;
  bpeek_chunks chunks; /* at least one; only the only one is ever empty */
  bpeek_token_change last_change;

  /* Scratch of an edit: the text of what changes, the chunks it becomes. */
  bpeek_window window;
  bpeek_chunk **fresh;
  size_t fresh_count, fresh_capacity;

  /* What was last lent out. */
  bpeek_numbers ids, begins, ends, piece_ends;
  uint16_t *units;
  size_t unit_capacity;
};

/* Whether from .. to lies in the text; else fails. */
bpeek_status bpeek_document_check_range(const bpeek_document *document,
                                        size_t from, size_t to,
                                        bpeek_error *error);

#endif
