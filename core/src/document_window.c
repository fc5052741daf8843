#include "document_window.h"

#include <string.h>

#include "alloc.h"

/* Adds bytes to the text that changes. */
static void append(bpeek_window *window, const uint8_t *bytes, size_t length) {
  window->length =
      window->begin + bpeek_wtf8_append(window->kept + window->begin,
                                        window->length - window->begin, bytes,
                                        length);
}

static void append_half(bpeek_window *window, uint16_t half) {
  window->length = window->begin +
                   bpeek_wtf8_append_half(window->kept + window->begin,
                                          window->length - window->begin, half);
}

static const bpeek_chunk *chunk_at(const bpeek_chunks *chunks, size_t i) {
  return chunks->entries[i].chunk;
}

/* What lies before the edit in its chunks. */
static void append_head(bpeek_window *window, const bpeek_chunks *chunks,
                        const bpeek_edit *edit) {
  for (size_t i = edit->first; i < edit->from.chunk; i++) {
    const bpeek_chunk *chunk = chunk_at(chunks, i);
    append(window, bpeek_chunk_text(chunk), chunk->length);
  }
  const uint8_t *text = bpeek_chunk_text(chunk_at(chunks, edit->from.chunk));
  const bpeek_wtf8_place place = edit->from.place;
  append(window, text, place.at);
  if (place.is_inside) {
    const bpeek_wtf8_pair pair = bpeek_wtf8_pair_at(text, place.at);
    append_half(window, pair.high);
  }
}

/* What lies behind the edit in its chunks. */
static void append_tail(bpeek_window *window, const bpeek_chunks *chunks,
                        const bpeek_edit *edit) {
  const bpeek_chunk *chunk = chunk_at(chunks, edit->to.chunk);
  const uint8_t *text = bpeek_chunk_text(chunk);
  size_t at = edit->to.place.at;
  if (edit->to.place.is_inside) {
    const bpeek_wtf8_pair pair = bpeek_wtf8_pair_at(text, at);
    append_half(window, pair.low);
    at += 4;
  }
  append(window, text + at, chunk->length - at);
  for (size_t i = edit->to.chunk + 1; i <= edit->last; i++) {
    chunk = chunk_at(chunks, i);
    append(window, bpeek_chunk_text(chunk), chunk->length);
  }
}

/* The last `reach` bytes before the chunks that change. */
static void copy_before(bpeek_window *window, const bpeek_chunks *chunks,
                        size_t first, size_t reach) {
  size_t i = first;
  size_t found = 0;
  while (i > 0 && found < reach) {
    found += chunk_at(chunks, --i)->length;
  }
  size_t skip = found > reach ? found - reach : 0;
  for (; i < first; i++) {
    const bpeek_chunk *chunk = chunk_at(chunks, i);
    memcpy(window->kept + window->length, bpeek_chunk_text(chunk) + skip,
           chunk->length - skip);
    window->length += chunk->length - skip;
    skip = 0;
  }
}

/* The first `reach` bytes behind them. */
static void copy_behind(bpeek_window *window, const bpeek_chunks *chunks,
                        size_t last, size_t reach) {
  for (size_t i = last + 1; i < chunks->count && reach > 0; i++) {
    const bpeek_chunk *chunk = chunk_at(chunks, i);
    const size_t length = chunk->length < reach ? chunk->length : reach;
    memcpy(window->kept + window->length, bpeek_chunk_text(chunk), length);
    window->length += length;
    reach -= length;
  }
}

/* Puts U+FFFD for each half that is alone, in a copy if there is one. */
static bool scrub(bpeek_window *window, const bpeek_allocator *allocator) {
  size_t half = bpeek_wtf8_next_half(window->kept, window->length, 0);
  window->text = window->kept;
  if (half == window->length) {
    return true;
  }
  if (!bpeek_grow(allocator, (void **)&window->scrubbed,
                  &window->scrubbed_capacity, window->length, 1)) {
    return false;
  }
  memcpy(window->scrubbed, window->kept, window->length);
  while (half < window->length) {
    memcpy(window->scrubbed + half, "\xEF\xBF\xBD", BPEEK_HALF_LENGTH);
    half = bpeek_wtf8_next_half(window->kept, window->length,
                                half + BPEEK_HALF_LENGTH);
  }
  window->text = window->scrubbed;
  return true;
}

bool bpeek_window_fill(bpeek_window *window, const bpeek_chunks *chunks,
                       const bpeek_edit *edit, size_t reach,
                       const bpeek_allocator *allocator) {
  size_t room = 2 * (reach + BPEEK_HALF_LENGTH) + edit->length;
  for (size_t i = edit->first; i <= edit->last; i++) {
    room += chunk_at(chunks, i)->length;
  }
  if (!bpeek_grow(allocator, (void **)&window->kept, &window->kept_capacity,
                  room, 1)) {
    return false;
  }
  window->length = 0;
  copy_before(window, chunks, edit->first, reach);
  window->begin = window->length;
  append_head(window, chunks, edit);
  append(window, edit->text, edit->length);
  append_tail(window, chunks, edit);
  window->end = window->length;
  copy_behind(window, chunks, edit->last, reach);
  return scrub(window, allocator);
}

void bpeek_window_free(bpeek_window *window, const bpeek_allocator *allocator) {
  bpeek_release(allocator, window->kept, window->kept_capacity, 1);
  bpeek_release(allocator, window->scrubbed, window->scrubbed_capacity, 1);
  *window = (bpeek_window){0};
}
