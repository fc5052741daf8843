#include "character_kinds.h"

enum {
  KIND_LOWER = 1,
  KIND_UPPER,
  KIND_DIGIT,
  KIND_BLANK,
  KIND_CONTROL,
  KIND_SIGN,
  KIND_FOUR_BYTES,
  KIND_TWO_BYTES = 8,    /* U+0080 to U+07FF: by blocks of 128 */
  KIND_THREE_BYTES = 24, /* U+0800 to U+FFFF: by blocks of 4096 */
};
_Static_assert(KIND_THREE_BYTES + 16 == (int)BPEEK_KINDS, "16 such blocks");

static uint8_t kind_of(uint8_t byte) {
  if (byte >= 0xF0) {
    return KIND_FOUR_BYTES;
  }
  if (byte >= 0xE0) {
    return (uint8_t)(KIND_THREE_BYTES + (byte & 0x0F));
  }
  if (byte >= 0xC0) {
    return (uint8_t)(KIND_TWO_BYTES + (byte & 0x1F) / 2);
  }
  if (byte >= 0x80) {
    return BPEEK_KIND_PART;
  }
  if (byte >= 'a' && byte <= 'z') {
    return KIND_LOWER;
  }
  if (byte >= 'A' && byte <= 'Z') {
    return KIND_UPPER;
  }
  if (byte >= '0' && byte <= '9') {
    return KIND_DIGIT;
  }
  if (byte == ' ') {
    return KIND_BLANK;
  }
  return byte < ' ' ? KIND_CONTROL : KIND_SIGN;
}

bpeek_kinds bpeek_kinds_of(const uint8_t *bytes, size_t length) {
  bpeek_kinds kinds = {BPEEK_KIND_PART, BPEEK_KIND_PART};
  if (length > 0) {
    kinds.first = kind_of(bytes[0]);
  }
  while (length > 0 && kinds.last == BPEEK_KIND_PART) {
    kinds.last = kind_of(bytes[--length]);
  }
  return kinds;
}
