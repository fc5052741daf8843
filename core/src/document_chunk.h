/* A part of a document's text, and its tokens: what is encoded at once. */
#ifndef BPEEK_DOCUMENT_CHUNK_H
#define BPEEK_DOCUMENT_CHUNK_H

#include "encode.h"

/* With the id of a token that a piece ends with. */
enum { BPEEK_PIECE_ENDS = 1 << 24 };

/* One block, whose `numbers` are the ids, the ends and, if has_begins, the
 * begins of the tokens, and behind them the text. Positions are UTF-16 units
 * from the chunk's beginning. Without begins, each token begins where the one
 * before it ends. */
typedef struct bpeek_chunk {
  size_t block_size;
  uint32_t length; /* of the text, in bytes of WTF-8 */
  uint32_t units, characters;
  uint32_t token_count;
  bool has_begins;
  uint32_t numbers[];
} bpeek_chunk;

static inline const uint32_t *bpeek_chunk_ids(const bpeek_chunk *chunk) {
  return chunk->numbers;
}

static inline const uint32_t *bpeek_chunk_ends(const bpeek_chunk *chunk) {
  return chunk->numbers + chunk->token_count;
}

static inline uint32_t bpeek_chunk_begin(const bpeek_chunk *chunk,
                                         uint32_t token) {
  const uint32_t *ends = bpeek_chunk_ends(chunk);
  return chunk->has_begins ? ends[chunk->token_count + token]
         : token == 0      ? 0
                           : ends[token - 1];
}

static inline const uint8_t *bpeek_chunk_text(const bpeek_chunk *chunk) {
  return (const uint8_t *)(chunk->numbers + (size_t)chunk->token_count *
                                                (chunk->has_begins ? 3 : 2));
}

/* Encodes `part`; `kept` is its text in WTF-8, where part->text has U+FFFD for
 * each half of a surrogate pair. */
bpeek_status bpeek_chunk_new(bpeek_encoder *encoder, const bpeek_part *part,
                             const uint8_t *kept,
                             const bpeek_special_policy *policy,
                             const bpeek_allocator *allocator,
                             bpeek_chunk **out, bpeek_error *error);

void bpeek_chunk_free(bpeek_chunk *chunk, const bpeek_allocator *allocator);

#endif
