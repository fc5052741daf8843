#include "tokenize.h"

#include <string.h>

#include "apart.h"
#include "error.h"

/* A piece that is in no cache. `single` is room for one id. */
static bpeek_status look_up_or_merge(bpeek_encoder *encoder,
                                     const uint8_t *piece, uint32_t length,
                                     uint64_t word, uint32_t *single,
                                     bpeek_piece_tokens *tokens,
                                     bpeek_error *error) {
  const bpeek_model *model = encoder->model;
  if (model->whole_piece_first) {
    *single = bpeek_token_with_word(model, piece, length, word);
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
  const uint64_t word = bpeek_token_word(piece, length);
  const bool is_keyed = length <= BPEEK_KEYED_LENGTH;
  const bool is_cached = length <= BPEEK_CACHED_LENGTH;
  if (is_cached && !is_keyed) {
    *tokens = bpeek_known_long_piece(cache, piece, length, word);
    if (tokens->count > 0) {
      return BPEEK_OK;
    }
  }
  bpeek_status status =
      look_up_or_merge(encoder, piece, length, word, single, tokens, error);
  if (status != BPEEK_OK || !is_cached) {
    return status;
  }
  return is_keyed ? bpeek_keep_piece(cache, *key, *tokens, error)
                  : bpeek_keep_long_piece(cache, piece, length, word, *tokens,
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

/* Whether the entries of all are found where keys are most often. */
static inline bool look_up(const bpeek_piece_cache *cache, const uint8_t *text,
                           size_t length, const bpeek_span *pieces,
                           size_t count, uint32_t *found) {
  uint32_t all = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t size = pieces[i].end - pieces[i].begin;
    found[i] = BPEEK_NOT_THERE;
    if (size <= BPEEK_KEYED_LENGTH) {
      found[i] = bpeek_piece_in_line(
          cache, bpeek_piece_key_of(text + pieces[i].begin, size,
                                    length - pieces[i].begin));
    }
    all |= found[i];
  }
  return all != BPEEK_NOT_THERE;
}

/* What is done with the ids of pieces: `out`, if it is not NULL, has room for
 * them and BPEEK_COPIED_AT_ONCE more. */
typedef struct taker {
  uint32_t *out;
  size_t count;
} taker;

static inline void take_entry(taker *to, const bpeek_piece_cache *cache,
                              const bpeek_piece_entry *entry) {
  const uint32_t count = bpeek_piece_count(entry);
  if (to->out != NULL) {
    const uint32_t *ids = bpeek_piece_ids(cache, entry);
    uint32_t *out = to->out + to->count;
    uint32_t copied = 0;
    do {
      memcpy(out + copied, ids + copied, BPEEK_COPIED_AT_ONCE * sizeof *out);
      copied += BPEEK_COPIED_AT_ONCE;
    } while (copied < count);
  }
  to->count += count;
}

static BPEEK_APART bpeek_status tokenize_one(bpeek_encoder *encoder,
                                             const uint8_t *piece,
                                             uint32_t size, size_t readable,
                                             taker *to, bpeek_error *error) {
  bpeek_piece_key key = {0, 0};
  const bpeek_piece_entry *entry =
      known_entry(&encoder->cache, piece, size, readable, &key);
  if (entry != NULL) {
    take_entry(to, &encoder->cache, entry);
    return BPEEK_OK;
  }
  uint32_t single = 0;
  bpeek_piece_tokens tokens;
  bpeek_status status =
      tokenize_unknown(encoder, piece, size, &key, &single, &tokens, error);
  if (status == BPEEK_OK) {
    for (uint32_t i = 0; to->out != NULL && i < tokens.count; i++) {
      to->out[to->count + i] = tokens.ids[i];
    }
    to->count += tokens.count;
  }
  return status;
}

static inline bpeek_status tokenize(bpeek_encoder *encoder, const uint8_t *text,
                                    size_t length, const bpeek_span *pieces,
                                    size_t count, taker *to,
                                    bpeek_error *error) {
  const bpeek_piece_cache *cache = &encoder->cache;
  for (size_t i = 0; i < count;) {
    const size_t left = count - i;
    const size_t more = left < LOOKED_UP_AT_ONCE ? left : LOOKED_UP_AT_ONCE;
    uint32_t found[LOOKED_UP_AT_ONCE];
    if (look_up(cache, text, length, pieces + i, more, found)) {
      const bpeek_piece_entry *entries = cache->entries;
      for (size_t k = 0; k < more; k++) {
        take_entry(to, cache, &entries[found[k]]);
      }
      i += more;
      continue;
    }
    const uint32_t changes = cache->changes;
    for (size_t k = 0; k < more; k++, i++) {
      if (found[k] != BPEEK_NOT_THERE && changes == cache->changes) {
        take_entry(to, cache, &cache->entries[found[k]]);
        continue;
      }
      const bpeek_status status = tokenize_one(
          encoder, text + pieces[i].begin, pieces[i].end - pieces[i].begin,
          length - pieces[i].begin, to, error);
      if (status != BPEEK_OK) {
        return status;
      }
    }
  }
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
  taker to = {encoder->ids.at + encoder->ids.count, 0};
  const bpeek_status status =
      tokenize(encoder, text, length, pieces, count, &to, error);
  if (status == BPEEK_OK) {
    encoder->ids.count += to.count;
  }
  return status;
}

bpeek_status bpeek_tokenize_count(bpeek_encoder *encoder, const uint8_t *text,
                                  size_t length, const bpeek_span *pieces,
                                  size_t count, size_t *total,
                                  bpeek_error *error) {
  taker to = {NULL, 0};
  const bpeek_status status =
      tokenize(encoder, text, length, pieces, count, &to, error);
  if (status == BPEEK_OK) {
    *total += to.count;
  }
  return status;
}
