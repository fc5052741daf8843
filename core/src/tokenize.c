#include "tokenize.h"

#include <string.h>

#include "error.h"

static inline bool find_stored(const bpeek_encoder *encoder,
                               const uint8_t *piece, uint32_t length,
                               uint64_t hash, bpeek_piece_tokens *tokens) {
  if (length > BPEEK_CACHED_LENGTH) {
    return false;
  }
  *tokens = bpeek_stored_piece(&encoder->cache, piece, length, hash);
  return tokens->count > 0;
}

/* A piece that the keyed entries don't know. `single` is room for one id. */
static bpeek_status look_up_or_merge(bpeek_encoder *encoder,
                                     const uint8_t *piece, uint32_t length,
                                     uint32_t *single,
                                     bpeek_piece_tokens *tokens,
                                     bpeek_error *error) {
  const bpeek_model *model = encoder->model;
  uint64_t hash = bpeek_hash(piece, length);
  bool is_long = length > BPEEK_KEYED_LENGTH;
  if (is_long && find_stored(encoder, piece, length, hash, tokens)) {
    return BPEEK_OK;
  }
  if (model->whole_piece_first) {
    *single = bpeek_hashed_token(model, piece, length, hash);
    if (*single != BPEEK_NO_ID) {
      *tokens = (bpeek_piece_tokens){single, 1};
      return BPEEK_OK;
    }
  }
  if (!is_long && find_stored(encoder, piece, length, hash, tokens)) {
    return BPEEK_OK;
  }
  bpeek_merged merged;
  bpeek_status status =
      bpeek_merge_piece(encoder->merger, piece, length, NULL, &merged, error);
  if (status != BPEEK_OK) {
    return status;
  }
  *tokens = (bpeek_piece_tokens){merged.ids, merged.count};
  bool has_key = !is_long && merged.count <= BPEEK_KEYED_TOKENS;
  if (!has_key && length <= BPEEK_CACHED_LENGTH) {
    return bpeek_store_piece(&encoder->cache, piece, length, hash, *tokens,
                             error);
  }
  return BPEEK_OK;
}

static bpeek_status
tokenize_unkeyed(bpeek_encoder *encoder, const uint8_t *piece, uint32_t length,
                 const bpeek_piece_key *key, uint32_t *single,
                 bpeek_piece_tokens *tokens, bpeek_error *error) {
  bpeek_status status =
      look_up_or_merge(encoder, piece, length, single, tokens, error);
  if (status == BPEEK_OK && length <= BPEEK_KEYED_LENGTH &&
      tokens->count <= BPEEK_KEYED_TOKENS) {
    status = bpeek_piece_keep(&encoder->cache, *key, *tokens, error);
  }
  return status;
}

/* The entry of a piece with a key that is known; else NULL, and the key if the
 * piece can have one. */
static inline const bpeek_piece_entry *
known_entry(const bpeek_encoder *encoder, const uint8_t *piece, uint32_t length,
            size_t readable, bpeek_piece_key *key) {
  if (length > BPEEK_KEYED_LENGTH) {
    return NULL;
  }
  *key = bpeek_piece_key_of(piece, length, readable);
  return bpeek_known_piece(&encoder->cache, *key);
}

bpeek_status bpeek_tokenize(bpeek_encoder *encoder, const uint8_t *text,
                            size_t length, const bpeek_span *pieces,
                            size_t count, bpeek_error *error) {
  /* No more tokens than bytes; four ids are always copied at once. */
  size_t most = pieces[count - 1].end - pieces[0].begin + BPEEK_KEYED_TOKENS;
  if (!bpeek_reserve(encoder, &encoder->ids, most)) {
    return bpeek_fail_memory(error);
  }
  uint32_t *out = encoder->ids.at + encoder->ids.count;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *piece = text + pieces[i].begin;
    uint32_t size = pieces[i].end - pieces[i].begin;
    bpeek_piece_key key;
    const bpeek_piece_entry *entry =
        known_entry(encoder, piece, size, length - pieces[i].begin, &key);
    if (entry != NULL) {
      memcpy(out, entry->ids, sizeof entry->ids);
      out[0] &= BPEEK_ID_MASK;
      out += bpeek_piece_count(entry);
      continue;
    }
    uint32_t single = 0;
    bpeek_piece_tokens tokens;
    bpeek_status status =
        tokenize_unkeyed(encoder, piece, size, &key, &single, &tokens, error);
    if (status != BPEEK_OK) {
      return status;
    }
    memcpy(out, tokens.ids, tokens.count * sizeof *out);
    out += tokens.count;
  }
  encoder->ids.count = (size_t)(out - encoder->ids.at);
  return BPEEK_OK;
}

bpeek_status bpeek_tokenize_count(bpeek_encoder *encoder, const uint8_t *text,
                                  size_t length, const bpeek_span *pieces,
                                  size_t count, size_t *total,
                                  bpeek_error *error) {
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *piece = text + pieces[i].begin;
    uint32_t size = pieces[i].end - pieces[i].begin;
    bpeek_piece_key key;
    const bpeek_piece_entry *entry =
        known_entry(encoder, piece, size, length - pieces[i].begin, &key);
    if (entry != NULL) {
      sum += bpeek_piece_count(entry);
      continue;
    }
    uint32_t single = 0;
    bpeek_piece_tokens tokens;
    bpeek_status status =
        tokenize_unkeyed(encoder, piece, size, &key, &single, &tokens, error);
    if (status != BPEEK_OK) {
      return status;
    }
    sum += tokens.count;
  }
  *total += sum;
  return BPEEK_OK;
}
