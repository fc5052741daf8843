/* Byte offsets to UTF-16 offsets. */
#ifndef BPEEK_OFFSETS_H
#define BPEEK_OFFSETS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Turns `count` byte offsets into `text`, in ascending order, into offsets in
 * UTF-16 code units. One inside a character becomes the end of the character;
 * a byte that is not well-formed UTF-8 counts as one unit.
 */
void bpeek_offsets_to_utf16(const uint8_t *text, size_t length,
                            uint32_t *offsets, size_t count);

#endif
