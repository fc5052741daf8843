/* The tokens of a document that lie between two places. */
#include <string.h>

#include "alloc.h"
#include "document.h"
#include "error.h"

static bool reserve(bpeek_document *document, bpeek_numbers *array,
                    size_t count) {
  return bpeek_grow(&document->allocator, (void **)&array->at, &array->capacity,
                    count, sizeof(uint32_t));
}

/* Copies the tokens first .. last - 1 of a chunk that begins at `start`. An
 * array goes after the other, with no branch, so that vectors can be used. */
static void copy_tokens(bpeek_document *document, const bpeek_chunk *chunk,
                        uint32_t start, uint32_t first, uint32_t last) {
  const uint32_t *from_ids = bpeek_chunk_ids(chunk) + first;
  const uint32_t *from_ends = bpeek_chunk_ends(chunk) + first;
  const uint32_t many = last - first;
  uint32_t *ids = document->ids.at + document->ids.count;
  uint32_t *begins = document->begins.at + document->ids.count;
  uint32_t *ends = document->ends.at + document->ids.count;
  for (uint32_t i = 0; i < many; i++) {
    ids[i] = from_ids[i] & ~(uint32_t)BPEEK_PIECE_ENDS;
  }
  for (uint32_t i = 0; i < many; i++) {
    ends[i] = start + from_ends[i];
  }
  if (chunk->has_begins) {
    for (uint32_t i = 0; i < many; i++) {
      begins[i] = start + bpeek_chunk_begin(chunk, first + i);
    }
  } else if (many > 0) {
    begins[0] = start + bpeek_chunk_begin(chunk, first);
    memcpy(begins + 1, ends, (many - 1) * sizeof *begins);
  }
  uint32_t *piece_ends = document->piece_ends.at;
  size_t pieces = document->piece_ends.count;
  for (uint32_t i = 0; i < many; i++) {
    piece_ends[pieces] = ends[i];
    pieces += (from_ids[i] & BPEEK_PIECE_ENDS) != 0;
  }
  document->piece_ends.count = pieces;
  document->ids.count += many;
}

bpeek_status bpeek_document_tokens_at(bpeek_document *document, size_t index,
                                      size_t count, bpeek_tokens *tokens,
                                      bpeek_error *error) {
  bpeek_chunks *chunks = &document->chunks;
  const size_t total = chunks->tokens;
  const size_t first = index < total ? index : total;
  const size_t last = count < total - first ? first + count : total;
  if (!reserve(document, &document->ids, last - first) ||
      !reserve(document, &document->begins, last - first) ||
      !reserve(document, &document->ends, last - first) ||
      !reserve(document, &document->piece_ends, last - first)) {
    return bpeek_fail_memory(error);
  }
  document->ids.count = 0;
  document->piece_ends.count = 0;
  size_t i = bpeek_chunks_find(chunks, BPEEK_BY_TOKENS, first);
  for (size_t at = first; at < last; i++) {
    const bpeek_chunk_entry *entry = bpeek_chunks_at(chunks, i);
    const size_t start = entry->starts[BPEEK_BY_TOKENS];
    const size_t end = start + entry->chunk->token_count;
    const size_t stop = end < last ? end : last;
    copy_tokens(document, entry->chunk, entry->starts[BPEEK_BY_UNITS],
                (uint32_t)(at - start), (uint32_t)(stop - start));
    at = stop;
  }
  *tokens = (bpeek_tokens){
      .ids = document->ids.at,
      .begins = document->begins.at,
      .ends = document->ends.at,
      .count = document->ids.count,
      .piece_ends = document->piece_ends.at,
      .piece_count = document->piece_ends.count,
  };
  return BPEEK_OK;
}

/* The first token of a chunk that ends behind a position in it. */
static uint32_t first_ending_behind(const bpeek_chunk *chunk, size_t position) {
  const uint32_t *ends = bpeek_chunk_ends(chunk);
  uint32_t low = 0;
  uint32_t high = chunk->token_count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (ends[middle] <= position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* How many tokens come before `position`: all that end at it or before it. If
 * `with_begun`, also the one that begins before it. */
static size_t tokens_before(bpeek_document *document, size_t position,
                            bool with_begun) {
  bpeek_chunks *chunks = &document->chunks;
  const size_t i = bpeek_chunks_find(chunks, BPEEK_BY_UNITS, position);
  const bpeek_chunk_entry *entry = bpeek_chunks_at(chunks, i);
  const size_t at = position - entry->starts[BPEEK_BY_UNITS];
  const uint32_t token = first_ending_behind(entry->chunk, at);
  const bool has_begun = with_begun && token < entry->chunk->token_count &&
                         bpeek_chunk_begin(entry->chunk, token) < at;
  return (size_t)entry->starts[BPEEK_BY_TOKENS] + token + (has_begun ? 1 : 0);
}

bpeek_status bpeek_document_tokens_in(bpeek_document *document, size_t from,
                                      size_t to, size_t *first,
                                      bpeek_tokens *tokens,
                                      bpeek_error *error) {
  bpeek_status status = bpeek_document_check_range(document, from, to, error);
  if (status != BPEEK_OK) {
    return status;
  }
  const size_t begin = from == 0 ? 0 : tokens_before(document, from, false);
  const size_t end = tokens_before(document, to, true);
  status =
      bpeek_document_tokens_at(document, begin, end - begin, tokens, error);
  if (status == BPEEK_OK) {
    *first = begin;
  }
  return status;
}
