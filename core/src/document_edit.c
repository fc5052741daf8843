/* Editing a document: which chunks change, and what they become. */
#include "alloc.h"
#include "document.h"
#include "error.h"
#include "offsets.h"

enum {
  /* The text may not be longer, so that ids and positions fit in 32 bits. */
  MOST_BYTES = INT32_MAX,
  /* Scratch that is larger is given back. */
  SCRATCH_SIZE = 1 << 18,
};

static bpeek_chunk_place place_of(bpeek_document *document, size_t chunk,
                                  size_t position) {
  const bpeek_chunk_entry *entry = bpeek_chunks_at(&document->chunks, chunk);
  const size_t units = position - entry->starts[BPEEK_BY_UNITS];
  const bpeek_chunk *at = entry->chunk;
  if (at->units == at->length) {
    return (bpeek_chunk_place){chunk, {units, false}};
  }
  return (bpeek_chunk_place){
      chunk, bpeek_wtf8_find(bpeek_chunk_text(at), at->length, units)};
}

static bpeek_edit locate(bpeek_document *document, size_t from, size_t to,
                         const uint8_t *text, size_t length) {
  bpeek_chunks *chunks = &document->chunks;
  const size_t first = bpeek_chunks_find(chunks, BPEEK_BY_UNITS, from);
  const size_t last =
      to == from ? first : bpeek_chunks_find(chunks, BPEEK_BY_UNITS, to - 1);
  return (bpeek_edit){
      .from = place_of(document, first, from),
      .to = place_of(document, last, to),
      .text = text,
      .length = length,
      .first = first,
      .last = last,
  };
}

/* ---- Which chunks change ----------------------------------------------- */

static bool is_cut(const bpeek_document *document, size_t place) {
  const bpeek_window *window = &document->window;
  return place > 0 && place < window->length &&
         bpeek_cut_between(&document->cutter, window->text, window->length,
                           place - 1, place) == place;
}

/*
 * Takes in one more chunk if there has to be, or should be. There has to be
 * where the text can no longer be cut off, and if no text is left: the chunk
 * behind may then be the first one now, and the one before it the last. There
 * should be if what is left is tiny and not beside something huge.
 */
static bool take_in_neighbour(const bpeek_document *document,
                              bpeek_edit *edit) {
  const bpeek_chunks *chunks = &document->chunks;
  const bpeek_window *window = &document->window;
  const size_t length = window->end - window->begin;
  const bool has_before = edit->first > 0;
  const bool has_behind = edit->last + 1 < chunks->count;
  if (has_before && !is_cut(document, window->begin)) {
    edit->first--;
    return true;
  }
  if (has_behind && !is_cut(document, window->end)) {
    edit->last++;
    return true;
  }
  const bool is_tiny = length < document->chunk_size / 4;
  const size_t limit = length == 0 ? SIZE_MAX : 2 * document->chunk_size;
  if (is_tiny && has_before &&
      chunks->entries[edit->first - 1].chunk->length < limit) {
    edit->first--;
    return true;
  }
  if (is_tiny && has_behind &&
      chunks->entries[edit->last + 1].chunk->length < limit) {
    edit->last++;
    return true;
  }
  return false;
}

static bpeek_status fill_window(bpeek_document *document, bpeek_edit *edit,
                                bpeek_error *error) {
  const size_t reach = bpeek_cut_reach(&document->cutter);
  do {
    if (!bpeek_window_fill(&document->window, &document->chunks, edit, reach,
                           &document->allocator)) {
      return bpeek_fail_memory(error);
    }
  } while (take_in_neighbour(document, edit));
  return BPEEK_OK;
}

/* ---- What they become -------------------------------------------------- */

/* Where the chunk that begins at `from` ends. If it can't be cut within its
 * size, a stretch of twice the size is searched, then of four times, and so on:
 * all of it once. */
static size_t chunk_end(const bpeek_document *document, size_t from) {
  const bpeek_window *window = &document->window;
  const size_t rest = window->end - from;
  if (rest <= 2 * document->chunk_size) {
    return window->end;
  }
  for (size_t size = document->chunk_size; size / 2 < rest; size *= 2) {
    const size_t low = from + size / 2;
    const size_t high = size < rest ? from + size : window->end - 1;
    const size_t cut = bpeek_cut_between(&document->cutter, window->text,
                                         window->length, low, high);
    if (cut > low) {
      return cut;
    }
  }
  return window->end;
}

static bpeek_status add_fresh(bpeek_document *document, const bpeek_part *part,
                              size_t at, bpeek_error *error) {
  if (!bpeek_grow(&document->allocator, (void **)&document->fresh,
                  &document->fresh_capacity, document->fresh_count + 1,
                  sizeof(bpeek_chunk *))) {
    return bpeek_fail_memory(error);
  }
  const bpeek_status status = bpeek_chunk_new(
      document->encoder, part, document->window.kept + at, &document->policy,
      &document->allocator, &document->fresh[document->fresh_count], error);
  document->fresh_count += status == BPEEK_OK ? 1 : 0;
  return status;
}

/* The place of an error in the new text as a whole. */
static bpeek_status fail_at(bpeek_document *document, const bpeek_edit *edit,
                            size_t at, bpeek_error *error) {
  if (error == NULL) {
    return BPEEK_PATTERN_LIMIT;
  }
  const bpeek_window *window = &document->window;
  const bpeek_chunk_entry *entry =
      bpeek_chunks_at(&document->chunks, edit->first);
  uint32_t units = (uint32_t)(at + error->offset - window->begin);
  bpeek_offsets_to_utf16(window->text + window->begin,
                         window->end - window->begin, &units, 1);
  return bpeek_fail(error, BPEEK_PATTERN_LIMIT,
                    (size_t)entry->starts[BPEEK_BY_UNITS] + units,
                    "The split pattern takes too long to match the text at "
                    "position %zu: make the pattern simpler.",
                    (size_t)entry->starts[BPEEK_BY_UNITS] + units);
}

static bpeek_status make_fresh(bpeek_document *document, const bpeek_edit *edit,
                               bpeek_error *error) {
  const bpeek_window *window = &document->window;
  size_t at = window->begin;
  bpeek_status status = BPEEK_OK;
  do {
    const size_t end = chunk_end(document, at);
    const bpeek_part part = {
        .text = window->text + at,
        .length = end - at,
        .continues = at > window->begin || edit->first > 0,
        .goes_on = end < window->end || edit->last + 1 < document->chunks.count,
    };
    status = add_fresh(document, &part, at, error);
    if (status == BPEEK_PATTERN_LIMIT) {
      return fail_at(document, edit, at, error);
    }
    at = end;
  } while (status == BPEEK_OK && at < window->end);
  return status;
}

static bpeek_token_change change_of(bpeek_document *document,
                                    const bpeek_edit *edit) {
  bpeek_chunks *chunks = &document->chunks;
  bpeek_token_change change = {
      .first = bpeek_chunks_at(chunks, edit->first)->starts[BPEEK_BY_TOKENS]};
  for (size_t i = edit->first; i <= edit->last; i++) {
    change.removed += chunks->entries[i].chunk->token_count;
  }
  for (size_t i = 0; i < document->fresh_count; i++) {
    change.added += document->fresh[i]->token_count;
  }
  return change;
}

static void drop_scratch(bpeek_document *document, bool drop_fresh) {
  const bpeek_allocator *memory = &document->allocator;
  for (size_t i = 0; drop_fresh && i < document->fresh_count; i++) {
    bpeek_chunk_free(document->fresh[i], memory);
  }
  document->fresh_count = 0;
  if (document->fresh_capacity > SCRATCH_SIZE / sizeof(bpeek_chunk *)) {
    bpeek_release(memory, document->fresh, document->fresh_capacity,
                  sizeof(bpeek_chunk *));
    document->fresh = NULL;
    document->fresh_capacity = 0;
  }
  if (document->window.kept_capacity > SCRATCH_SIZE) {
    bpeek_window_free(&document->window, memory);
  }
}

static bpeek_status check_edit(const bpeek_document *document, size_t from,
                               size_t to, const uint8_t *text, size_t length,
                               bpeek_error *error) {
  const bpeek_status status =
      bpeek_document_check_range(document, from, to, error);
  if (status != BPEEK_OK) {
    return status;
  }
  if (length > MOST_BYTES || document->chunks.bytes + length > MOST_BYTES) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "The text would have more than 2 GiB; encode it in "
                      "parts.");
  }
  const size_t valid = bpeek_wtf8_valid_length(text, length);
  if (valid < length) {
    return bpeek_fail(error, BPEEK_BAD_ARGUMENT, valid,
                      "The text to insert is not UTF-8 at byte %zu.", valid);
  }
  return BPEEK_OK;
}

bpeek_status bpeek_document_edit(bpeek_document *document, size_t from,
                                 size_t to, const uint8_t *text, size_t length,
                                 bpeek_error *error) {
  bpeek_status status = check_edit(document, from, to, text, length, error);
  if (status != BPEEK_OK) {
    return status;
  }
  bpeek_edit edit = locate(document, from, to, text, length);
  status = fill_window(document, &edit, error);
  if (status == BPEEK_OK) {
    status = make_fresh(document, &edit, error);
  }
  const size_t removed = edit.last + 1 - edit.first;
  if (status == BPEEK_OK &&
      !bpeek_chunks_reserve(&document->chunks,
                            document->chunks.count - removed +
                                document->fresh_count,
                            &document->allocator)) {
    status = bpeek_fail_memory(error);
  }
  if (status == BPEEK_OK) {
    document->last_change = change_of(document, &edit);
    bpeek_chunks_replace(&document->chunks, edit.first, removed,
                         document->fresh, document->fresh_count,
                         &document->allocator);
  }
  drop_scratch(document, status != BPEEK_OK);
  return status;
}
