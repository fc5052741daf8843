/* Encoding a part of a text, for one that is kept in parts (document.h). */
#ifndef BPEEK_ENCODE_H
#define BPEEK_ENCODE_H

#include "encoder.h"

/*
 * A part of a text, cut off where no token depends on both sides, inside of a
 * run of ordinary text (document_cut.h tells where that is).
 */
typedef struct bpeek_part {
  const uint8_t *text;
  size_t length;
  bool continues; /* the run that it begins with has begun before it */
  bool goes_on;   /* the run that it ends with ends behind it */
} bpeek_part;

/* As bpeek_encode. Offsets are those in the part. */
bpeek_status bpeek_encode_part(bpeek_encoder *encoder, const bpeek_part *part,
                               const bpeek_special_policy *policy,
                               unsigned want, bpeek_tokens *tokens,
                               bpeek_error *error);

#endif
