#include "model.h"

#include <string.h>

#include "alloc.h"
#include "hash.h"
#include "normalize.h"
#include "special.h"

uint32_t bpeek_token_of(const bpeek_model *model, const uint8_t *bytes,
                        size_t length) {
  return bpeek_token_with_word(model, bytes, length,
                               bpeek_token_word(bytes, length));
}

uint32_t bpeek_token_with_word(const bpeek_model *model, const uint8_t *bytes,
                               size_t length, uint64_t word) {
  const bpeek_token_index index = model->index;
  const uint64_t hash = bpeek_token_hash(word, length);
  const uint32_t bit = bpeek_filter_bit(&index, hash);
  if ((index.filter[bit / 64] >> (bit % 64) & 1) == 0) {
    return BPEEK_NO_ID;
  }
  const uint32_t its_length = bpeek_mark_of_length(length);
  for (uint32_t at = (uint32_t)hash & index.slot_mask;;
       at = (at + 1) & index.slot_mask) {
    const uint32_t mark = index.marks[at];
    if (mark == 0) {
      return BPEEK_NO_ID;
    }
    const uint32_t id = bpeek_id_in_mark(mark);
    if (index.words[at] == word && mark == (its_length | id) &&
        (length <= BPEEK_WORD_LENGTH ||
         bpeek_token_has_bytes(model, id, bytes, length))) {
      return id;
    }
  }
}

uint32_t bpeek_merge_of(const bpeek_model *model, uint32_t left,
                        uint32_t right) {
  if (left == BPEEK_NO_ID || right == BPEEK_NO_ID) {
    return BPEEK_NO_ID;
  }
  uint64_t key = bpeek_pair_key(left, right);
  for (uint32_t at = bpeek_hash_pair(key) & model->pair_slot_mask;;
       at = (at + 1) & model->pair_slot_mask) {
    uint64_t slot = model->pair_slots[at];
    if (slot == 0) {
      return BPEEK_NO_ID;
    }
    if (slot >> 22 == key) {
      return (uint32_t)(slot & ((1U << 22) - 1)) - 1;
    }
  }
}

void bpeek_model_free(bpeek_model *model) {
  if (model == NULL) {
    return;
  }
  const bpeek_allocator memory = model->allocator;
  bpeek_release(&memory, model->token_bytes,
                (size_t)model->token_bytes_size + BPEEK_TOKEN_SLACK, 1);
  bpeek_release(&memory, model->token_starts, (size_t)model->token_count + 1,
                sizeof(uint32_t));
  const bpeek_token_index *index = &model->index;
  const size_t slots = (size_t)index->slot_mask + 1;
  bpeek_release(&memory, index->words, slots, sizeof(*index->words));
  bpeek_release(&memory, index->marks, slots, sizeof(*index->marks));
  bpeek_release(&memory, model->pair_slots, (size_t)model->pair_slot_mask + 1,
                sizeof(uint64_t));
  bpeek_release(&memory, index->filter, ((size_t)index->filter_mask + 1) / 64,
                sizeof(*index->filter));
  bpeek_release(&memory, model->byte_pairs, BPEEK_BYTE_PAIRS, sizeof(uint32_t));
  bpeek_release(&memory, model->merges, model->merge_count,
                sizeof(*model->merges));
  bpeek_release(&memory, model->scores, model->token_count, sizeof(float));
  bpeek_release(&memory, model->score_ranks, model->token_count,
                sizeof(uint32_t));
  bpeek_special_index_free(&model->special_index, &memory);
  bpeek_release(&memory, model->specials, model->special_count,
                sizeof(*model->specials));
  bpeek_release(&memory, model->special_text, model->special_text_length, 1);
  bpeek_pattern_free(model->pattern);
  bpeek_release(&memory, model, 1, sizeof *model);
}

void bpeek_model_parts(const bpeek_model *model, bpeek_parts *parts) {
  *parts = (bpeek_parts){
      .rule = model->rule,
      .whole_piece_first = model->whole_piece_first,
      .token_bytes = model->token_bytes,
      .token_ends = model->token_starts + 1,
      .token_count = model->token_count,
      .merges = model->merges,
      .merge_count = model->merge_count,
      .scores = model->scores,
      .unit = model->unit,
      .byte_tokens = model->unit == BPEEK_CHARACTERS ? model->byte_token : NULL,
      .space_is_2581 = model->space_is_2581,
      .prefix = model->prefix,
      .prefix_only_first = model->prefix_only_first,
      .decoding_drops_space = model->decoding_drops_space,
      .normalization = model->normalization,
      .specials = model->specials,
      .special_count = model->special_count,
  };
  parts->pattern = bpeek_pattern_text(model->pattern, &parts->pattern_length,
                                      &parts->keep_unmatched);
}

uint32_t bpeek_model_id_limit(const bpeek_model *model) {
  return model->id_limit;
}

const uint8_t *bpeek_model_token(const bpeek_model *model, uint32_t id,
                                 size_t *length) {
  if (bpeek_is_token(model, id)) {
    *length = bpeek_token_length(model, id);
    return bpeek_token_at(model, id);
  }
  const bpeek_special *special =
      bpeek_special_with_id(&model->special_index, id);
  *length = special == NULL ? 0 : special->length;
  return special == NULL ? NULL : special->text;
}

bool bpeek_model_find_token(const bpeek_model *model, const uint8_t *bytes,
                            size_t length, uint32_t *id) {
  uint32_t found = bpeek_token_of(model, bytes, length);
  if (found != BPEEK_NO_ID) {
    *id = found;
  }
  return found != BPEEK_NO_ID;
}

bool bpeek_model_find_special(const bpeek_model *model, const uint8_t *text,
                              size_t length, uint32_t *id) {
  const bpeek_special *special =
      bpeek_special_find(&model->special_index, text, length);
  if (special != NULL) {
    *id = special->id;
  }
  return special != NULL;
}

size_t bpeek_model_normal_length(const bpeek_model *model, const uint8_t *text,
                                 size_t length) {
  /* By form: no character whose UTF-8 begins with a lower byte changes, alone
   * or among others of that kind. */
  static const unsigned first_that_may_change[] = {
      [BPEEK_AS_WRITTEN] = 0x100, [BPEEK_NFC] = 0xCC, /* U+0300 */
      [BPEEK_NFD] = 0xC3,                             /* U+00C0 */
      [BPEEK_NFKC] = 0x80,        [BPEEK_NFKD] = 0x80,
  };
  const unsigned limit = first_that_may_change[model->normalization];
  size_t at = 0;
  while (at < length && text[at] < limit) {
    at++;
  }
  return at;
}

bool bpeek_model_streams(const bpeek_model *model) {
  return bpeek_pattern_streams(model->pattern) &&
         !bpeek_model_normalizes(model);
}
