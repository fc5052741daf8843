/*
 * The split pattern of o200k. With U = [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}],
 * L = [\p{Ll}\p{Lm}\p{Lo}\p{M}] and C = (?i:'s|'t|'re|'ve|'m|'ll|'d):
 *
 *   [^\r\n\p{L}\p{N}]?U*L+C?|[^\r\n\p{L}\p{N}]?U+L*C?|\p{N}{1,3}|
 *    ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * U and L share the letters without case and the marks, so that U* may have
 * to give characters back to L+.
 */
#include "split_scan.h"

enum {
  SHARED = BPEEK_CASELESS | BPEEK_MARK,
  U_CLASSES = BPEEK_UPPER | SHARED,
  L_CLASSES = BPEEK_LOWER | SHARED,
};

/*
 * Where `U*L+|U+L*` ends that begins at `at`; `at` itself if it does not match.
 *
 * U* runs as far as it can. If a lower-case letter comes next, L+ runs on from
 * there. If not, U* gives back down to the last shared character, which is all
 * that L+ then takes: the match ends behind it. If there is none either, the
 * run is all upper case, and U+ takes it.
 */
static inline size_t word_end(const uint8_t *text, size_t length, size_t at) {
  size_t shared_end = 0;
  while (at < length) {
    const unsigned byte_class = bpeek_byte_class[text[at]];
    if (byte_class == BPEEK_UPPER) {
      at++;
      continue;
    }
    if (byte_class == BPEEK_LOWER) {
      return bpeek_run_end(text, length, at + 1, L_CLASSES);
    }
    if (byte_class != BPEEK_BEYOND_ASCII) {
      break;
    }
    const bpeek_step step = bpeek_step_beyond_ascii(text, length, at);
    if (step.class_bits == BPEEK_LOWER) {
      return bpeek_run_end(text, length, at + step.length, L_CLASSES);
    }
    if ((step.class_bits & U_CLASSES) == 0) {
      break;
    }
    at += step.length;
    if ((step.class_bits & SHARED) != 0) {
      shared_end = at;
    }
  }
  return shared_end != 0 ? shared_end : at;
}

static inline size_t with_contraction(const uint8_t *text, size_t length,
                                      size_t end) {
  if (end == length || text[end] != '\'') {
    return end;
  }
  const size_t contraction_end = bpeek_contraction_end(text, length, end, true);
  return contraction_end != 0 ? contraction_end : end;
}

static size_t spaces_end(const uint8_t *text, size_t length, size_t at) {
  const bpeek_space_run run = bpeek_space_run_at(text, length, at);
  return run.newlines_end != 0 ? run.newlines_end
                               : bpeek_space_end(run, length, at);
}

/* Punctuation from `at` on, and the newlines and slashes behind it. */
static size_t punctuation_end(const uint8_t *text, size_t length, size_t at) {
  size_t end = bpeek_run_end(text, length, at, BPEEK_OTHER | BPEEK_MARK);
  while (end < length && (bpeek_is_newline(text[end]) || text[end] == '/')) {
    end++;
  }
  return end;
}

static inline size_t next_end(const uint8_t *text, size_t length, size_t at) {
  const bpeek_step first = bpeek_step_at(text, length, at);
  /* A mark that begins a piece could be the pattern's first character or U's
   * or L's, to the same end, except that only as U's or L's it needs none
   * behind it. */
  if ((first.class_bits & (BPEEK_LETTER | BPEEK_MARK)) != 0) {
    return with_contraction(text, length, word_end(text, length, at));
  }
  if (first.class_bits == BPEEK_NUMBER) {
    return bpeek_numbers_end(text, length, at, 3);
  }
  if (bpeek_is_newline(text[at])) {
    return spaces_end(text, length, at);
  }
  const size_t second = at + first.length;
  const size_t end = word_end(text, length, second);
  if (end != second) {
    return with_contraction(text, length, end);
  }
  if (first.class_bits != BPEEK_SPACE) {
    return punctuation_end(text, length, at);
  }
  return text[at] == ' ' && bpeek_class_at(text, length, second) == BPEEK_OTHER
             ? punctuation_end(text, length, second)
             : spaces_end(text, length, at);
}

size_t bpeek_scan_o200k(const uint8_t *text, size_t length, size_t at,
                        bpeek_span *pieces, size_t capacity) {
  return bpeek_scan_with(next_end, text, length, at, pieces, capacity);
}
