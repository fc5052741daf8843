#include "train_words.h"

#include <string.h>

#include "alloc.h"
#include "error.h"
#include "hash.h"

/* Pieces that are taken from the splitter at once. */
enum { PIECES = 512 };

static void enter(bpeek_words *words, size_t index) {
  const size_t mask = words->slot_count - 1;
  size_t at = words->words[index].hash & mask;
  while (words->slots[at] != 0) {
    at = (at + 1) & mask;
  }
  words->slots[at] = (uint32_t)index + 1;
}

/* Room for one word more, with a third of the slots empty. */
static bool reserve(bpeek_words *words) {
  if (!bpeek_grow(&words->allocator, (void **)&words->words, &words->capacity,
                  words->count + 1, sizeof(bpeek_word))) {
    return false;
  }
  if (words->count < words->slot_count / 3 * 2) {
    return true;
  }
  const size_t slot_count = words->slot_count == 0 ? 64 : words->slot_count * 2;
  if (!bpeek_resize(&words->allocator, (void **)&words->slots,
                    &words->slot_count, slot_count, sizeof(uint32_t))) {
    return false;
  }
  memset(words->slots, 0, slot_count * sizeof(uint32_t));
  for (size_t i = 0; i < words->count; i++) {
    enter(words, i);
  }
  return true;
}

static bool count_piece(bpeek_words *words, const uint8_t *text,
                        bpeek_span piece) {
  const uint32_t length = piece.end - piece.begin;
  const uint8_t *bytes = text + piece.begin;
  const uint32_t hash = (uint32_t)bpeek_hash(bytes, length);
  const size_t mask = words->slot_count - 1;
  words->text_bytes += length;
  for (size_t at = hash & mask; words->slots[at] != 0; at = (at + 1) & mask) {
    bpeek_word *word = &words->words[words->slots[at] - 1];
    if (word->hash == hash && word->length == length &&
        memcmp(text + word->begin, bytes, length) == 0) {
      word->count++;
      return true;
    }
  }
  words->words[words->count] = (bpeek_word){piece.begin, length, 1, hash};
  enter(words, words->count++);
  words->distinct_bytes += length;
  return reserve(words);
}

static bpeek_status count_pieces(bpeek_words *words, const uint8_t *text,
                                 size_t length, bpeek_splitter *splitter,
                                 bpeek_error *error) {
  if (!reserve(words)) {
    return bpeek_fail_memory(error);
  }
  bpeek_status status = bpeek_split_begin(splitter, text, length, error);
  bpeek_span pieces[PIECES];
  size_t count = 1;
  while (status == BPEEK_OK && count > 0) {
    status = bpeek_split_next(splitter, pieces, PIECES, &count, error);
    for (size_t i = 0; status == BPEEK_OK && i < count; i++) {
      if (!count_piece(words, text, pieces[i])) {
        status = bpeek_fail_memory(error);
      }
    }
  }
  return status;
}

bpeek_status bpeek_words_collect(const uint8_t *text, size_t length,
                                 const bpeek_pattern *pattern,
                                 const bpeek_allocator *allocator,
                                 bpeek_words *words, bpeek_error *error) {
  *words = (bpeek_words){.allocator = *allocator};
  bpeek_splitter *splitter = NULL;
  bpeek_status status =
      bpeek_splitter_new(pattern, allocator, &splitter, error);
  if (status == BPEEK_OK) {
    status = count_pieces(words, text, length, splitter, error);
  }
  bpeek_splitter_free(splitter);
  if (status != BPEEK_OK) {
    bpeek_words_free(words);
  }
  return status;
}

void bpeek_words_free(bpeek_words *words) {
  bpeek_release(&words->allocator, words->words, words->capacity,
                sizeof(bpeek_word));
  bpeek_release(&words->allocator, words->slots, words->slot_count,
                sizeof(uint32_t));
}
