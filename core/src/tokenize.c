#include "tokenize.h"

#include <string.h>

#include "error.h"

/* A piece that is in no cache. `single` is room for one id. */
static bpeek_status look_up_or_merge(bpeek_encoder *encoder,
                                     const uint8_t *piece, uint32_t length,
                                     uint64_t hash, uint32_t *single,
                                     bpeek_piece_tokens *tokens,
                                     bpeek_error *error) {
  const bpeek_model *model = encoder->model;
  if (model->whole_piece_first) {
    *single = bpeek_hashed_token(model, piece, length, hash);
    if (*single != BPEEK_NO_ID) {
      *tokens = (bpeek_piece_tokens){single, 1};
      return BPEEK_OK;
    }
  }
  bpeek_merged merged;
  bpeek_status status =
      bpeek_merge_piece(encoder->merger, piece, length, NULL, &merged, error);
  if (status == BPEEK_OK) {
    *tokens = (bpeek_piece_tokens){merged.ids, merged.count};
  }
  return status;
}

/* A piece that the keyed entries don't know; `key` if it can have one. */
static bpeek_status
tokenize_unknown(bpeek_encoder *encoder, const uint8_t *piece, uint32_t length,
                 const bpeek_piece_key *key, uint32_t *single,
                 bpeek_piece_tokens *tokens, bpeek_error *error) {
  bpeek_piece_cache *cache = &encoder->cache;
  const uint64_t hash = bpeek_hash(piece, length);
  const bool is_keyed = length <= BPEEK_KEYED_LENGTH;
  const bool is_cached = length <= BPEEK_CACHED_LENGTH;
  if (is_cached && !is_keyed) {
    *tokens = bpeek_known_long_piece(cache, piece, length, hash);
    if (tokens->count > 0) {
      return BPEEK_OK;
    }
  }
  bpeek_status status =
      look_up_or_merge(encoder, piece, length, hash, single, tokens, error);
  if (status != BPEEK_OK || !is_cached) {
    return status;
  }
  return is_keyed ? bpeek_keep_piece(cache, *key, *tokens, error)
                  : bpeek_keep_long_piece(cache, piece, length, hash, *tokens,
                                          error);
}

/* The entry of a piece with a key that is known; else NULL, and the key if the
 * piece can have one. */
static inline const bpeek_piece_entry *
known_entry(const bpeek_piece_cache *cache, const uint8_t *piece,
            uint32_t length, size_t readable, bpeek_piece_key *key) {
  if (length > BPEEK_KEYED_LENGTH) {
    return NULL;
  }
  *key = bpeek_piece_key_of(piece, length, readable);
  return bpeek_known_piece(cache, *key);
}

/* So many pieces are looked up before the ids of the first are taken: then the
 * memory of all is fetched at once. */
enum { LOOKED_UP_AT_ONCE = 16 };

static inline void look_up(const bpeek_piece_cache *cache, const uint8_t *text,
                           size_t length, const bpeek_span *pieces,
                           size_t count, uint32_t *found) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t size = pieces[i].end - pieces[i].begin;
    found[i] = BPEEK_NOT_THERE;
    if (size <= BPEEK_KEYED_LENGTH) {
      found[i] = bpeek_piece_in_line(
          cache, bpeek_piece_key_of(text + pieces[i].begin, size,
                                    length - pieces[i].begin));
    }
  }
}

/* Copies the ids of an entry, and a few more words. */
static inline void copy_ids(const bpeek_piece_cache *cache,
                            const bpeek_piece_entry *entry, uint32_t *out) {
  const uint32_t count = bpeek_piece_count(entry);
  const uint32_t *ids = bpeek_piece_ids(cache, entry);
  uint32_t copied = 0;
  do {
    memcpy(out + copied, ids + copied, BPEEK_COPIED_AT_ONCE * sizeof *out);
    copied += BPEEK_COPIED_AT_ONCE;
  } while (copied < count);
}

/* Adds the number of ids to *total; writes them to `out` unless that is NULL,
 * with room for BPEEK_COPIED_AT_ONCE more. */
static inline bpeek_status tokenize(bpeek_encoder *encoder, const uint8_t *text,
                                    size_t length, const bpeek_span *pieces,
                                    size_t count, uint32_t *out, size_t *total,
                                    bpeek_error *error) {
  const bpeek_piece_cache *cache = &encoder->cache;
  size_t sum = 0;
  uint32_t found[LOOKED_UP_AT_ONCE];
  uint32_t changes = 0;
  for (size_t i = 0; i < count; i++) {
    const size_t among = i % LOOKED_UP_AT_ONCE;
    if (among == 0) {
      const size_t left = count - i;
      look_up(cache, text, length, pieces + i,
              left < LOOKED_UP_AT_ONCE ? left : LOOKED_UP_AT_ONCE, found);
      changes = cache->changes;
    }
    const uint8_t *piece = text + pieces[i].begin;
    const uint32_t size = pieces[i].end - pieces[i].begin;
    bpeek_piece_key key = {0, 0};
    const bpeek_piece_entry *entry =
        found[among] == BPEEK_NOT_THERE || changes != cache->changes
            ? known_entry(cache, piece, size, length - pieces[i].begin, &key)
            : &cache->entries[found[among]];
    if (entry != NULL) {
      if (out != NULL) {
        copy_ids(cache, entry, out + sum);
      }
      sum += bpeek_piece_count(entry);
      continue;
    }
    uint32_t single = 0;
    bpeek_piece_tokens tokens;
    bpeek_status status =
        tokenize_unknown(encoder, piece, size, &key, &single, &tokens, error);
    if (status != BPEEK_OK) {
      return status;
    }
    for (uint32_t k = 0; out != NULL && k < tokens.count; k++) {
      out[sum + k] = tokens.ids[k];
    }
    sum += tokens.count;
  }
  *total += sum;
  return BPEEK_OK;
}

bpeek_status bpeek_tokenize(bpeek_encoder *encoder, const uint8_t *text,
                            size_t length, const bpeek_span *pieces,
                            size_t count, bpeek_error *error) {
  /* No more tokens than bytes. */
  size_t most = pieces[count - 1].end - pieces[0].begin + BPEEK_COPIED_AT_ONCE;
  if (!bpeek_reserve(encoder, &encoder->ids, most)) {
    return bpeek_fail_memory(error);
  }
  return tokenize(encoder, text, length, pieces, count,
                  encoder->ids.at + encoder->ids.count, &encoder->ids.count,
                  error);
}

bpeek_status bpeek_tokenize_count(bpeek_encoder *encoder, const uint8_t *text,
                                  size_t length, const bpeek_span *pieces,
                                  size_t count, size_t *total,
                                  bpeek_error *error) {
  return tokenize(encoder, text, length, pieces, count, NULL, total, error);
}
