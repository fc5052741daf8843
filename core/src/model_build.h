/*
 * The steps of building a model, in this order: each copies a part, checks it
 * and makes its indexes. A model that a step has failed on can be freed.
 */
#ifndef BPEEK_MODEL_BUILD_H
#define BPEEK_MODEL_BUILD_H

#include "model.h"

/* model_tokens.c */
bpeek_status bpeek_build_tokens(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error);

/* model_merges.c: the list of merges, or the ranks of scores; then what two
 * bytes make. */
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
