/*
 * Prefix codes of least length (Huffman 1952), with a limit to the length, in
 * canonical form: the lengths alone tell the codes. Codes are stored with
 * their first bit lowest, as bits.h reads them.
 */
#ifndef BPEEK_HUFFMAN_H
#define BPEEK_HUFFMAN_H

#include <stdbool.h>
#include <stdint.h>

enum {
  BPEEK_HUFFMAN_SYMBOLS = 1024, /* at most, per code */
  BPEEK_HUFFMAN_LONGEST = 11,   /* bits of the longest code word */
};

/* Code lengths for symbols that occur counts[i] times; 0 for those that don't.
 * A lone symbol has length 1. */
void bpeek_huffman_lengths(const uint32_t *counts, unsigned symbols,
                           uint8_t *lengths);

/* The code words that belong to the lengths. False if the lengths are of no
 * complete code (a lone symbol of length 1 is one), or longer than allowed. */
bool bpeek_huffman_codes(const uint8_t *lengths, unsigned symbols,
                         uint16_t *codes);

/* The longest length; 0 if no symbol has a code. */
unsigned bpeek_huffman_longest(const uint8_t *lengths, unsigned symbols);

/*
 * Fills a table of 2^bits entries, `bits` being the longest length: for each
 * way that the next bits can be, the symbol << 4 | its length, or 0 where no
 * symbol begins so.
 */
void bpeek_huffman_table(const uint8_t *lengths, const uint16_t *codes,
                         unsigned symbols, unsigned bits, uint16_t *table);

#endif
