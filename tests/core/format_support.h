/* What the tests of model files share: models of all sorts, comparing them,
 * and bpeek files with true checksums whatever their body. */
#ifndef BPEEK_FORMAT_SUPPORT_H
#define BPEEK_FORMAT_SUPPORT_H

#include "support.h"

/* A toy with the special tokens of which its parts speak. */
typedef struct full_toy {
  toy vocabulary;
  bpeek_special specials[8];
  char special_texts[8][16];
} full_toy;

/* A random model's parts: any merge rule, any unit, any flag, ids without
 * tokens, special tokens, patterns. */
void full_toy_fill(full_toy *full, random_source *source);

/* All bytes, and every string of two or three out of 40 letters. */
bpeek_model *big_model(void);

/* Fails if the models differ in any of bpeek_parts. */
void same_parts(const bpeek_model *one, const bpeek_model *other);

bpeek_buffer save_bpeek(const bpeek_model *model);

/* Where the body of a bpeek file begins. */
size_t bpeek_file_body(const bpeek_buffer *file);

/* Makes `file`, which has room for 64 bytes and the body, a bpeek file with
 * this body of up to 64 KiB; returns its length. */
size_t seal_bpeek_file(const uint8_t *body, size_t length, uint8_t *file);

#endif
