/*
 * Where a text may be cut so that each part can be encoded by itself, whatever
 * the rest of the text is or becomes.
 *
 * That is inside of a run of ordinary text, out of touch with any special
 * token, where the split pattern's pieces do not depend on both sides
 * (bpeek_split_safe_cut), or, with models whose tokens have spaces only at
 * their beginning, before spaces. Other models have no such place.
 */
#ifndef BPEEK_DOCUMENT_CUT_H
#define BPEEK_DOCUMENT_CUT_H

#include "model.h"

typedef struct bpeek_cutter {
  const bpeek_model *model;
  const bpeek_special_policy *policy;
} bpeek_cutter;

/* How many bytes on either side decide whether a place is one. */
size_t bpeek_cut_reach(const bpeek_cutter *cutter);

/* The greatest such place in low + 1 .. high, high < length; `low` if there is
 * none. */
size_t bpeek_cut_between(const bpeek_cutter *cutter, const uint8_t *text,
                         size_t length, size_t low, size_t high);

#endif
