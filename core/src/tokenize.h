/* Pieces to ids, by cache, whole-piece look-up and merges. */
#ifndef BPEEK_TOKENIZE_H
#define BPEEK_TOKENIZE_H

#include "encoder.h"

/* Appends the ids of `count` pieces of `text` to encoder->ids. */
bpeek_status bpeek_tokenize(bpeek_encoder *encoder, const uint8_t *text,
                            size_t length, const bpeek_span *pieces,
                            size_t count, bpeek_error *error);

/* Adds the number of those ids to *total. */
bpeek_status bpeek_tokenize_count(bpeek_encoder *encoder, const uint8_t *text,
                                  size_t length, const bpeek_span *pieces,
                                  size_t count, size_t *total,
                                  bpeek_error *error);

#endif
