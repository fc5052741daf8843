/*
 * UTF-8, and the classes of characters that split patterns speak of.
 * Classes are those of Unicode 16.0 (unicode_tables.c, generated from the
 * Unicode Character Database).
 */
#ifndef BPEEK_UNICODE_H
#define BPEEK_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A character's classes: bits, of which at most one is set, or none ("other":
 * punctuation, symbols, controls, unassigned). */
enum {
  BPEEK_UPPER = 1,                                           /* Lu, Lt */
  BPEEK_LOWER = 2,                                           /* Ll */
  BPEEK_CASELESS = 4,                                        /* Lm, Lo */
  BPEEK_MARK = 8,                                            /* M */
  BPEEK_NUMBER = 16,                                         /* N */
  BPEEK_SPACE = 32,                                          /* White_Space */
  BPEEK_LETTER = BPEEK_UPPER | BPEEK_LOWER | BPEEK_CASELESS, /* L */
};

/* The class of a code point up to U+10FFFF. */
uint8_t bpeek_class_of(uint32_t code_point);

/* Whether a code point up to U+10FFFF is of General_Category C: a control or
 * format character, a surrogate, for private use, or unassigned. */
bool bpeek_is_control_category(uint32_t code_point);

/* One step through UTF-8. */
typedef struct bpeek_char {
  uint32_t code_point; /* U+001A for a byte that is not well-formed UTF-8 */
  uint8_t length;      /* 1 to 4 bytes; 1 for such a byte */
  uint8_t class_bits;
} bpeek_char;

/* The character at text[at], at < length. */
bpeek_char bpeek_char_at(const uint8_t *text, size_t length, size_t at);

/* How many bytes the well-formed sequence at text[at] has; 0 if there is
 * none (Unicode 16.0, table 3-7: no overlong forms, no surrogates, nothing
 * above U+10FFFF). */
size_t bpeek_utf8_step(const uint8_t *text, size_t length, size_t at);

/* The offset of the first byte that is not well-formed UTF-8, or `length`. */
size_t bpeek_utf8_valid_length(const uint8_t *text, size_t length);

#endif
