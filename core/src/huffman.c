#include "huffman.h"

#include <string.h>

/* A leaf (a symbol) or the root of a tree that two others were joined to. */
typedef struct node {
  uint32_t count;
  uint16_t parent;
  uint16_t symbol;
} node;

/* The symbols that occur, rarest first, by insertion; returns their number. */
static unsigned sorted_leaves(const uint32_t *counts, unsigned symbols,
                              node *leaves) {
  unsigned used = 0;
  for (unsigned symbol = 0; symbol < symbols; symbol++) {
    if (counts[symbol] == 0) {
      continue;
    }
    unsigned at = used++;
    for (; at > 0 && leaves[at - 1].count > counts[symbol]; at--) {
      leaves[at] = leaves[at - 1];
    }
    leaves[at] = (node){counts[symbol], 0, (uint16_t)symbol};
  }
  return used;
}

/*
 * Joins the two rarest trees until one is left. The joined ones come about in
 * the order of their counts, so that the rarest is always the first of the
 * leaves or the first of the joined ones. Returns the longest code length.
 */
static unsigned join_trees(node *nodes, unsigned leaves, uint8_t *lengths) {
  unsigned next_leaf = 0;
  unsigned next_joined = leaves;
  unsigned end = leaves;
  while (end < 2 * leaves - 1) {
    uint32_t count = 0;
    for (unsigned child = 0; child < 2; child++) {
      bool leaf = next_leaf < leaves &&
                  (next_joined == end ||
                   nodes[next_leaf].count <= nodes[next_joined].count);
      unsigned rarest = leaf ? next_leaf++ : next_joined++;
      count += nodes[rarest].count;
      nodes[rarest].parent = (uint16_t)end;
    }
    nodes[end++] = (node){count, 0, 0};
  }
  unsigned longest = 0;
  uint8_t depths[2 * BPEEK_HUFFMAN_SYMBOLS];
  depths[end - 1] = 0;
  for (unsigned i = end - 1; i-- > 0;) {
    unsigned depth = depths[nodes[i].parent] + 1U;
    depths[i] = (uint8_t)depth;
    if (i < leaves) {
      lengths[nodes[i].symbol] = (uint8_t)depth;
      longest = depth > longest ? depth : longest;
    }
  }
  return longest;
}

void bpeek_huffman_lengths(const uint32_t *counts, unsigned symbols,
                           uint8_t *lengths) {
  node nodes[2 * BPEEK_HUFFMAN_SYMBOLS];
  memset(lengths, 0, symbols);
  unsigned leaves = sorted_leaves(counts, symbols, nodes);
  if (leaves == 0) {
    return;
  }
  if (leaves == 1) {
    lengths[nodes[0].symbol] = 1;
    return;
  }
  /* Where a code word is too long the counts are made more alike. */
  while (join_trees(nodes, leaves, lengths) > BPEEK_HUFFMAN_LONGEST) {
    for (unsigned i = 0; i < leaves; i++) {
      nodes[i].count = (nodes[i].count + 1) / 2;
    }
  }
}

unsigned bpeek_huffman_longest(const uint8_t *lengths, unsigned symbols) {
  unsigned longest = 0;
  for (unsigned i = 0; i < symbols; i++) {
    longest = lengths[i] > longest ? lengths[i] : longest;
  }
  return longest;
}

static uint16_t reversed(unsigned code, unsigned length) {
  unsigned result = 0;
  for (unsigned i = 0; i < length; i++) {
    result = result << 1 | (code >> i & 1);
  }
  return (uint16_t)result;
}

bool bpeek_huffman_codes(const uint8_t *lengths, unsigned symbols,
                         uint16_t *codes) {
  unsigned of_length[BPEEK_HUFFMAN_LONGEST + 1] = {0};
  unsigned used = 0;
  for (unsigned i = 0; i < symbols; i++) {
    if (lengths[i] > BPEEK_HUFFMAN_LONGEST) {
      return false;
    }
    of_length[lengths[i]]++;
    used += lengths[i] > 0;
  }
  unsigned next[BPEEK_HUFFMAN_LONGEST + 1];
  unsigned code = 0;
  for (unsigned length = 1; length <= BPEEK_HUFFMAN_LONGEST; length++) {
    code *= 2;
    next[length] = code;
    code += of_length[length];
    if (code > 1U << length) {
      return false;
    }
  }
  for (unsigned i = 0; i < symbols; i++) {
    codes[i] = lengths[i] == 0 ? 0 : reversed(next[lengths[i]]++, lengths[i]);
  }
  return code == 1U << BPEEK_HUFFMAN_LONGEST ||
         (used == 1 && of_length[1] == 1);
}

void bpeek_huffman_table(const uint8_t *lengths, const uint16_t *codes,
                         unsigned symbols, unsigned bits, uint16_t *table) {
  memset(table, 0, sizeof(uint16_t) << bits);
  for (unsigned i = 0; i < symbols; i++) {
    if (lengths[i] > 0) {
      for (unsigned at = codes[i]; at < 1U << bits; at += 1U << lengths[i]) {
        table[at] = (uint16_t)(i << 4 | lengths[i]);
      }
    }
  }
}
