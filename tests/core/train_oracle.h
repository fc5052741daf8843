/* Training as its definition says, as simply as possible. */
#ifndef BPEEK_TRAIN_ORACLE_H
#define BPEEK_TRAIN_ORACLE_H

#include "support.h"

enum { ORACLE_IDS = 1500, ORACLE_TEXT = 24000 };

/* A text as the tokens that it has now; a piece begins where `begins` is. */
typedef struct oracle {
  uint32_t tokens[ORACLE_TEXT];
  bool begins[ORACLE_TEXT];
  size_t length;
  uint32_t next_id;
  /* Every pair of neighbours, in order of first appearance. */
  bpeek_pair_count pairs[ORACLE_TEXT];
  size_t pair_count;
} oracle;

/* Takes in a text; `begins` says of each byte whether a piece begins there. */
void oracle_begin(oracle *self, const uint8_t *text, const bool *begins,
                  size_t length);

/* Merges the most frequent pair, of equals the first. There must be one. */
bpeek_pair_count oracle_step(oracle *self);

/* The pairs by count, of equals the first in the text first. */
void oracle_candidates(const oracle *self, bpeek_pair_count *candidates);

#endif
