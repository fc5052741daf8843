/* What merges in a model, and in which order. */
#include "model_build.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "hash.h"

static bpeek_status check_merge(const bpeek_model *model, uint32_t index,
                                bpeek_error *error) {
  const bpeek_merge *merge = &model->merges[index];
  const uint32_t ids[] = {merge->left, merge->right, merge->result};
  for (unsigned i = 0; i < 3; i++) {
    if (!bpeek_is_token(model, ids[i])) {
      return bpeek_fail(error, BPEEK_BAD_MODEL, index,
                        "Merge %u speaks of the token %u, which there is not.",
                        index, ids[i]);
    }
  }
  uint32_t left = bpeek_token_length(model, merge->left);
  uint32_t right = bpeek_token_length(model, merge->right);
  const uint8_t *result = bpeek_token_at(model, merge->result);
  if (bpeek_token_length(model, merge->result) != left + right ||
      memcmp(result, bpeek_token_at(model, merge->left), left) != 0 ||
      memcmp(result + left, bpeek_token_at(model, merge->right), right) != 0) {
    return bpeek_fail(error, BPEEK_BAD_MODEL, index,
                      "Merge %u joins the tokens %u and %u to %u, which has "
                      "other bytes than they have.",
                      index, merge->left, merge->right, merge->result);
  }
  return BPEEK_OK;
}

static bpeek_status index_merges(bpeek_model *model, const bpeek_parts *parts,
                                 bpeek_error *error) {
  uint32_t count = parts->merge_count;
  uint32_t slots = bpeek_slots_for(count, 2);
  bool is_taken = model->merges != NULL;
  if (!is_taken) {
    model->merges =
        bpeek_alloc(&model->allocator, count, sizeof(*model->merges));
  }
  model->pair_slots =
      bpeek_alloc_zero(&model->allocator, slots, sizeof(uint64_t));
  if (model->merges == NULL || model->pair_slots == NULL) {
    return bpeek_fail_memory(error);
  }
  model->pair_slot_mask = slots - 1;
  if (count > 0 && !is_taken) {
    memcpy(model->merges, parts->merges, count * sizeof(*model->merges));
  }
  for (uint32_t i = 0; i < count; i++) {
    bpeek_status status = check_merge(model, i, error);
    if (status != BPEEK_OK) {
      return status;
    }
    uint64_t key =
        bpeek_pair_key(model->merges[i].left, model->merges[i].right);
    uint32_t at = bpeek_hash_pair(key) & model->pair_slot_mask;
    for (; model->pair_slots[at] != 0; at = (at + 1) & model->pair_slot_mask) {
      if (model->pair_slots[at] >> 22 == key) {
        return bpeek_fail(error, BPEEK_BAD_MODEL, i,
                          "Merge %u joins the tokens %u and %u, as an earlier "
                          "one does.",
                          i, model->merges[i].left, model->merges[i].right);
      }
    }
    model->pair_slots[at] = key << 22 | (i + 1);
  }
  return BPEEK_OK;
}

static int descending(const void *left, const void *right) {
  float a = *(const float *)left;
  float b = *(const float *)right;
  return (a < b) - (a > b);
}

/* Of the `count` distinct scores, best first, the place of one. */
static uint32_t place_of_score(const float *sorted, uint32_t count,
                               float score) {
  uint32_t from = 0;
  uint32_t to = count;
  while (from < to) {
    uint32_t middle = from + (to - from) / 2;
    if (sorted[middle] > score) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}

static bpeek_status rank_scores(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error) {
  uint32_t count = model->token_count;
  const bpeek_allocator *memory = &model->allocator;
  model->scores = bpeek_alloc(memory, count, sizeof(float));
  model->score_ranks = bpeek_alloc(memory, count, sizeof(uint32_t));
  float *sorted = bpeek_alloc(memory, count, sizeof(float));
  if (model->scores == NULL || model->score_ranks == NULL || sorted == NULL) {
    bpeek_release(memory, sorted, count, sizeof(float));
    return bpeek_fail_memory(error);
  }
  memcpy(model->scores, parts->scores, count * sizeof(float));
  memcpy(sorted, parts->scores, count * sizeof(float));
  qsort(sorted, count, sizeof(float), descending);
  for (uint32_t id = 0; id < count; id++) {
    model->score_ranks[id] = place_of_score(sorted, count, model->scores[id]);
  }
  bpeek_release(memory, sorted, count, sizeof(float));
  return BPEEK_OK;
}

static bool is_byte_token(const bpeek_model *model, uint32_t id) {
  return bpeek_token_length(model, id) == 1 &&
         model->byte_token[bpeek_token_at(model, id)[0]] == id;
}

static void index_byte_pairs(bpeek_model *model) {
  for (uint32_t i = 0; i < model->merge_count; i++) {
    const bpeek_merge *merge = &model->merges[i];
    if (is_byte_token(model, merge->left) &&
        is_byte_token(model, merge->right)) {
      *bpeek_byte_pair(model, bpeek_token_at(model, merge->result)) = i;
    }
  }
}

bpeek_status bpeek_build_merges(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error) {
  bpeek_status status = BPEEK_OK;
  if (model->rule == BPEEK_MERGE_LIST) {
    status = index_merges(model, parts, error);
    if (status == BPEEK_OK && model->unit == BPEEK_BYTES) {
      index_byte_pairs(model);
    }
  } else if (model->rule == BPEEK_SCORE) {
    status = rank_scores(model, parts, error);
  }
  return status;
}
