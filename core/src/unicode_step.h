/*
 * One step through UTF-8, for inner loops: unicode.h's functions without a
 * call, and with BPEEK_OTHER for characters that have no class.
 */
#ifndef BPEEK_UNICODE_STEP_H
#define BPEEK_UNICODE_STEP_H

#include <stddef.h>

#include "unicode.h"
#include "unicode_tables.h"

/* In bpeek_byte_class: the byte is no character by itself. */
enum { BPEEK_BEYOND_ASCII = 128 };

/* The class of each ASCII character; BPEEK_BEYOND_ASCII for all other bytes. */
extern const uint8_t bpeek_byte_class[256];

typedef struct bpeek_step {
  uint8_t length;     /* 1 to 4 */
  uint8_t class_bits; /* exactly one bit */
} bpeek_step;

static inline bool bpeek_is_continuation(unsigned byte) {
  return (byte & 0xC0U) == 0x80U;
}

/* The length of the well-formed character of two or three bytes that these
 * begin with, of which the first is lowest; 0 if they begin otherwise. */
static inline size_t bpeek_short_step(uint32_t bytes) {
  const uint32_t first_bits = bytes & 0x200FU;
  if ((bytes & 0xC0C0F0U) == 0x8080E0U && first_bits != 0 &&
      first_bits != 0x200DU) {
    return 3;
  }
  return (bytes & 0xC0E0U) == 0x80C0U && (bytes & 0x1EU) != 0 ? 2 : 0;
}

/* Steps over the character at text[at], whose first byte is not ASCII. Bytes
 * that are not well-formed (Unicode 16.0, table 3-7) are steps of one byte. */
static inline bpeek_step bpeek_step_beyond_ascii(const uint8_t *text,
                                                 size_t length, size_t at) {
  const bpeek_step malformed = {1, BPEEK_OTHER};
  const unsigned lead = text[at];
  const size_t left = length - at;
  if (left < 2 || !bpeek_is_continuation(text[at + 1])) {
    return malformed;
  }
  const unsigned second = text[at + 1] & 0x3FU;
  if (lead < 0xE0) {
    /* C0 and C1 would be overlong; below are continuation bytes. */
    return lead < 0xC2
               ? malformed
               : (bpeek_step){2, bpeek_trie_class(0, lead & 0x1FU, second)};
  }
  if (left < 3 || !bpeek_is_continuation(text[at + 2])) {
    return malformed;
  }
  const unsigned third = text[at + 2] & 0x3FU;
  if (lead < 0xF0) {
    const bool overlong = lead == 0xE0 && second < 0x20;
    const bool surrogate = lead == 0xED && second >= 0x20;
    return overlong || surrogate
               ? malformed
               : (bpeek_step){3, bpeek_trie_class(lead & 0x0FU, second, third)};
  }
  if (left < 4 || !bpeek_is_continuation(text[at + 3])) {
    return malformed;
  }
  /* U+10000 to U+10FFFF; anything else is overlong or not a code point. */
  const unsigned high = (lead - 0xF0U) << 6 | second;
  return high < 0x10 || high >= 0x110
             ? malformed
             : (bpeek_step){
                   4, bpeek_trie_class(high, third, text[at + 3] & 0x3FU)};
}

static inline bpeek_step bpeek_step_at(const uint8_t *text, size_t length,
                                       size_t at) {
  const uint8_t class_bits = bpeek_byte_class[text[at]];
  return class_bits != BPEEK_BEYOND_ASCII
             ? (bpeek_step){1, class_bits}
             : bpeek_step_beyond_ascii(text, length, at);
}

#endif
