/* Ids to bytes. */
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "model.h"
#include "wtf8.h"

/* Bytes of the token, 0 if there is none. */
static inline size_t length_of(const bpeek_model *model, uint32_t id) {
  size_t length = id < model->token_count ? bpeek_token_length(model, id) : 0;
  if (length == 0) {
    (void)bpeek_model_token(model, id, &length);
  }
  return length;
}

static bpeek_status measure(const bpeek_model *model, const uint32_t *ids,
                            size_t count, size_t *size, bpeek_error *error) {
  *size = 0;
  for (size_t i = 0; i < count; i++) {
    size_t length = length_of(model, ids[i]);
    if (length == 0) {
      return bpeek_fail(error, BPEEK_BAD_ID, i,
                        "No token has the id %u (number %zu in the row); ids "
                        "of this encoding are below %u.",
                        ids[i], i + 1, model->id_limit);
    }
    *size += length;
  }
  return BPEEK_OK;
}

/*
 * Copies the tokens' bytes. Nearly every token is short: where there is room,
 * BPEEK_TOKEN_SLACK bytes are copied, and the next token's overwrite what is
 * too much.
 */
static void copy_tokens(const bpeek_model *model, const uint32_t *ids,
                        size_t count, uint8_t *out, const uint8_t *end) {
  for (size_t i = 0; i < count; i++) {
    size_t length = 0;
    if (bpeek_is_token(model, ids[i])) {
      length = bpeek_token_length(model, ids[i]);
      const uint8_t *token = bpeek_token_at(model, ids[i]);
      if (length <= BPEEK_TOKEN_SLACK && end - out >= BPEEK_TOKEN_SLACK) {
        memcpy(out, token, BPEEK_TOKEN_SLACK);
      } else {
        memcpy(out, token, length);
      }
    } else {
      const uint8_t *token = bpeek_model_token(model, ids[i], &length);
      memcpy(out, token, length);
    }
    out += length;
  }
}

/* Whether decoding leaves out the first byte of these ids, a prefix. */
static bool begins_with_prefix(const bpeek_model *model, const uint32_t *ids,
                               size_t count) {
  size_t length = 0;
  return model->decoding_drops_space && count > 0 &&
         bpeek_model_token(model, ids[0], &length)[0] == ' ';
}

bpeek_status bpeek_decode(const bpeek_model *model, const uint32_t *ids,
                          size_t count, bpeek_buffer *bytes,
                          bpeek_error *error) {
  size_t size = 0;
  bpeek_status status = measure(model, ids, count, &size, error);
  if (status != BPEEK_OK) {
    return status;
  }
  size_t skip = begins_with_prefix(model, ids, count) ? 1 : 0;
  uint8_t *out = bpeek_alloc(&model->allocator, size - skip, 1);
  if (out == NULL) {
    return bpeek_fail_memory(error);
  }
  *bytes = (bpeek_buffer){out, size - skip, model->allocator};
  const uint8_t *end = out + (size - skip);
  if (skip > 0) {
    size_t length = 0;
    const uint8_t *token = bpeek_model_token(model, ids[0], &length);
    memcpy(out, token + skip, length - skip);
    out += length - skip;
    ids++;
    count--;
  }
  copy_tokens(model, ids, count, out, end);
  return BPEEK_OK;
}

/* Whether characters have more bytes than one on average, by far. */
static bool is_mostly_beyond_ascii(size_t length, size_t units) {
  return units < length - length / 4;
}

bpeek_status bpeek_decode_text(const bpeek_model *model, const uint32_t *ids,
                               size_t count, bpeek_buffer *text, size_t *units,
                               bpeek_error *error) {
  *units = 0;
  const bpeek_status status = bpeek_decode(model, ids, count, text, error);
  if (status != BPEEK_OK) {
    return status;
  }
  const size_t would_be = bpeek_wtf8_measure(text->bytes, text->length).units;
  if (!is_mostly_beyond_ascii(text->length, would_be)) {
    return BPEEK_OK;
  }
  uint16_t *all = bpeek_alloc(&model->allocator, would_be, sizeof *all);
  if (all == NULL) {
    bpeek_buffer_free(text);
    return bpeek_fail_memory(error);
  }
  bpeek_buffer other = {(uint8_t *)all, would_be * sizeof *all,
                        model->allocator};
  if (bpeek_utf8_to_units(text->bytes, text->length, all)) {
    const bpeek_buffer bytes = *text;
    *text = other;
    other = bytes;
    *units = would_be;
  }
  bpeek_buffer_free(&other);
  return BPEEK_OK;
}
