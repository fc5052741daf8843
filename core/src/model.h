/*
 * A tokenizer's immutable data, and the look-ups that merging and encoding
 * need. Built once from bpeek_parts; shared by any number of encoders.
 */
#ifndef BPEEK_MODEL_H
#define BPEEK_MODEL_H

#include "bpeek.h"
#include "hash.h"
#include "split.h"

/* A model's special tokens, their texts owned by the model (special.c). */
typedef struct bpeek_special_index {
  bpeek_special *by_text; /* so that those that begin alike are neighbours */
  bpeek_special *by_id;   /* of one id, the alias after what it stands for */
  uint32_t count;
  size_t longest; /* in bytes; 0 if there are none */
  bool any_always;
  bool begins_with[256]; /* first bytes that occur */
} bpeek_special_index;

enum { BPEEK_BYTE_PAIRS = 1 << 16, BPEEK_TOKEN_SLACK = 16 };

enum { BPEEK_WORD_LENGTH = 8, BPEEK_MARK_SHIFT = 21 };

/*
 * From bytes to token: open addressing, a power of two of slots. A slot is a
 * word (bpeek_token_word), which holds all bytes of the token if there is room,
 * so that no other memory is waited for, and else their hash; and a mark, the
 * token's id and above it its length, BPEEK_WORD_LENGTH + 1 for all that are
 * longer. An empty slot's mark is 0. Words and marks lie apart, so that a slot
 * has twelve bytes, and are fetched side by side.
 */
typedef struct bpeek_token_index {
  uint64_t *words;
  uint32_t *marks;
  uint32_t slot_mask;
  /* A bit for each of many hashes: where it is not set, there is no token. It
   * answers most look-ups that find nothing, from memory that stays near. */
  uint32_t filter_mask; /* of bits */
  uint64_t *filter;
} bpeek_token_index;

struct bpeek_model {
  bpeek_allocator allocator;
  bpeek_merge_rule rule;
  bool whole_piece_first;

  /* Token i's bytes: token_bytes[token_starts[i] .. token_starts[i + 1]);
   * behind the last of them are BPEEK_TOKEN_SLACK more that may be read. */
  uint8_t *token_bytes;
  size_t token_bytes_size;
  uint32_t *token_starts; /* token_count + 1 of them */
  uint32_t token_count;
  /* What a byte is to begin with (BPEEK_BYTES), or falls back to
   * (BPEEK_CHARACTERS). */
  uint32_t byte_token[256];
  bpeek_unit unit;
  bool space_is_2581;
  bpeek_prefix prefix;
  bool prefix_only_first;
  bool decoding_drops_space;
  bpeek_normalization normalization;
  /* There is no pattern, and no token has a space behind something else: then
   * no merge crosses a boundary before spaces, and text may be cut there. */
  bool cuts_before_spaces;

  bpeek_token_index index;
  /* BPEEK_BYTES: what the tokens of two bytes, [first << 8 | second], make: the
   * index of a merge, or a token, or BPEEK_NO_ID. */
  uint32_t *byte_pairs;

  /* BPEEK_SCORE: each token's score, and its place among the scores that occur,
   * the best being 0. */
  float *scores;
  uint32_t *score_ranks;

  /* BPEEK_MERGE_LIST: the merges, and from (left, right) to the index of
   * their merge: slots of left, right and index + 1 at 21, 21 and 22 bits. */
  bpeek_merge *merges;
  uint32_t merge_count;
  uint64_t *pair_slots;
  uint32_t pair_slot_mask;

  /* In the order of bpeek_parts; texts point into special_text. */
  bpeek_special *specials;
  uint32_t special_count;
  uint8_t *special_text;
  size_t special_text_length;
  bpeek_special_index special_index;
  uint32_t id_limit;

  bpeek_pattern *pattern;
};

static inline uint32_t bpeek_token_length(const bpeek_model *model,
                                          uint32_t id) {
  return model->token_starts[id + 1] - model->token_starts[id];
}

static inline const uint8_t *bpeek_token_at(const bpeek_model *model,
                                            uint32_t id) {
  return model->token_bytes + model->token_starts[id];
}

/* Whether an ordinary token has this id. */
static inline bool bpeek_is_token(const bpeek_model *model, uint32_t id) {
  return id < model->token_count && bpeek_token_length(model, id) > 0;
}

static inline bool bpeek_token_has_bytes(const bpeek_model *model, uint32_t id,
                                         const uint8_t *bytes, size_t length) {
  return bpeek_token_length(model, id) == length &&
         bpeek_same_bytes(bpeek_token_at(model, id), bytes, length);
}

/* A pair of ids, of 21 bits each, in one word. */
static inline uint64_t bpeek_pair_key(uint32_t left, uint32_t right) {
  return (uint64_t)left << 21 | right;
}

/* What becomes of two bytes, which both are tokens. */
static inline uint32_t *bpeek_byte_pair(const bpeek_model *model,
                                        const uint8_t *bytes) {
  return &model->byte_pairs[bytes[0] << 8 | bytes[1]];
}

/* The ordinary token with these bytes, or BPEEK_NO_ID. */
uint32_t bpeek_token_of(const bpeek_model *model, const uint8_t *bytes,
                        size_t length);

static inline uint64_t bpeek_token_word(const uint8_t *bytes, size_t length) {
  return length <= BPEEK_WORD_LENGTH ? bpeek_last_word(bytes, length)
                                     : bpeek_hash(bytes, length);
}

/* The same, with the word of the bytes at hand. */
uint32_t bpeek_token_with_word(const bpeek_model *model, const uint8_t *bytes,
                               size_t length, uint64_t word);

/* What becomes of two neighbours: the lower the rank, the sooner they merge. */
typedef struct bpeek_join {
  uint32_t rank;   /* BPEEK_NO_ID if they don't merge */
  uint32_t result; /* the token they become */
} bpeek_join;

/* Where a token is looked for: the lower bits tell the slot, those above them
 * the bit of the filter. */
static inline uint64_t bpeek_token_hash(uint64_t word, size_t length) {
  return bpeek_hash_mix(length, word) * BPEEK_HASH_FACTOR >> 16;
}

static inline uint32_t bpeek_filter_bit(const bpeek_token_index *index,
                                        uint64_t hash) {
  return (uint32_t)(hash >> 16) & index->filter_mask;
}

/* The length in a mark, at its place. */
static inline uint32_t bpeek_mark_of_length(size_t length) {
  const size_t most = BPEEK_WORD_LENGTH + 1;
  return (uint32_t)(length < most ? length : most) << BPEEK_MARK_SHIFT;
}

static inline uint32_t bpeek_id_in_mark(uint32_t mark) {
  return mark & (((uint32_t)1 << BPEEK_MARK_SHIFT) - 1);
}

/* The join that makes `made`: a merge of the list, or else a token, which ranks
 * by its id or its score; BPEEK_NO_ID for none. */
static inline bpeek_join bpeek_join_making(const bpeek_model *model,
                                           uint32_t made) {
  if (made == BPEEK_NO_ID) {
    return (bpeek_join){BPEEK_NO_ID, BPEEK_NO_ID};
  }
  if (model->rule == BPEEK_MERGE_LIST) {
    return (bpeek_join){made, model->merges[made].result};
  }
  uint32_t rank = model->score_ranks == NULL ? made : model->score_ranks[made];
  return (bpeek_join){rank, made};
}

/* BPEEK_MERGE_LIST: the index of the pair's merge; BPEEK_NO_ID if it has none,
 * as where one of both is BPEEK_NO_ID. */
uint32_t bpeek_merge_of(const bpeek_model *model, uint32_t left,
                        uint32_t right);

#endif
