#include "document_chunks.h"

#include <string.h>

#include "alloc.h"

bool bpeek_chunks_reserve(bpeek_chunks *chunks, size_t count,
                          const bpeek_allocator *allocator) {
  return bpeek_grow(allocator, (void **)&chunks->entries, &chunks->capacity,
                    count, sizeof *chunks->entries);
}

void bpeek_chunks_free(bpeek_chunks *chunks, const bpeek_allocator *allocator) {
  for (size_t i = 0; i < chunks->count; i++) {
    bpeek_chunk_free(chunks->entries[i].chunk, allocator);
  }
  bpeek_release(allocator, chunks->entries, chunks->capacity,
                sizeof *chunks->entries);
}

/* Sums over all chunks change by these ones. */
static void add(bpeek_chunks *chunks, const bpeek_chunk *chunk) {
  chunks->bytes += chunk->length;
  chunks->characters += chunk->characters;
  chunks->units += chunk->units;
  chunks->tokens += chunk->token_count;
}

static void subtract(bpeek_chunks *chunks, const bpeek_chunk *chunk) {
  chunks->bytes -= chunk->length;
  chunks->characters -= chunk->characters;
  chunks->units -= chunk->units;
  chunks->tokens -= chunk->token_count;
}

void bpeek_chunks_replace(bpeek_chunks *chunks, size_t at, size_t removed,
                          bpeek_chunk *const *added, size_t added_count,
                          const bpeek_allocator *allocator) {
  bpeek_chunk_entry *entries = chunks->entries;
  for (size_t i = at; i < at + removed; i++) {
    subtract(chunks, entries[i].chunk);
    bpeek_chunk_free(entries[i].chunk, allocator);
  }
  memmove(entries + at + added_count, entries + at + removed,
          (chunks->count - at - removed) * sizeof *entries);
  chunks->count += added_count - removed;
  for (size_t i = 0; i < added_count; i++) {
    add(chunks, added[i]);
    entries[at + i] = (bpeek_chunk_entry){
        .chunk = added[i], .sizes = {added[i]->units, added[i]->token_count}};
  }
  chunks->known = at == 0                   ? 0
                  : chunks->known <= at - 1 ? chunks->known
                                            : at - 1;
}

/* Works out the starts of one entry more. */
static void know_next(bpeek_chunks *chunks) {
  const bpeek_chunk_entry *last = &chunks->entries[chunks->known++];
  bpeek_chunk_entry *next = &chunks->entries[chunks->known];
  for (unsigned by = 0; by < BPEEK_MEASURES; by++) {
    next->starts[by] = last->starts[by] + last->sizes[by];
  }
}

size_t bpeek_chunks_find(bpeek_chunks *chunks, bpeek_measure by, size_t n) {
  const bpeek_chunk_entry *entries = chunks->entries;
  size_t low = 0;
  size_t high = chunks->known;
  while (high + 1 < chunks->count &&
         entries[high].starts[by] + (size_t)entries[high].sizes[by] <= n) {
    know_next(chunks);
    low = high = chunks->known;
  }
  /* It is in low .. high. */
  while (low < high) {
    const size_t middle = low + (high - low + 1) / 2;
    if (entries[middle].starts[by] <= n) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

const bpeek_chunk_entry *bpeek_chunks_at(bpeek_chunks *chunks, size_t i) {
  while (chunks->known < i) {
    know_next(chunks);
  }
  return &chunks->entries[i];
}
