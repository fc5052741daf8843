#include "document.h"

#include <string.h>

#include "alloc.h"
#include "error.h"

/* ---- Making and freeing ------------------------------------------------ */

static bpeek_status copy_policy(bpeek_document *document,
                                const bpeek_special_policy *policy,
                                bpeek_error *error) {
  document->policy.mode = policy->mode;
  if (policy->parsed_count == 0) {
    return BPEEK_OK;
  }
  uint32_t *parsed =
      bpeek_alloc(&document->allocator, policy->parsed_count, sizeof *parsed);
  if (parsed == NULL) {
    return bpeek_fail_memory(error);
  }
  memcpy(parsed, policy->parsed, policy->parsed_count * sizeof *parsed);
  document->policy.parsed = parsed;
  document->policy.parsed_count = policy->parsed_count;
  return BPEEK_OK;
}

/* The chunk of a text that is empty. */
static bpeek_status add_first_chunk(bpeek_document *document,
                                    bpeek_error *error) {
  if (!bpeek_chunks_reserve(&document->chunks, 1, &document->allocator)) {
    return bpeek_fail_memory(error);
  }
  const bpeek_part nothing = {.text = NULL};
  bpeek_chunk *chunk = NULL;
  const bpeek_status status =
      bpeek_chunk_new(document->encoder, &nothing, NULL, &document->policy,
                      &document->allocator, &chunk, error);
  if (status == BPEEK_OK) {
    bpeek_chunks_replace(&document->chunks, 0, 0, &chunk, 1,
                         &document->allocator);
  }
  return status;
}

bpeek_status bpeek_document_new(bpeek_encoder *encoder,
                                const bpeek_special_policy *policy,
                                const bpeek_allocator *allocator,
                                bpeek_document **document, bpeek_error *error) {
  if (policy == NULL || policy->mode == BPEEK_SPECIAL_IS_ERROR) {
    return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                      "In a text that is edited a special token can't be an "
                      "error; parse special tokens, or take them as text.");
  }
  const bpeek_allocator *memory =
      allocator == NULL ? &encoder->allocator : allocator;
  bpeek_document *made = bpeek_alloc_zero(memory, 1, sizeof *made);
  if (made == NULL) {
    return bpeek_fail_memory(error);
  }
  made->allocator = *memory;
  made->encoder = encoder;
  made->cutter = (bpeek_cutter){encoder->model, &made->policy};
  made->chunk_size = BPEEK_CHUNK_SIZE;
  bpeek_status status = copy_policy(made, policy, error);
  if (status == BPEEK_OK) {
    status = add_first_chunk(made, error);
  }
  if (status != BPEEK_OK) {
    bpeek_document_free(made);
    return status;
  }
  *document = made;
  return BPEEK_OK;
}

void bpeek_document_free(bpeek_document *document) {
  if (document == NULL) {
    return;
  }
  const bpeek_allocator memory = document->allocator;
  const bpeek_numbers *arrays[] = {&document->ids, &document->begins,
                                   &document->ends, &document->piece_ends};
  for (unsigned i = 0; i < 4; i++) {
    bpeek_release(&memory, arrays[i]->at, arrays[i]->capacity,
                  sizeof(uint32_t));
  }
  bpeek_release(&memory, document->units, document->unit_capacity,
                sizeof(uint16_t));
  bpeek_release(&memory, document->fresh, document->fresh_capacity,
                sizeof(bpeek_chunk *));
  bpeek_window_free(&document->window, &memory);
  bpeek_chunks_free(&document->chunks, &memory);
  bpeek_release(&memory, (void *)document->policy.parsed,
                document->policy.parsed_count, sizeof(uint32_t));
  bpeek_release(&memory, document, 1, sizeof *document);
}

/* ---- Questions --------------------------------------------------------- */

bpeek_totals bpeek_document_totals(const bpeek_document *document) {
  const bpeek_chunks *chunks = &document->chunks;
  return (bpeek_totals){.bytes = chunks->bytes,
                        .characters = chunks->characters,
                        .units = chunks->units,
                        .tokens = chunks->tokens};
}

bpeek_token_change bpeek_document_last_change(const bpeek_document *document) {
  return document->last_change;
}

bpeek_status bpeek_document_check_range(const bpeek_document *document,
                                        size_t from, size_t to,
                                        bpeek_error *error) {
  if (from <= to && to <= document->chunks.units) {
    return BPEEK_OK;
  }
  return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                    "The positions %zu to %zu are not in the text, which has "
                    "%zu units of UTF-16.",
                    from, to, document->chunks.units);
}

/* Units from .. to of a chunk, from < to. */
static void copy_units(const bpeek_chunk *chunk, size_t from, size_t to,
                       uint16_t *out) {
  const uint8_t *text = bpeek_chunk_text(chunk);
  uint16_t *last = out + (to - from) - 1;
  bpeek_wtf8_place begin = bpeek_wtf8_find(text, chunk->length, from);
  const bpeek_wtf8_place end = bpeek_wtf8_find(text, chunk->length, to);
  if (begin.is_inside) {
    *out++ = bpeek_wtf8_pair_at(text, begin.at).low;
    begin.at += 4;
  }
  if (begin.at < end.at) {
    bpeek_wtf8_to_units(text + begin.at, end.at - begin.at, out);
  }
  if (end.is_inside) {
    *last = bpeek_wtf8_pair_at(text, end.at).high;
  }
}

bpeek_status bpeek_document_text(bpeek_document *document, size_t from,
                                 size_t to, const uint16_t **units,
                                 bpeek_error *error) {
  const bpeek_status status =
      bpeek_document_check_range(document, from, to, error);
  if (status != BPEEK_OK) {
    return status;
  }
  if (!bpeek_grow(&document->allocator, (void **)&document->units,
                  &document->unit_capacity, to - from, sizeof(uint16_t))) {
    return bpeek_fail_memory(error);
  }
  bpeek_chunks *chunks = &document->chunks;
  size_t i = bpeek_chunks_find(chunks, BPEEK_BY_UNITS, from);
  for (size_t at = from; at < to; i++) {
    const bpeek_chunk_entry *entry = bpeek_chunks_at(chunks, i);
    const size_t start = entry->starts[BPEEK_BY_UNITS];
    const size_t end = start + entry->chunk->units;
    const size_t stop = end < to ? end : to;
    copy_units(entry->chunk, at - start, stop - start,
               document->units + (at - from));
    at = stop;
  }
  *units = document->units;
  return BPEEK_OK;
}
