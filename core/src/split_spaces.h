/*
 * Writes `\s` and `\S` out as what Unicode's White_Space has: PCRE2's have
 * U+180E besides, which no longer is white space (since Unicode 6.3).
 */
#ifndef BPEEK_SPLIT_SPACES_H
#define BPEEK_SPLIT_SPACES_H

#include "bpeek.h"

/* Whether there may be anything to write out. */
bool bpeek_has_space_escape(const uint8_t *pattern, size_t length);

/* A pattern, written out. */
typedef struct bpeek_spelled {
  uint8_t *bytes;
  size_t length;
  size_t capacity;
} bpeek_spelled;

/*
 * Writes the pattern out into `spelled`, whose `capacity` bytes are then the
 * caller's to release. is_item[i] says whether an item of the pattern begins
 * at byte i: a character, an escape, a class, a group; is_item[length] is read
 * too. What only looks like `\s` or a class, in a comment, in a name, between
 * \Q and \E, is thus told apart by PCRE2's own parser. The pattern must be one
 * that PCRE2 compiles.
 */
bpeek_status bpeek_spell_spaces(const uint8_t *pattern, size_t length,
                                const bool *is_item,
                                const bpeek_allocator *allocator,
                                bpeek_spelled *spelled, bpeek_error *error);

#endif
