/* Finding special tokens in text: the earliest, of several the longest. */
#ifndef BPEEK_SPECIAL_H
#define BPEEK_SPECIAL_H

#include "model.h"

/* Sorts and indexes the model's special tokens, which must outlive the index.
 */
bpeek_status bpeek_special_index_build(const bpeek_model *model,
                                       bpeek_special_index *index,
                                       bpeek_error *error);
void bpeek_special_index_free(bpeek_special_index *index,
                              const bpeek_allocator *allocator);

/* The special token with exactly this text, or NULL. */
const bpeek_special *bpeek_special_find(const bpeek_special_index *index,
                                        const uint8_t *text, size_t length);

/* The special token with this id that is no alias, or NULL. */
const bpeek_special *bpeek_special_with_id(const bpeek_special_index *index,
                                           uint32_t id);

/*
 * The first special token at or after `from` that the policy does not take as
 * text, its place in *at; NULL if there is none. *is_parsed says whether it
 * becomes its id (else it is an error).
 */
const bpeek_special *bpeek_special_next(const bpeek_special_index *index,
                                        const bpeek_special_policy *policy,
                                        const uint8_t *text, size_t length,
                                        size_t from, size_t *at,
                                        bool *is_parsed);

#endif
