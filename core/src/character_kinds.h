/* Rough kinds of characters, mostly scripts, told from the first byte alone.
 * They are part of bpeek's file format (token_groups.h). */
#ifndef BPEEK_CHARACTER_KINDS_H
#define BPEEK_CHARACTER_KINDS_H

#include <stddef.h>
#include <stdint.h>

enum {
  BPEEK_KIND_PART = 0, /* bytes that don't begin a character */
  BPEEK_KINDS = 40,
};

/* The kinds of a token's first and last character; `last` is that of the last
 * character that begins in the token, PART if none does. */
typedef struct bpeek_kinds {
  uint8_t first, last;
} bpeek_kinds;

bpeek_kinds bpeek_kinds_of(const uint8_t *bytes, size_t length);

/* The kinds of two tokens joined. */
static inline bpeek_kinds bpeek_kinds_join(bpeek_kinds left,
                                           bpeek_kinds right) {
  return (bpeek_kinds){left.first,
                       right.last == BPEEK_KIND_PART ? left.last : right.last};
}

#endif
