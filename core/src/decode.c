/* Ids to bytes. */
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "model.h"
#include "utf16.h"

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

static bool is_ascii(const uint8_t *bytes, size_t length) {
  uint8_t all = 0;
  for (size_t i = 0; i < length; i++) {
    all |= bytes[i];
  }
  return all < 0x80;
}

/* Makes UTF-16 of the text, unless it is not well-formed; false without memory,
 * and then the text is as it was. */
static bool to_utf16(bpeek_buffer *text, bpeek_text_form *form) {
  const bpeek_allocator *memory = &text->allocator;
  void *units = NULL;
  size_t room = 0;
  size_t count = 0;
  if (!bpeek_resize(memory, &units, &room, text->length, sizeof(uint16_t))) {
    return false;
  }
  const bool is_well_formed =
      bpeek_utf8_to_units(text->bytes, text->length, units, &count);
  if (!is_well_formed ||
      !bpeek_resize(memory, &units, &room, count, sizeof(uint16_t))) {
    bpeek_release(memory, units, room, sizeof(uint16_t));
    return !is_well_formed;
  }
  const bpeek_buffer utf16 = {units, count * sizeof(uint16_t), *memory};
  bpeek_buffer_free(text);
  *text = utf16;
  *form = BPEEK_TEXT_UTF16;
  return true;
}

bpeek_status bpeek_decode_text(const bpeek_model *model, const uint32_t *ids,
                               size_t count, bpeek_buffer *text,
                               bpeek_text_form *form, bpeek_error *error) {
  *form = BPEEK_TEXT_BYTES;
  const bpeek_status status = bpeek_decode(model, ids, count, text, error);
  if (status != BPEEK_OK) {
    return status;
  }
  if (is_ascii(text->bytes, text->length)) {
    *form = BPEEK_TEXT_ASCII;
  } else if (!to_utf16(text, form)) {
    bpeek_buffer_free(text);
    return bpeek_fail_memory(error);
  }
  return BPEEK_OK;
}
