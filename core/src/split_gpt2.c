/*
 * The split pattern of gpt2, r50k and p50k:
 *
 *   '(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s
 */
#include "split_scan.h"

/* The classes that go on with a run which a character of this class begins. */
static unsigned run_of(unsigned class_bits) {
  return (class_bits & BPEEK_LETTER) != 0   ? BPEEK_LETTER
         : (class_bits & BPEEK_NUMBER) != 0 ? BPEEK_NUMBER
                                            : BPEEK_OTHER | BPEEK_MARK;
}

static inline size_t next_end(const uint8_t *text, size_t length, size_t at) {
  if (text[at] == '\'') {
    const size_t end = bpeek_contraction_end(text, length, at, false);
    if (end != 0) {
      return end;
    }
  }
  const size_t begin = text[at] == ' ' ? at + 1 : at;
  const unsigned class_bits = bpeek_class_at(text, length, begin);
  if (class_bits == 0 || class_bits == BPEEK_SPACE) {
    const bpeek_space_run run = bpeek_space_run_at(text, length, at);
    return bpeek_space_end(run, length, at);
  }
  return bpeek_run_end(text, length, begin, run_of(class_bits));
}

size_t bpeek_scan_gpt2(const uint8_t *text, size_t length, size_t at,
                       bpeek_span *pieces, size_t capacity) {
  return bpeek_scan_with(next_end, text, length, at, pieces, capacity);
}
