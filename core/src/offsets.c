#include "offsets.h"

#include <string.h>

#include "bytes64.h"
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

/* ---- Well-formed text -------------------------------------------------- */

/* One bit for each of 64 bytes. A character has as many units as bytes in it
 * have a bit in one of both. */
typedef struct unit_bits {
  uint64_t begins; /* a character */
  uint64_t pairs;  /* a character that is two units */
} unit_bits;

#if BPEEK_HAS_VECTORS

static unit_bits unit_bits_of(const uint8_t *bytes) {
  const bpeek_bytes64 loaded = bpeek_load64(bytes);
  return (unit_bits){~bpeek_in_range64(&loaded, 0x80, 0xBF),
                     bpeek_in_range64(&loaded, 0xF0, 0xFF)};
}

#else

static unit_bits unit_bits_of(const uint8_t *bytes) {
  unit_bits bits = {0, 0};
  for (unsigned i = 0; i < 64; i++) {
    bits.begins |= (uint64_t)((bytes[i] & 0xC0U) != 0x80U) << i;
    bits.pairs |= (uint64_t)(bytes[i] >= 0xF0U) << i;
  }
  return bits;
}

#endif

static uint32_t units_in(unit_bits bits) {
  return (uint32_t)__builtin_popcountll(bits.begins) +
         (uint32_t)__builtin_popcountll(bits.pairs);
}

/* Of the first `count` bytes, 0 to 64. */
static uint32_t units_in_first(unit_bits bits, uint32_t count) {
  const uint64_t first =
      count == 64 ? ~UINT64_C(0) : ((uint64_t)1 << count) - 1;
  return units_in((unit_bits){bits.begins & first, bits.pairs & first});
}

/* Of the bytes from `at` on; there are none behind the text's end. */
static unit_bits unit_bits_at(const uint8_t *text, size_t length, size_t at) {
  if (length - at >= 64) {
    return unit_bits_of(text + at);
  }
  uint8_t padded[64] = {0};
  memcpy(padded, text + at, length - at);
  return unit_bits_of(padded);
}

void bpeek_valid_offsets_to_utf16(const uint8_t *text, size_t length,
                                  uint32_t *offsets, size_t count) {
  uint32_t units = 0;
  size_t i = 0;
  for (size_t at = 0; i < count; at += 64) {
    const unit_bits bits = unit_bits_at(text, length, at);
    for (; i < count && offsets[i] - at <= 64; i++) {
      offsets[i] = units + units_in_first(bits, offsets[i] - (uint32_t)at);
    }
    units += units_in(bits);
  }
}
