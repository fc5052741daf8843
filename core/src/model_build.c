/* Building a model from its parts: copies them, checks them, indexes them. */
#include "model_build.h"

#include <string.h>

#include "alloc.h"
#include "error.h"
#include "special.h"

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
  if (bpeek_is_token(model, special->id) && !special->alias &&
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
  return bpeek_special_index_build(model, &model->special_index, error);
}

static bpeek_status fill(bpeek_model *model, const bpeek_parts *parts,
                         bpeek_error *error) {
  bpeek_status status = bpeek_build_tokens(model, parts, error);
  if (status == BPEEK_OK) {
    status = bpeek_build_merges(model, parts, error);
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

/* The counts tell how long the arrays are, to whoever frees them. */
static void take(bpeek_model *model, const bpeek_parts *parts,
                 bpeek_model_arrays *arrays) {
  uint32_t count = parts->token_count;
  model->token_count = count;
  model->token_bytes_size = count == 0 ? 0 : parts->token_ends[count - 1];
  if (model->rule == BPEEK_MERGE_LIST) {
    model->merge_count = parts->merge_count;
  }
  if (arrays->token_bytes != NULL) {
    memset(arrays->token_bytes + model->token_bytes_size, 0, BPEEK_TOKEN_SLACK);
  }
  model->token_bytes = arrays->token_bytes;
  model->token_starts = arrays->token_starts;
  model->merges = arrays->merges;
  *arrays = (bpeek_model_arrays){0};
}

static bpeek_status build(bpeek_model *built, const bpeek_parts *parts,
                          bpeek_error *error) {
  built->whole_piece_first =
      parts->rule == BPEEK_RANK_BY_BYTES ||
      (parts->rule == BPEEK_MERGE_LIST && parts->whole_piece_first);
  built->unit = parts->unit;
  built->space_is_2581 = parts->space_is_2581;
  built->prefix = parts->prefix;
  built->prefix_only_first = parts->prefix_only_first;
  built->decoding_drops_space = parts->decoding_drops_space;
  built->normalization = parts->normalization;
  return fill(built, parts, error);
}

bpeek_status bpeek_model_build_of(const bpeek_parts *parts,
                                  bpeek_model_arrays *arrays,
                                  const bpeek_allocator *allocator,
                                  bpeek_model **model, bpeek_error *error) {
  bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_model *built = bpeek_alloc_zero(&memory, 1, sizeof *built);
  if (built == NULL) {
    return bpeek_fail_memory(error);
  }
  built->allocator = memory;
  bpeek_status status = check_parts(parts, error);
  if (status == BPEEK_OK) {
    built->rule = parts->rule;
    take(built, parts, arrays);
    status = build(built, parts, error);
  }
  if (status != BPEEK_OK) {
    bpeek_model_free(built);
    return status;
  }
  *model = built;
  return BPEEK_OK;
}

bpeek_status bpeek_model_build(const bpeek_parts *parts,
                               const bpeek_allocator *allocator,
                               bpeek_model **model, bpeek_error *error) {
  bpeek_model_arrays none = {0};
  return bpeek_model_build_of(parts, &none, allocator, model, error);
}
