/*
 * The split patterns of cl100k and llama3, which differ in one thing: white
 * space that holds a CR or LF and ends the text is one piece to cl100k, while
 * llama3 parts it after its last CR or LF, as it does anywhere else.
 *
 *   '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|
 *    ?[^\s\p{L}\p{N}]+[\r\n]*|\s+$|\s*[\r\n]|\s+(?!\S)|\s        cl100k
 *    ?[^\s\p{L}\p{N}]+[\r\n]*|     \s*[\r\n]|\s+(?!\S)|\s        llama3
 */
#include "split_scan.h"

static size_t spaces_end(const uint8_t *text, size_t length, size_t at,
                         bool whole_at_end) {
  const bpeek_space_run run = bpeek_space_run_at(text, length, at);
  if (whole_at_end && run.end == length) {
    return length;
  }
  return run.newlines_end != 0 ? run.newlines_end
                               : bpeek_space_end(run, length, at);
}

/* Punctuation from `at` on, and the newlines behind it. */
static size_t punctuation_end(const uint8_t *text, size_t length, size_t at) {
  size_t end = bpeek_run_end(text, length, at, BPEEK_OTHER | BPEEK_MARK);
  while (end < length && bpeek_is_newline(text[end])) {
    end++;
  }
  return end;
}

static inline size_t next_end(const uint8_t *text, size_t length, size_t at,
                              bool whole_at_end) {
  const bpeek_step first = bpeek_step_at(text, length, at);
  if ((first.class_bits & BPEEK_LETTER) != 0) {
    return bpeek_run_end(text, length, at + first.length, BPEEK_LETTER);
  }
  if (first.class_bits == BPEEK_NUMBER) {
    return bpeek_numbers_end(text, length, at, 3);
  }
  if (text[at] == '\'') {
    const size_t end = bpeek_contraction_end(text, length, at, true);
    if (end != 0) {
      return end;
    }
  }
  if (bpeek_is_newline(text[at])) {
    return spaces_end(text, length, at, whole_at_end);
  }
  const size_t second = at + first.length;
  const unsigned class_bits = bpeek_class_at(text, length, second);
  if ((class_bits & BPEEK_LETTER) != 0) {
    return bpeek_run_end(text, length, second, BPEEK_LETTER);
  }
  if (first.class_bits != BPEEK_SPACE) {
    return punctuation_end(text, length, at);
  }
  return text[at] == ' ' && (class_bits & (BPEEK_OTHER | BPEEK_MARK)) != 0
             ? punctuation_end(text, length, second)
             : spaces_end(text, length, at, whole_at_end);
}

static inline size_t next_end_cl100k(const uint8_t *text, size_t length,
                                     size_t at) {
  return next_end(text, length, at, true);
}

static inline size_t next_end_llama3(const uint8_t *text, size_t length,
                                     size_t at) {
  return next_end(text, length, at, false);
}

size_t bpeek_scan_cl100k(const uint8_t *text, size_t length, size_t at,
                         bpeek_span *pieces, size_t capacity) {
  return bpeek_scan_with(next_end_cl100k, text, length, at, pieces, capacity);
}

size_t bpeek_scan_llama3(const uint8_t *text, size_t length, size_t at,
                         bpeek_span *pieces, size_t capacity) {
  return bpeek_scan_with(next_end_llama3, text, length, at, pieces, capacity);
}
