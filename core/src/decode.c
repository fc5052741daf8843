/* Ids to bytes. */
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "model.h"

static bpeek_status measure(const bpeek_model *model, const uint32_t *ids,
                            size_t count, size_t *size, bpeek_error *error) {
  *size = 0;
  for (size_t i = 0; i < count; i++) {
    size_t length = 0;
    if (bpeek_model_token(model, ids[i], &length) == NULL) {
      return bpeek_fail(error, BPEEK_BAD_ID, i,
                        "No token has the id %u (number %zu in the row); ids "
                        "of this encoding are below %u.",
                        ids[i], i + 1, model->id_limit);
    }
    *size += length;
  }
  return BPEEK_OK;
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
  for (size_t i = 0; i < count; i++) {
    size_t length = 0;
    const uint8_t *token = bpeek_model_token(model, ids[i], &length);
    memcpy(out, token + skip, length - skip);
    out += length - skip;
    skip = 0;
  }
  return BPEEK_OK;
}
