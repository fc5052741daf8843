#include "train_text.h"

#include "alloc.h"
#include "error.h"

static void write_words(bpeek_train_text *out, const uint8_t *text,
                        const bpeek_words *words) {
  uint32_t at = 0;
  out->tokens[at++] = BPEEK_GAP;
  for (size_t i = 0; i < words->count; i++) {
    const bpeek_word *word = &words->words[i];
    out->word_counts[i] = word->count;
    out->word_starts[at / 64].begins |= (uint64_t)1 << at % 64;
    for (uint32_t k = 0; k < word->length; k++) {
      out->tokens[at++] = text[word->begin + k];
    }
    out->tokens[at++] = BPEEK_GAP;
  }
  uint32_t begun = 0;
  for (uint32_t i = 0; i <= out->positions / 64; i++) {
    out->word_starts[i].words_before = begun;
    begun += (uint32_t)__builtin_popcountll(out->word_starts[i].begins);
  }
}

bpeek_status bpeek_train_text_build(const uint8_t *text,
                                    const bpeek_words *words, uint32_t id_limit,
                                    bpeek_train_text *out, bpeek_error *error) {
  const bpeek_allocator memory = words->allocator;
  const uint64_t positions = words->distinct_bytes + words->count + 1;
  const uint32_t pairs_left = (uint32_t)(words->distinct_bytes - words->count);
  if (positions >= UINT32_MAX) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "The text has too many different pieces to train on; "
                      "take a part of it.");
  }
  *out = (bpeek_train_text){.allocator = memory,
                            .positions = (uint32_t)positions,
                            .pairs_left = pairs_left,
                            .id_limit = id_limit,
                            .word_count = (uint32_t)words->count};
  out->tokens = bpeek_alloc(&memory, out->positions, sizeof(uint32_t));
  out->lengths = bpeek_alloc(&memory, id_limit, sizeof(uint32_t));
  out->word_counts = bpeek_alloc(&memory, out->word_count, sizeof(uint32_t));
  out->word_starts = bpeek_alloc_zero(&memory, (size_t)out->positions / 64 + 1,
                                      sizeof(bpeek_word_starts));
  if (out->tokens == NULL || out->lengths == NULL || out->word_counts == NULL ||
      out->word_starts == NULL) {
    return bpeek_fail_memory(error);
  }
  for (unsigned i = 0; i < 256; i++) {
    out->lengths[i] = 1;
  }
  write_words(out, text, words);
  return BPEEK_OK;
}

void bpeek_train_text_free(bpeek_train_text *text) {
  const bpeek_allocator *memory = &text->allocator;
  bpeek_release(memory, text->tokens, text->positions, sizeof(uint32_t));
  bpeek_release(memory, text->lengths, text->id_limit, sizeof(uint32_t));
  bpeek_release(memory, text->word_counts, text->word_count, sizeof(uint32_t));
  bpeek_release(memory, text->word_starts, (size_t)text->positions / 64 + 1,
                sizeof(bpeek_word_starts));
}

uint32_t bpeek_next_pair(const bpeek_train_text *text, uint32_t position) {
  while (position < text->positions) {
    const uint32_t token = text->tokens[position];
    if (token == BPEEK_GAP) {
      position++;
      continue;
    }
    const uint32_t next = position + text->lengths[token];
    if (text->tokens[next] != BPEEK_GAP) {
      return position;
    }
    position = next;
  }
  return position;
}
