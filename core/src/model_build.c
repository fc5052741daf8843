/* Building a model from its parts: copies them, checks them, indexes them. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "hash.h"
#include "special.h"

static uint32_t slots_for(uint32_t entries) {
  uint32_t slots = 16;
  while (slots < entries * 2) {
    slots *= 2;
  }
  return slots;
}

static bpeek_status copy_tokens(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error) {
  uint32_t count = parts->token_count;
  uint32_t size = count == 0 ? 0 : parts->token_ends[count - 1];
  for (uint32_t i = 0; i < count; i++) {
    uint32_t begin = i == 0 ? 0 : parts->token_ends[i - 1];
    if (parts->token_ends[i] < begin) {
      return bpeek_fail(error, BPEEK_BAD_ARGUMENT, i,
                        "Token %u ends before it begins.", i);
    }
  }
  model->token_count = count;
  model->token_bytes_size = size;
  model->token_bytes = bpeek_alloc(&model->allocator, size, 1);
  model->token_starts =
      bpeek_alloc(&model->allocator, (size_t)count + 1, sizeof(uint32_t));
  if (model->token_bytes == NULL || model->token_starts == NULL) {
    return bpeek_fail_memory(error);
  }
  model->token_starts[0] = 0;
  if (count > 0) {
    memcpy(model->token_bytes, parts->token_bytes, size);
    memcpy(model->token_starts + 1, parts->token_ends,
           count * sizeof(uint32_t));
  }
  return BPEEK_OK;
}

/* Enters token `id`; of two with the same bytes the first stays. */
static bpeek_status enter_token(bpeek_model *model, uint32_t id,
                                bpeek_error *error) {
  uint32_t length = bpeek_token_length(model, id);
  uint64_t hash = bpeek_hash(bpeek_token_at(model, id), length);
  uint32_t at = (uint32_t)hash & model->token_slot_mask;
  uint64_t entry = (hash >> 32) << 32 | (id + 1);
  while (model->token_slots[at] != 0) {
    uint64_t slot = model->token_slots[at];
    uint32_t other = (uint32_t)slot - 1;
    if (slot >> 32 == entry >> 32 &&
        bpeek_token_length(model, other) == length &&
        memcmp(bpeek_token_at(model, other), bpeek_token_at(model, id),
               length) == 0) {
      if (model->rule == BPEEK_MERGE_LIST) {
        return BPEEK_OK;
      }
      return bpeek_fail(error, BPEEK_BAD_MODEL, id,
                        "The tokens %u and %u have the same bytes.", other, id);
    }
    at = (at + 1) & model->token_slot_mask;
  }
  model->token_slots[at] = entry;
  uint32_t bit = bpeek_filter_bit(model, hash);
  model->token_filter[bit / 64] |= (uint64_t)1 << (bit % 64);
  return BPEEK_OK;
}

/* Writes down the tokens of the single bytes; BPEEK_BYTES finds them itself. */
static bpeek_status find_byte_tokens(bpeek_model *model,
                                     const bpeek_parts *parts,
                                     bpeek_error *error) {
  for (unsigned i = 0; i < 256; i++) {
    uint8_t byte = (uint8_t)i;
    uint32_t id = parts->unit == BPEEK_CHARACTERS
                      ? parts->byte_tokens[i]
                      : bpeek_token_of(model, &byte, 1);
    if (!bpeek_is_token(model, id) || bpeek_token_length(model, id) != 1 ||
        bpeek_token_at(model, id)[0] != byte) {
      return bpeek_fail(error, BPEEK_BAD_MODEL, 0,
                        "There is no token for the single byte %02X; all 256 "
                        "bytes must be tokens.",
                        i);
    }
    model->byte_token[i] = id;
  }
  return BPEEK_OK;
}

/* Whether text never becomes this token but by byte fallback. */
static bool is_fallback_only(const bpeek_model *model, const bpeek_parts *parts,
                             uint32_t id) {
  return parts->unit == BPEEK_CHARACTERS &&
         bpeek_token_length(model, id) == 1 &&
         parts->byte_tokens[bpeek_token_at(model, id)[0]] == id;
}

static bool has_space_inside(const uint8_t *token, uint32_t length) {
  for (uint32_t i = 1; i < length; i++) {
    if (token[i] == ' ' && token[i - 1] != ' ') {
      return true;
    }
  }
  return false;
}

static bpeek_status index_tokens(bpeek_model *model, const bpeek_parts *parts,
                                 bpeek_error *error) {
  uint32_t slots = slots_for(model->token_count);
  model->token_slots =
      bpeek_alloc_zero(&model->allocator, slots, sizeof(uint64_t));
  model->token_slot_mask = slots - 1;
  /* Eight bits a token: a look-up that finds nothing passes one time in ten. */
  model->token_filter_mask = slots * 4 - 1;
  model->token_filter =
      bpeek_alloc_zero(&model->allocator, slots * 4 / 64, sizeof(uint64_t));
  if (model->token_slots == NULL || model->token_filter == NULL) {
    return bpeek_fail_memory(error);
  }
  model->cuts_before_spaces = parts->pattern_length == 0;
  for (uint32_t id = 0; id < model->token_count; id++) {
    uint32_t length = bpeek_token_length(model, id);
    if (length == 0 || is_fallback_only(model, parts, id)) {
      continue;
    }
    bpeek_status status = enter_token(model, id, error);
    if (status != BPEEK_OK) {
      return status;
    }
    if (model->cuts_before_spaces &&
        has_space_inside(bpeek_token_at(model, id), length)) {
      model->cuts_before_spaces = false;
    }
  }
  return find_byte_tokens(model, parts, error);
}

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
  uint32_t slots = slots_for(count);
  model->merges = bpeek_alloc(&model->allocator, count, sizeof(*model->merges));
  model->merge_count = count;
  model->pair_slots =
      bpeek_alloc_zero(&model->allocator, slots, sizeof(uint64_t));
  if (model->merges == NULL || model->pair_slots == NULL) {
    return bpeek_fail_memory(error);
  }
  model->pair_slot_mask = slots - 1;
  if (count > 0) {
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

static bool is_byte_token(const bpeek_model *model, uint32_t id) {
  return bpeek_token_length(model, id) == 1 &&
         model->byte_token[bpeek_token_at(model, id)[0]] == id;
}

static uint32_t *byte_pair(const bpeek_model *model, const uint8_t *bytes) {
  return &model->byte_pairs[bytes[0] << 8 | bytes[1]];
}

static bpeek_status index_byte_pairs(bpeek_model *model, bpeek_error *error) {
  model->byte_pairs =
      bpeek_alloc(&model->allocator, BPEEK_BYTE_PAIRS, sizeof(uint32_t));
  if (model->byte_pairs == NULL) {
    return bpeek_fail_memory(error);
  }
  memset(model->byte_pairs, 0xFF, BPEEK_BYTE_PAIRS * sizeof(uint32_t));
  if (model->rule == BPEEK_MERGE_LIST) {
    for (uint32_t i = 0; i < model->merge_count; i++) {
      const bpeek_merge *merge = &model->merges[i];
      if (is_byte_token(model, merge->left) &&
          is_byte_token(model, merge->right)) {
        *byte_pair(model, bpeek_token_at(model, merge->result)) = i;
      }
    }
    return BPEEK_OK;
  }
  for (uint32_t id = 0; id < model->token_count; id++) {
    if (bpeek_token_length(model, id) == 2) {
      *byte_pair(model, bpeek_token_at(model, id)) = id;
    }
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

static bpeek_status check_special(const bpeek_model *model, uint32_t index,
                                  bpeek_error *error) {
  const bpeek_special *special = &model->specials[index];
  if (special->length == 0) {
    return bpeek_fail(error, BPEEK_BAD_MODEL, index,
                      "The special token with the id %u has no text.",
                      special->id);
  }
  if (special->id > BPEEK_MAX_ID) {
    return bpeek_fail(error, BPEEK_BAD_MODEL, index,
                      "The special token %.*s has the id %u; ids go up to %u.",
                      (int)special->length, (const char *)special->text,
                      special->id, (unsigned)BPEEK_MAX_ID);
  }
  if (bpeek_is_token(model, special->id) &&
      (bpeek_token_length(model, special->id) != special->length ||
       memcmp(bpeek_token_at(model, special->id), special->text,
              special->length) != 0)) {
    return bpeek_fail(error, BPEEK_BAD_MODEL, index,
                      "The special token %.*s has the id %u, which an ordinary "
                      "token has already.",
                      (int)special->length, (const char *)special->text,
                      special->id);
  }
  return BPEEK_OK;
}

static bpeek_status copy_specials(bpeek_model *model, const bpeek_parts *parts,
                                  bpeek_error *error) {
  uint32_t count = parts->special_count;
  size_t size = 0;
  for (uint32_t i = 0; i < count; i++) {
    size += parts->specials[i].length;
  }
  model->specials =
      bpeek_alloc(&model->allocator, count, sizeof(*model->specials));
  model->special_count = count;
  model->special_text = bpeek_alloc(&model->allocator, size, 1);
  model->special_text_length = size;
  if (model->specials == NULL || model->special_text == NULL) {
    return bpeek_fail_memory(error);
  }
  uint8_t *text = model->special_text;
  model->id_limit = model->token_count;
  for (uint32_t i = 0; i < count; i++) {
    bpeek_special *special = &model->specials[i];
    *special = parts->specials[i];
    memcpy(text, special->text, special->length);
    special->text = text;
    text += special->length;
    bpeek_status status = check_special(model, i, error);
    if (status != BPEEK_OK) {
      return status;
    }
    if (special->id >= model->id_limit) {
      model->id_limit = special->id + 1;
    }
  }
  return bpeek_special_index_build(model->specials, count, &model->allocator,
                                   &model->special_index, error);
}

static bpeek_status fill(bpeek_model *model, const bpeek_parts *parts,
                         bpeek_error *error) {
  bpeek_status status = copy_tokens(model, parts, error);
  if (status == BPEEK_OK) {
    status = index_tokens(model, parts, error);
  }
  if (status == BPEEK_OK && model->rule == BPEEK_SCORE) {
    status = rank_scores(model, parts, error);
  }
  if (status == BPEEK_OK && model->rule == BPEEK_MERGE_LIST) {
    status = index_merges(model, parts, error);
  }
  if (status == BPEEK_OK && model->unit == BPEEK_BYTES) {
    status = index_byte_pairs(model, error);
  }
  if (status == BPEEK_OK) {
    status = copy_specials(model, parts, error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_pattern_build(parts->pattern, parts->pattern_length,
                                 parts->keep_unmatched, &model->allocator,
                                 &model->pattern, error);
  }
  return status;
}

static bpeek_status check_parts(const bpeek_parts *parts, bpeek_error *error) {
  if (parts->rule > BPEEK_SCORE || parts->unit > BPEEK_CHARACTERS ||
      parts->prefix > BPEEK_PREFIX_UNLESS_SPACE ||
      parts->normalization > BPEEK_NFKD) {
    return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                      "There is no merge rule %u, unit %u, prefix %u and "
                      "normalization %u.",
                      (unsigned)parts->rule, (unsigned)parts->unit,
                      (unsigned)parts->prefix, (unsigned)parts->normalization);
  }
  if ((parts->rule == BPEEK_SCORE && parts->scores == NULL) ||
      (parts->unit == BPEEK_CHARACTERS && parts->byte_tokens == NULL)) {
    return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                      "The model's scores or byte tokens are missing.");
  }
  if (parts->token_count > BPEEK_MAX_ID || parts->merge_count > BPEEK_MAX_ID) {
    return bpeek_fail(error, BPEEK_BAD_MODEL, BPEEK_MAX_ID,
                      "A model has at most %u tokens and as many merges.",
                      (unsigned)BPEEK_MAX_ID);
  }
  return BPEEK_OK;
}

bpeek_status bpeek_model_build(const bpeek_parts *parts,
                               const bpeek_allocator *allocator,
                               bpeek_model **out, bpeek_error *error) {
  bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_status status = check_parts(parts, error);
  if (status != BPEEK_OK) {
    return status;
  }
  bpeek_model *model = bpeek_alloc_zero(&memory, 1, sizeof *model);
  if (model == NULL) {
    return bpeek_fail_memory(error);
  }
  model->allocator = memory;
  model->rule = parts->rule;
  model->whole_piece_first =
      parts->rule == BPEEK_RANK_BY_BYTES ||
      (parts->rule == BPEEK_MERGE_LIST && parts->whole_piece_first);
  model->unit = parts->unit;
  model->space_is_2581 = parts->space_is_2581;
  model->prefix = parts->prefix;
  model->prefix_only_first = parts->prefix_only_first;
  model->decoding_drops_space = parts->decoding_drops_space;
  model->normalization = parts->normalization;
  status = fill(model, parts, error);
  if (status != BPEEK_OK) {
    bpeek_model_free(model);
    return status;
  }
  *out = model;
  return BPEEK_OK;
}
