/* A model's tokens: their bytes, and the way from bytes to token. */
#include "model_build.h"

#include <string.h>

#include "alloc.h"
#include "apart.h"
#include "error.h"
#include "hash.h"

static bpeek_status copy_tokens(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error) {
  uint32_t count = model->token_count;
  size_t size = model->token_bytes_size;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t begin = i == 0 ? 0 : parts->token_ends[i - 1];
    if (parts->token_ends[i] < begin) {
      return bpeek_fail(error, BPEEK_BAD_ARGUMENT, i,
                        "Token %u ends before it begins.", i);
    }
  }
  model->token_bytes =
      bpeek_alloc(&model->allocator, size + BPEEK_TOKEN_SLACK, 1);
  model->token_starts =
      bpeek_alloc(&model->allocator, (size_t)count + 1, sizeof(uint32_t));
  if (model->token_bytes == NULL || model->token_starts == NULL) {
    return bpeek_fail_memory(error);
  }
  memset(model->token_bytes + size, 0, BPEEK_TOKEN_SLACK);
  model->token_starts[0] = 0;
  if (count > 0) {
    memcpy(model->token_bytes, parts->token_bytes, size);
    memcpy(model->token_starts + 1, parts->token_ends,
           count * sizeof(uint32_t));
  }
  return BPEEK_OK;
}

/* A token that is to be entered. */
typedef struct entry {
  uint64_t word, hash;
  uint32_t mark;
} entry;

/* Enters a token; of two with the same bytes the first stays. */
static inline bpeek_status enter_token(const bpeek_model *model,
                                       bpeek_token_index index,
                                       const entry *token, bpeek_error *error) {
  uint32_t at = (uint32_t)token->hash & index.slot_mask;
  for (; index.marks[at] != 0; at = (at + 1) & index.slot_mask) {
    if (index.words[at] != token->word) {
      continue;
    }
    const uint32_t id = bpeek_id_in_mark(token->mark);
    const uint32_t other = bpeek_id_in_mark(index.marks[at]);
    if (bpeek_token_has_bytes(model, other, bpeek_token_at(model, id),
                              bpeek_token_length(model, id))) {
      return model->rule == BPEEK_MERGE_LIST
                 ? BPEEK_OK
                 : bpeek_fail(error, BPEEK_BAD_MODEL, id,
                              "The tokens %u and %u have the same bytes.",
                              other, id);
    }
  }
  index.words[at] = token->word;
  index.marks[at] = token->mark;
  uint32_t bit = bpeek_filter_bit(&index, token->hash);
  index.filter[bit / 64] |= (uint64_t)1 << (bit % 64);
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

enum {
  /* In a call, so that a WebAssembly engine can put faster code in place
   * meanwhile. */
  TOKENS_AT_ONCE = 2048,
  /* Whose slots are waited for together. */
  TOKENS_SIDE_BY_SIDE = 32,
};

/* Finds what is to be entered of the tokens from .. to - 1, and has the slots
 * fetched where they may go. Returns how many there are. What two bytes make
 * is entered at once; what text becomes by byte fallback only is left out. */
static inline unsigned prepare(const bpeek_model *model,
                               const bpeek_parts *parts, uint32_t from,
                               uint32_t to, entry *entries) {
  const uint32_t *marks = model->index.marks;
  const uint32_t slot_mask = model->index.slot_mask;
  const bool makes_pairs =
      model->unit == BPEEK_BYTES && model->rule != BPEEK_MERGE_LIST;
  const uint32_t *fallback =
      parts->unit == BPEEK_CHARACTERS ? parts->byte_tokens : NULL;
  const uint32_t *ends = model->token_starts + 1;
  const uint8_t *token = bpeek_token_at(model, from);
  unsigned count = 0;
  for (uint32_t id = from; id < to; id++) {
    const uint8_t *bytes = token;
    token = model->token_bytes + ends[id];
    const uint32_t length = (uint32_t)(token - bytes);
    if (length == 0 ||
        (length == 1 && fallback != NULL && fallback[bytes[0]] == id)) {
      continue;
    }
    if (length == 2 && makes_pairs) {
      *bpeek_byte_pair(model, bytes) = id;
    }
    const uint64_t word = bpeek_token_word(bytes, length);
    const uint64_t hash = bpeek_token_hash(word, length);
    bpeek_bring_near(&marks[hash & slot_mask]);
    entries[count++] = (entry){word, hash, bpeek_mark_of_length(length) | id};
  }
  return count;
}

static BPEEK_APART bpeek_status enter_tokens(const bpeek_model *model,
                                             const bpeek_parts *parts,
                                             uint32_t from, uint32_t to,
                                             bpeek_error *error) {
  const bpeek_token_index index = model->index;
  entry entries[TOKENS_SIDE_BY_SIDE];
  while (from < to) {
    uint32_t rest = to - from;
    uint32_t some = rest < TOKENS_SIDE_BY_SIDE ? rest : TOKENS_SIDE_BY_SIDE;
    unsigned count = prepare(model, parts, from, from + some, entries);
    for (unsigned i = 0; i < count; i++) {
      bpeek_status status = enter_token(model, index, &entries[i], error);
      if (status != BPEEK_OK) {
        return status;
      }
    }
    from += some;
  }
  return BPEEK_OK;
}

/* Whether some token has a space behind something else. */
static bool any_space_inside(const bpeek_model *model) {
  for (uint32_t id = 0; id < model->token_count; id++) {
    const uint8_t *token = bpeek_token_at(model, id);
    for (uint32_t i = 1; i < bpeek_token_length(model, id); i++) {
      if (token[i] == ' ' && token[i - 1] != ' ') {
        return true;
      }
    }
  }
  return false;
}

static bool make_byte_pairs(bpeek_model *model) {
  model->byte_pairs =
      bpeek_alloc(&model->allocator, BPEEK_BYTE_PAIRS, sizeof(uint32_t));
  if (model->byte_pairs == NULL) {
    return false;
  }
  memset(model->byte_pairs, 0xFF, BPEEK_BYTE_PAIRS * sizeof(uint32_t));
  return true;
}

static bool make_index(bpeek_model *model) {
  const bpeek_allocator *memory = &model->allocator;
  bpeek_token_index *index = &model->index;
  /* Nearly all look-ups are for tokens that are there, thanks to the filter:
   * so the slots may be crowded, and lie near to each other. */
  uint32_t slots = bpeek_slots_for(model->token_count, 8);
  index->words = bpeek_alloc(memory, slots, sizeof(*index->words));
  index->marks = bpeek_alloc_zero(memory, slots, sizeof(*index->marks));
  index->slot_mask = slots - 1;
  /* Eight bits a token or more: a look-up that finds nothing passes one time in
   * ten. */
  index->filter_mask = slots * 8 - 1;
  index->filter = bpeek_alloc_zero(memory, slots / 8, sizeof(*index->filter));
  return index->words != NULL && index->marks != NULL && index->filter != NULL;
}

static bpeek_status index_tokens(bpeek_model *model, const bpeek_parts *parts,
                                 bpeek_error *error) {
  if (!make_index(model)) {
    return bpeek_fail_memory(error);
  }
  model->cuts_before_spaces =
      parts->pattern_length == 0 && !any_space_inside(model);
  if (model->unit == BPEEK_BYTES && !make_byte_pairs(model)) {
    return bpeek_fail_memory(error);
  }
  bpeek_status status = BPEEK_OK;
  for (uint32_t id = 0; status == BPEEK_OK && id < model->token_count;) {
    uint32_t rest = model->token_count - id;
    uint32_t end = id + (rest > TOKENS_AT_ONCE ? TOKENS_AT_ONCE : rest);
    status = enter_tokens(model, parts, id, end, error);
    id = end;
  }
  if (status != BPEEK_OK) {
    return status;
  }
  return find_byte_tokens(model, parts, error);
}

bpeek_status bpeek_build_tokens(bpeek_model *model, const bpeek_parts *parts,
                                bpeek_error *error) {
  bpeek_status status = BPEEK_OK;
  if (model->token_bytes == NULL) {
    status = copy_tokens(model, parts, error);
  }
  return status == BPEEK_OK ? index_tokens(model, parts, error) : status;
}
