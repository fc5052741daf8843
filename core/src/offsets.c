#include "offsets.h"

#include "unicode.h"

void bpeek_offsets_to_utf16(const uint8_t *text, size_t length,
                            uint32_t *offsets, size_t count) {
  size_t at = 0;
  uint32_t units = 0;
  for (size_t i = 0; i < count; i++) {
    while (at < offsets[i]) {
      size_t step = text[at] < 0x80 ? 1 : bpeek_utf8_step(text, length, at);
      units += step == 4 ? 2 : 1;
      at += step == 0 ? 1 : step;
    }
    offsets[i] = units;
  }
}
