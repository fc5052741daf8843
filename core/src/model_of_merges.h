/* Models made of merges alone, as minbpe's are: the bytes have the ids 0 to
 * 255, and merge i makes the token 256 + i. */
#ifndef BPEEK_MODEL_OF_MERGES_H
#define BPEEK_MODEL_OF_MERGES_H

#include "bpeek.h"

/*
 * Builds a BPEEK_MERGE_LIST model. `parts` has merges, special tokens and
 * pattern; the tokens follow. Every merge is of earlier tokens.
 * Errors: BPEEK_TOO_LARGE (tokens of 4 GiB or more together; offset is the
 * index of the merge), and those of bpeek_model_build.
 */
bpeek_status bpeek_model_of_merges(const bpeek_parts *parts,
                                   const bpeek_allocator *allocator,
                                   bpeek_model **model, bpeek_error *error);

#endif
