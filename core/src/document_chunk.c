#include "document_chunk.h"

#include <string.h>

#include "alloc.h"
#include "error.h"
#include "offsets.h"
#include "wtf8.h"

static bool has_gaps(const bpeek_tokens *tokens) {
  uint32_t end = 0;
  for (size_t i = 0; i < tokens->count; i++) {
    if (tokens->begins[i] != end) {
      return true;
    }
    end = tokens->ends[i];
  }
  return false;
}

/* A token is the last of its piece if both end at the same byte: the next token
 * could end there too only as a space put before a run, which begins another
 * piece. */
static void fill_ids(const bpeek_tokens *tokens, uint32_t *ids) {
  size_t piece = 0;
  for (size_t i = 0; i < tokens->count; i++) {
    bool is_last = piece < tokens->piece_count &&
                   tokens->piece_ends[piece] == tokens->ends[i];
    ids[i] = tokens->ids[i] | (is_last ? (uint32_t)BPEEK_PIECE_ENDS : 0U);
    piece += is_last ? 1 : 0;
  }
}

/* Copies byte offsets as positions in UTF-16. */
static void fill_positions(const bpeek_chunk *chunk, const bpeek_part *part,
                           const uint32_t *offsets, uint32_t *positions) {
  if (chunk->token_count > 0) {
    memcpy(positions, offsets, chunk->token_count * sizeof *positions);
  }
  if (chunk->units != chunk->length) {
    bpeek_valid_offsets_to_utf16(part->text, part->length, positions,
                                 chunk->token_count);
  }
}

static void fill(bpeek_chunk *chunk, const bpeek_part *part,
                 const uint8_t *kept, const bpeek_tokens *tokens) {
  const size_t count = chunk->token_count;
  uint32_t *ends = chunk->numbers + count;
  uint32_t *behind = ends + count;
  fill_ids(tokens, chunk->numbers);
  fill_positions(chunk, part, tokens->ends, ends);
  if (chunk->has_begins) {
    fill_positions(chunk, part, tokens->begins, behind);
    behind += count;
  }
  if (part->length > 0) {
    memcpy(behind, kept, part->length);
  }
}

bpeek_status bpeek_chunk_new(bpeek_encoder *encoder, const bpeek_part *part,
                             const uint8_t *kept,
                             const bpeek_special_policy *policy,
                             const bpeek_allocator *allocator,
                             bpeek_chunk **out, bpeek_error *error) {
  bpeek_tokens tokens;
  const bpeek_status status =
      bpeek_encode_part(encoder, part, policy,
                        BPEEK_WANT_ENDS | BPEEK_WANT_PIECES, &tokens, error);
  if (status != BPEEK_OK) {
    return status;
  }
  const bool gaps = has_gaps(&tokens);
  const size_t numbers = tokens.count * (gaps ? 3 : 2);
  if (numbers > (SIZE_MAX - sizeof(bpeek_chunk) - part->length) / 4) {
    return bpeek_fail_memory(error);
  }
  const size_t block_size =
      sizeof(bpeek_chunk) + numbers * sizeof(uint32_t) + part->length;
  bpeek_chunk *chunk = bpeek_alloc(allocator, block_size, 1);
  if (chunk == NULL) {
    return bpeek_fail_memory(error);
  }
  const bpeek_wtf8_size size = bpeek_wtf8_measure(kept, part->length);
  *chunk = (bpeek_chunk){.block_size = block_size,
                         .length = (uint32_t)part->length,
                         .units = size.units,
                         .characters = size.characters,
                         .token_count = (uint32_t)tokens.count,
                         .has_begins = gaps};
  fill(chunk, part, kept, &tokens);
  *out = chunk;
  return BPEEK_OK;
}

void bpeek_chunk_free(bpeek_chunk *chunk, const bpeek_allocator *allocator) {
  if (chunk != NULL) {
    bpeek_release(allocator, chunk, chunk->block_size, 1);
  }
}
