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

/* A piece that the cache doesn't know; `key` if it can have one. */
static bpeek_status
tokenize_unknown(bpeek_encoder *encoder, const uint8_t *piece, uint32_t length,
                 const bpeek_piece_key *key, uint64_t word, uint32_t *single,
                 bpeek_piece_tokens *tokens, bpeek_error *error) {
  bpeek_piece_cache *cache = &encoder->cache;
  bpeek_status status =
      look_up_or_merge(encoder, piece, length, word, single, tokens, error);
  if (status != BPEEK_OK || length > BPEEK_CACHED_LENGTH) {
    return status;
  }
  return length <= BPEEK_KEYED_LENGTH
             ? bpeek_keep_piece(cache, *key, *tokens, error)
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

/* Copies the ids of a piece that the cache knows, some of what lies behind them
 * too. */
static inline void copy_known(uint32_t *out, const uint32_t *ids,
                              uint32_t count) {
  uint32_t copied = 0;
  do {
    memcpy(out + copied, ids + copied, BPEEK_COPIED_AT_ONCE * sizeof *out);
    copied += BPEEK_COPIED_AT_ONCE;
  } while (copied < count);
}

/* Copies the ids of an entry; returns how many there are. */
static inline uint32_t take_entry(const bpeek_piece_cache *cache,
                                  const bpeek_piece_entry *entry,
                                  uint32_t *out) {
  const uint32_t count = bpeek_piece_count(entry);
  copy_known(out, bpeek_piece_ids(cache, entry), count);
  return count;
}

/* A piece that is not where keys are most often: says how many ids it has, and
 * copies them to `out`, which is NULL if they are not wanted. */
static BPEEK_APART bpeek_status tokenize_one(bpeek_encoder *encoder,
                                             const uint8_t *piece,
                                             uint32_t size, size_t readable,
                                             uint32_t *out, uint32_t *count,
                                             bpeek_error *error) {
  bpeek_piece_cache *cache = &encoder->cache;
  bpeek_piece_key key = {0, 0};
  const uint64_t word = bpeek_token_word(piece, size);
  if (size > BPEEK_KEYED_LENGTH && size <= BPEEK_CACHED_LENGTH) {
    const bpeek_piece_tokens known =
        bpeek_known_long_piece(cache, piece, size, word);
    if (known.count > 0) {
      *count = known.count;
      if (out != NULL) {
        copy_known(out, known.ids, known.count);
      }
      return BPEEK_OK;
    }
  }
  const bpeek_piece_entry *entry =
      known_entry(cache, piece, size, readable, &key);
  if (entry != NULL) {
    *count =
        out == NULL ? bpeek_piece_count(entry) : take_entry(cache, entry, out);
    return BPEEK_OK;
  }
  uint32_t single = 0;
  bpeek_piece_tokens tokens;
  bpeek_status status = tokenize_unknown(encoder, piece, size, &key, word,
                                         &single, &tokens, error);
  if (status == BPEEK_OK) {
    *count = tokens.count;
    for (uint32_t i = 0; out != NULL && i < tokens.count; i++) {
      out[i] = tokens.ids[i];
    }
  }
  return status;
}

/* `out` has room for all ids and BPEEK_COPIED_AT_ONCE more. */
static bpeek_status tokenize(bpeek_encoder *encoder, const uint8_t *text,
                             size_t length, const bpeek_span *pieces,
                             size_t count, uint32_t *out, size_t *total,
                             bpeek_error *error) {
  const bpeek_piece_cache *cache = &encoder->cache;
  size_t taken = 0;
  for (size_t i = 0; i < count;) {
    const size_t left = count - i;
    const size_t more = left < LOOKED_UP_AT_ONCE ? left : LOOKED_UP_AT_ONCE;
    uint32_t found[LOOKED_UP_AT_ONCE];
    if (look_up(cache, text, length, pieces + i, more, found)) {
      const bpeek_piece_entry *entries = cache->entries;
      for (size_t k = 0; k < more; k++) {
        taken += take_entry(cache, &entries[found[k]], out + taken);
      }
      i += more;
      continue;
    }
    const uint32_t changes = cache->changes;
    for (size_t k = 0; k < more; k++, i++) {
      if (found[k] != BPEEK_NOT_THERE && changes == cache->changes) {
        taken += take_entry(cache, &cache->entries[found[k]], out + taken);
        continue;
      }
      uint32_t of_piece = 0;
      const bpeek_status status = tokenize_one(
          encoder, text + pieces[i].begin, pieces[i].end - pieces[i].begin,
          length - pieces[i].begin, out + taken, &of_piece, error);
      if (status != BPEEK_OK) {
        return status;
      }
      taken += of_piece;
    }
  }
  *total += taken;
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

/* ---- Counting ---------------------------------------------------------- */

/* How many tokens all have whose entries are where keys are most often. For the
 * others there is a bit in *unknown. */
static inline size_t count_known(const bpeek_piece_cache *cache,
                                 const uint8_t *text, size_t length,
                                 const bpeek_span *pieces, size_t count,
                                 uint32_t *unknown) {
  size_t total = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t size = pieces[i].end - pieces[i].begin;
    uint32_t tokens = 0;
    if (size <= BPEEK_KEYED_LENGTH) {
      tokens = bpeek_piece_count_in_line(
          cache, bpeek_piece_key_of(text + pieces[i].begin, size,
                                    length - pieces[i].begin));
    }
    total += tokens;
    *unknown |= (uint32_t)(tokens == 0) << i;
  }
  return total;
}

bpeek_status bpeek_tokenize_count(bpeek_encoder *encoder, const uint8_t *text,
                                  size_t length, const bpeek_span *pieces,
                                  size_t count, size_t *total,
                                  bpeek_error *error) {
  for (size_t i = 0; i < count; i += LOOKED_UP_AT_ONCE) {
    const size_t left = count - i;
    const size_t more = left < LOOKED_UP_AT_ONCE ? left : LOOKED_UP_AT_ONCE;
    uint32_t unknown = 0;
    *total +=
        count_known(&encoder->cache, text, length, pieces + i, more, &unknown);
    for (; unknown != 0; unknown &= unknown - 1) {
      const bpeek_span *piece = &pieces[i + (size_t)__builtin_ctz(unknown)];
      uint32_t of_piece = 0;
      const bpeek_status status =
          tokenize_one(encoder, text + piece->begin, piece->end - piece->begin,
                       length - piece->begin, NULL, &of_piece, error);
      if (status != BPEEK_OK) {
        return status;
      }
      *total += of_piece;
    }
  }
  return BPEEK_OK;
}
