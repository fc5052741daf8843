#include "unicode.h"

#include <string.h>

#include "unicode_step.h"

#define O BPEEK_OTHER
#define S BPEEK_SPACE
#define N BPEEK_NUMBER
#define U BPEEK_UPPER
#define L BPEEK_LOWER
#define B BPEEK_BEYOND_ASCII
#define B16 B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B

const uint8_t bpeek_byte_class[256] = {
    O,   O,   O,   O,   O,   O,   O,   O,   O, S, S, S, S, S, O, O, /* 00 */
    O,   O,   O,   O,   O,   O,   O,   O,   O, O, O, O, O, O, O, O, /* 10 */
    S,   O,   O,   O,   O,   O,   O,   O,   O, O, O, O, O, O, O, O, /* 20 */
    N,   N,   N,   N,   N,   N,   N,   N,   N, N, O, O, O, O, O, O, /* 30 */
    O,   U,   U,   U,   U,   U,   U,   U,   U, U, U, U, U, U, U, U, /* 40 */
    U,   U,   U,   U,   U,   U,   U,   U,   U, U, U, O, O, O, O, O, /* 50 */
    O,   L,   L,   L,   L,   L,   L,   L,   L, L, L, L, L, L, L, L, /* 60 */
    L,   L,   L,   L,   L,   L,   L,   L,   L, L, L, O, O, O, O, O, /* 70 */
    B16, B16, B16, B16, B16, B16, B16, B16,
};

#undef O
#undef S
#undef N
#undef U
#undef L
#undef B
#undef B16

/* The classes of unicode.h, where "other" is no bit. */
static uint8_t public_bits(uint8_t class_bits) {
  return class_bits & (uint8_t)~BPEEK_OTHER;
}

uint8_t bpeek_class_of(uint32_t code_point) {
  return public_bits(bpeek_trie_class(code_point >> 12, code_point >> 6 & 0x3F,
                                      code_point & 0x3F));
}

bool bpeek_is_control_category(uint32_t code_point) {
  const uint32_t plane = code_point >> 16;
  uint32_t from = bpeek_control_planes[plane];
  uint32_t to = bpeek_control_planes[plane + 1];
  while (from < to) {
    const uint32_t middle = from + (to - from) / 2;
    if (bpeek_control_edges[middle] <= (code_point & 0xFFFF)) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  /* The first edge is where it begins, at U+0000. */
  return from % 2 == 1;
}

size_t bpeek_utf8_step(const uint8_t *text, size_t length, size_t at) {
  if (text[at] < 0x80) {
    return 1;
  }
  const size_t step = bpeek_step_beyond_ascii(text, length, at).length;
  return step == 1 ? 0 : step;
}

bpeek_char bpeek_char_at(const uint8_t *text, size_t length, size_t at) {
  const bpeek_step step = bpeek_step_at(text, length, at);
  uint32_t code_point = text[at];
  if (step.length > 1) {
    code_point &= 0x7FU >> step.length;
    for (size_t i = 1; i < step.length; i++) {
      code_point = code_point << 6 | (text[at + i] & 0x3FU);
    }
  } else if (code_point >= 0x80) {
    code_point = 0x1A;
  }
  return (bpeek_char){code_point, step.length, public_bits(step.class_bits)};
}

size_t bpeek_utf8_valid_length(const uint8_t *text, size_t length) {
  const uint64_t high_bits = UINT64_C(0x8080808080808080);
  size_t at = 0;
  while (at < length) {
    uint64_t word = 0;
    if (length - at >= sizeof word) {
      memcpy(&word, text + at, sizeof word);
      if ((word & high_bits) == 0) {
        at += sizeof word;
        continue;
      }
    }
    const size_t step = bpeek_utf8_step(text, length, at);
    if (step == 0) {
      return at;
    }
    at += step;
  }
  return length;
}
