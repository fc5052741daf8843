/*
 * What some models do to text before it is split: a space put before it, and
 * U+2581 taken for a space, as SentencePiece writes one.
 */
#ifndef BPEEK_NORMALIZE_H
#define BPEEK_NORMALIZE_H

#include "model.h"

/* A run of ordinary text: what is split, and how it lies in the whole text. */
typedef struct bpeek_normal {
  const uint8_t *text;
  size_t length;
  bool has_prefix;    /* the first byte is a space that was put there */
  bool is_as_written; /* but for the prefix */
} bpeek_normal;

/* What comes before a run. */
typedef enum bpeek_run_start {
  BPEEK_RUN_BEGINS_TEXT,
  BPEEK_RUN_AFTER_SPECIAL, /* a special token */
  BPEEK_RUN_CONTINUED,     /* the rest of the run, from which it was cut off */
} bpeek_run_start;

/* Whether the model ever changes text. */
bool bpeek_model_normalizes(const bpeek_model *model);

/* The bytes that the buffer of bpeek_normalize needs. */
size_t bpeek_normal_size(size_t length);

/* `buffer` has room for bpeek_normal_size(length); the result points into it.
 */
bpeek_normal bpeek_normalize(const bpeek_model *model, const uint8_t *text,
                             size_t length, bpeek_run_start start,
                             uint8_t *buffer);

/* Turns offsets into the normal text, in ascending order, into offsets into
 * the text as written. */
void bpeek_offsets_as_written(const bpeek_normal *normal, const uint8_t *text,
                              size_t length, uint32_t *offsets, size_t count);

#endif
