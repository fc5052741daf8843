/* UTF-8 to UTF-16, for those whose strings are that. */
#ifndef BPEEK_UTF16_H
#define BPEEK_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Writes the units of a text, which are at most `length`, and how many they are
 * into *count. False if the text is not well-formed UTF-8; then some of them
 * may have been written.
 */
bool bpeek_utf8_to_units(const uint8_t *text, size_t length, uint16_t *units,
                         size_t *count);

#endif
