#include "normalize.h"

#include <string.h>

/* U+2581, LOWER ONE EIGHTH BLOCK */
static const uint8_t BLOCK[] = {0xE2, 0x96, 0x81};

static bool is_block(const uint8_t *text, size_t length, size_t at) {
  return length - at >= sizeof BLOCK &&
         memcmp(text + at, BLOCK, sizeof BLOCK) == 0;
}

bool bpeek_model_normalizes(const bpeek_model *model) {
  return model->space_is_2581 || model->prefix != BPEEK_PREFIX_NEVER;
}

size_t bpeek_normal_size(size_t length) { return length + 1; }

/* Whether a prefix goes before `text`, whose spaces are spaces by now. */
static bool needs_prefix(const bpeek_model *model, const uint8_t *text,
                         size_t length, bpeek_run_start start) {
  if (length == 0 || start == BPEEK_RUN_CONTINUED ||
      (start == BPEEK_RUN_AFTER_SPECIAL && model->prefix_only_first)) {
    return false;
  }
  return model->prefix == BPEEK_PREFIX_ALWAYS ||
         (model->prefix == BPEEK_PREFIX_UNLESS_SPACE && text[0] != ' ');
}

bpeek_normal bpeek_normalize(const bpeek_model *model, const uint8_t *text,
                             size_t length, bpeek_run_start start,
                             uint8_t *buffer) {
  uint8_t *body = buffer + 1;
  size_t size = 0;
  for (size_t at = 0; at < length;) {
    if (model->space_is_2581 && is_block(text, length, at)) {
      body[size++] = ' ';
      at += sizeof BLOCK;
    } else {
      body[size++] = text[at++];
    }
  }
  bool has_prefix = needs_prefix(model, body, size, start);
  buffer[0] = ' ';
  return (bpeek_normal){.text = has_prefix ? buffer : body,
                        .length = has_prefix ? size + 1 : size,
                        .has_prefix = has_prefix,
                        .is_as_written = size == length};
}

void bpeek_offsets_as_written(const bpeek_normal *normal, const uint8_t *text,
                              size_t length, uint32_t *offsets, size_t count) {
  uint32_t prefix = normal->has_prefix ? 1 : 0;
  uint32_t at = 0;     /* in the text as written */
  uint32_t passed = 0; /* the same place in the normal text, less the prefix */
  for (size_t i = 0; i < count; i++) {
    uint32_t offset = offsets[i] < prefix ? 0 : offsets[i] - prefix;
    if (normal->is_as_written) {
      offsets[i] = offset;
      continue;
    }
    for (; passed < offset; passed++) {
      at += is_block(text, length, at) ? (uint32_t)sizeof BLOCK : 1;
    }
    offsets[i] = at;
  }
}
