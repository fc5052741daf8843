/*
 * Text as JavaScript's strings have it, in bytes: WTF-8 (Simon Sapin). It is
 * UTF-8, but half of a surrogate pair without the other half is three bytes, ED
 * A0 80 to ED BF BF. Two halves side by side are never kept so: they are a
 * pair.
 */
#ifndef BPEEK_WTF8_H
#define BPEEK_WTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BPEEK_HALF_LENGTH = 3 }; /* in bytes, as of U+FFFD */

/* How many bytes at the beginning are well-formed WTF-8. */
size_t bpeek_wtf8_valid_length(const uint8_t *text, size_t length);

/* Both append to `text`, which has room, and return its new length. Two halves
 * that thereby come side by side become a pair. */
size_t bpeek_wtf8_append_half(uint8_t *text, size_t length, uint16_t half);
size_t bpeek_wtf8_append(uint8_t *text, size_t length, const uint8_t *more,
                         size_t more_length);

/* Where some number of units end: at byte `at`, or between the two halves of
 * the pair there. */
typedef struct bpeek_wtf8_place {
  size_t at;
  bool is_inside;
} bpeek_wtf8_place;

bpeek_wtf8_place bpeek_wtf8_find(const uint8_t *text, size_t length,
                                 size_t units);

/* The halves of the pair at text[at]. */
typedef struct bpeek_wtf8_pair {
  uint16_t high, low;
} bpeek_wtf8_pair;

bpeek_wtf8_pair bpeek_wtf8_pair_at(const uint8_t *text, size_t at);

/* Writes the units of the text, as many as bpeek_wtf8_measure says. */
void bpeek_wtf8_to_units(const uint8_t *text, size_t length, uint16_t *units);

typedef struct bpeek_wtf8_size {
  uint32_t units, characters; /* a half that is alone is one of each */
} bpeek_wtf8_size;

bpeek_wtf8_size bpeek_wtf8_measure(const uint8_t *text, size_t length);

/* The first half at or after `from`, or `length`. */
size_t bpeek_wtf8_next_half(const uint8_t *text, size_t length, size_t from);

#endif
