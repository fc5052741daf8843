#include "offsets.h"

#include <string.h>

#include "unicode.h"

static int is_ascii(const uint8_t *eight_bytes) {
  uint64_t word = 0;
  memcpy(&word, eight_bytes, sizeof word);
  return (word & 0x8080808080808080U) == 0;
}

uint32_t bpeek_utf16_at(bpeek_utf16_cursor *cursor, uint32_t offset) {
  const uint8_t *text = cursor->text;
  size_t at = cursor->at;
  uint32_t units = cursor->units;
  while (at < offset) {
    if (offset - at >= 8 && is_ascii(text + at)) {
      at += 8;
      units += 8;
      continue;
    }
    size_t step =
        text[at] < 0x80 ? 1 : bpeek_utf8_step(text, cursor->length, at);
    units += step == 4 ? 2 : 1;
    at += step == 0 ? 1 : step;
  }
  cursor->at = at;
  cursor->units = units;
  return units;
}

void bpeek_offsets_to_utf16(const uint8_t *text, size_t length,
                            uint32_t *offsets, size_t count) {
  bpeek_utf16_cursor cursor = {text, length, 0, 0};
  for (size_t i = 0; i < count; i++) {
    offsets[i] = bpeek_utf16_at(&cursor, offsets[i]);
  }
}
