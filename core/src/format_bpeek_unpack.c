/* The tokens and merges of bpeek's file: a batch of merges after the other is
 * read, and its tokens joined. */
#include "alloc.h"
#include "error.h"
#include "format_bpeek.h"
#include "model_build.h"

/* Writes down the merges of a batch, if the model is to have them. */
static void keep_merges(const bpeek_making *making, const bpeek_pairs *pairs,
                        const bpeek_model_arrays *arrays) {
  if (arrays->merges == NULL) {
    return;
  }
  uint32_t made = pairs->made;
  for (uint32_t i = 0; i < pairs->count; i++) {
    uint32_t merge = pairs->first + i;
    uint32_t result = making->results == NULL
                          ? made++
                          : making->results[merge] & ~BPEEK_MAKES;
    arrays->merges[merge] =
        (bpeek_merge){bpeek_id_made(making, pairs->left[i]),
                      bpeek_id_made(making, pairs->right[i]), result};
  }
}

static uint32_t count_made(const bpeek_making *making,
                           const bpeek_pairs *pairs) {
  uint32_t made = 0;
  for (uint32_t i = 0; i < pairs->count; i++) {
    made += bpeek_makes_token(making, pairs->first + i);
  }
  return made;
}

static bpeek_status read_merges(const bpeek_making *making,
                                bpeek_pair_reader *reader, bpeek_pairs *pairs,
                                const bpeek_model_arrays *arrays,
                                bpeek_error *error) {
  const uint32_t count = making->contents->merge_count;
  bpeek_status status = BPEEK_OK;
  pairs->first = 0;
  pairs->made = making->spelt;
  while (status == BPEEK_OK && pairs->first < count) {
    uint32_t rest = count - pairs->first;
    pairs->count = rest < BPEEK_PAIRS_AT_ONCE ? rest : BPEEK_PAIRS_AT_ONCE;
    status = bpeek_read_pairs(reader, pairs, error);
    if (status == BPEEK_OK) {
      status = bpeek_join_pairs(making, pairs, arrays, error);
    }
    if (status == BPEEK_OK) {
      keep_merges(making, pairs, arrays);
      pairs->made += count_made(making, pairs);
      pairs->first += pairs->count;
    }
  }
  return status == BPEEK_OK ? bpeek_pairs_end(reader, error) : status;
}

/* All of the bytes that the file says there are. */
static bpeek_status check_bytes(const bpeek_making *making,
                                const bpeek_model_arrays *arrays,
                                bpeek_error *error) {
  const bpeek_contents *contents = making->contents;
  return arrays->token_starts[making->count] == contents->token_bytes
             ? BPEEK_OK
             : bpeek_fail_section(contents, BPEEK_SECTION_TOKENS, error);
}

static bpeek_status unpack(const bpeek_making *making,
                           bpeek_pair_reader *reader,
                           bpeek_model_arrays *arrays, bpeek_error *error) {
  const bpeek_allocator *memory = &making->contents->allocator;
  bpeek_status status = bpeek_copy_spelt(making, arrays, error);
  if (status != BPEEK_OK) {
    return status;
  }
  bpeek_pairs *pairs = bpeek_alloc(memory, 1, sizeof(*pairs));
  status = pairs == NULL ? bpeek_fail_memory(error)
                         : read_merges(making, reader, pairs, arrays, error);
  bpeek_release(memory, pairs, 1, sizeof(*pairs));
  if (status == BPEEK_OK) {
    status = check_bytes(making, arrays, error);
  }
  if (status == BPEEK_OK && making->ids != NULL) {
    status = bpeek_order_by_id(making, arrays, error);
  }
  return status;
}

/* What stays goes before what is released soon, so that the memory of the
 * latter is one stretch, and the model's tables can have it. */
static bool allocate(const bpeek_contents *contents,
                     bpeek_model_arrays *arrays) {
  const bpeek_allocator *memory = &contents->allocator;
  bool keeps_merges = contents->rule == BPEEK_MERGE_LIST;
  *arrays = (bpeek_model_arrays){
      .token_bytes = bpeek_alloc(
          memory, (size_t)contents->token_bytes + BPEEK_TOKEN_SLACK, 1),
      .token_starts = bpeek_alloc(memory, (size_t)contents->token_count + 1,
                                  sizeof(uint32_t)),
      .merges = keeps_merges ? bpeek_alloc(memory, contents->merge_count,
                                           sizeof(*arrays->merges))
                             : NULL,
  };
  return arrays->token_bytes != NULL && arrays->token_starts != NULL &&
         (arrays->merges != NULL || !keeps_merges);
}

bpeek_status bpeek_unpack_tokens(const bpeek_contents *contents,
                                 bpeek_model_arrays *arrays,
                                 bpeek_error *error) {
  if (!allocate(contents, arrays)) {
    return bpeek_fail_memory(error);
  }
  bpeek_making making;
  bpeek_pair_reader *reader = NULL;
  bpeek_status status = bpeek_making_read(contents, &making, error);
  if (status == BPEEK_OK) {
    status = bpeek_pair_reader_new(&making, &reader, error);
  }
  if (status == BPEEK_OK) {
    status = unpack(&making, reader, arrays, error);
  }
  bpeek_pair_reader_free(reader);
  bpeek_making_free(&making);
  return status;
}
