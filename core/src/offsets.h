/* Byte offsets to UTF-16 offsets. */
#ifndef BPEEK_OFFSETS_H
#define BPEEK_OFFSETS_H

#include <stddef.h>
#include <stdint.h>

/* A place in a text, on its way from the beginning to the end. */
typedef struct bpeek_utf16_cursor {
  const uint8_t *text;
  size_t length, at;
  uint32_t units; /* UTF-16 code units before `at` */
} bpeek_utf16_cursor;

/*
 * Moves on to a byte offset, which is not less than those before, and says how
 * many UTF-16 code units come before it. An offset inside a character becomes
 * the end of the character; a byte that is not well-formed UTF-8 counts as one
 * unit.
 */
uint32_t bpeek_utf16_at(bpeek_utf16_cursor *cursor, uint32_t offset);

/* Turns `count` byte offsets, in ascending order, into such offsets. */
void bpeek_offsets_to_utf16(const uint8_t *text, size_t length,
                            uint32_t *offsets, size_t count);

/* The same for text that is well-formed UTF-8; it is faster. */
void bpeek_valid_offsets_to_utf16(const uint8_t *text, size_t length,
                                  uint32_t *offsets, size_t count);

#endif
