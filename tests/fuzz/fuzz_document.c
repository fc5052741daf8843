/*
 * Any edits: after each, a document's tokens are those of the whole text.
 *
 * The input is the kind of model, the special tokens that are parsed, the size
 * of chunks, and then edits of four bytes each: where, how much is deleted, and
 * two words to insert.
 */
#include <string.h>

#include "../core/document_support.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADER = 4, EDIT = 4, MOST_INPUT = 200, MOST_LENGTH = 600 };

static void fail_if(const char *difference, const uint8_t *data, size_t size) {
  if (difference != NULL) {
    fail_with_text(difference, data, size);
  }
}

static size_t add_word(uint16_t *units, size_t count, uint8_t choice) {
  if (choice >= WORDS) {
    return count;
  }
  const word *added = &words[choice];
  memcpy(units + count, added->units, added->count * sizeof *units);
  return count + added->count;
}

static void do_edit(twins *both, const uint8_t *bytes) {
  uint16_t units[256];
  size_t count = add_word(units, 0, bytes[2]);
  count = add_word(units, count, bytes[3]);
  size_t from = both->length * bytes[0] / 255;
  size_t to = from + bytes[1] % 64;
  to = to < both->length ? to : both->length;
  if (both->length + count > MOST_LENGTH) {
    from = 0;
    to = both->length;
  }
  edit_twins(both, from, to, units, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static twins all[MODEL_KINDS];
  if (size < HEADER) {
    return 0;
  }
  uint32_t kind = data[0] % MODEL_KINDS;
  twins *both = &all[kind];
  if (both->encoder == NULL) {
    open_twins(both, kind);
  }
  uint32_t parsed = (data[1] | (uint32_t)data[2] << 8) & ((1U << SPECIALS) - 1);
  begin_document(both, parsed, 2 + data[3] % 64);
  for (size_t at = HEADER; at + EDIT <= size && at < MOST_INPUT; at += EDIT) {
    do_edit(both, data + at);
    fail_if(compare_twins(both), data, size);
    size_t from = both->length * data[at + 3] / 255;
    size_t to = from + data[at + 2];
    fail_if(compare_part(both, from, to < both->length ? to : both->length),
            data, size);
  }
  return 0;
}
