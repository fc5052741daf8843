/*
 * The steps of building a model, in this order: each copies a part, checks it
 * and makes its indexes. A model that a step has failed on can be freed.
 */
#ifndef BPEEK_MODEL_BUILD_H
#define BPEEK_MODEL_BUILD_H

#include "model.h"

/* Arrays made for a model, which becomes their owner: allocated with its
 * allocator, as long as bpeek_model says. NULL where there are none. */
typedef struct bpeek_model_arrays {
  uint8_t *token_bytes;
  uint32_t *token_starts;
  bpeek_merge *merges;
} bpeek_model_arrays;

/* As bpeek_model_build, but takes what is in `arrays`, of which `parts` tells
 * the rest, and leaves NULL there. If it fails what it has not taken is there.
 */
bpeek_status bpeek_model_build_of(const bpeek_parts *parts,
                                  bpeek_model_arrays *arrays,
                                  const bpeek_allocator *allocator,
                                  bpeek_model **model, bpeek_error *error);

/* model_tokens.c */
bpeek_status bpeek_build_tokens(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error);

/* model_merges.c: the list of merges, and what two bytes make by it; or the
 * ranks of scores. */
bpeek_status bpeek_build_merges(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error);

/* A power of two of slots, of which at least one in `part` stays empty. */
static inline uint32_t bpeek_slots_for(uint32_t entries, uint32_t part) {
  uint32_t slots = 16;
  while (slots - slots / part < entries) {
    slots *= 2;
  }
  return slots;
}

#endif
