/*
 * What the scanners made by hand share: runs of characters of some classes.
 *
 * A scanner writes pieces from position `at` of the text on, at most
 * `capacity` of them, and returns how many: at least one, unless the text is at
 * its end. The pieces follow each other without gaps, so the last one's end
 * is where to go on. `at` is where a piece begins.
 *
 * Every scanner takes time linear in the length of the text: the characters
 * that it looks at beyond a piece's end are a bounded number of times those
 * that the same run's next pieces take up.
 */
#ifndef BPEEK_SPLIT_SCAN_H
#define BPEEK_SPLIT_SCAN_H

#include "split.h"
#include "unicode_step.h"

typedef size_t bpeek_scanner(const uint8_t *text, size_t length, size_t at,
                             bpeek_span *pieces, size_t capacity);

bpeek_scanner bpeek_scan_gpt2, bpeek_scan_cl100k, bpeek_scan_llama3,
    bpeek_scan_o200k;

/* The scanner that serves a pattern, or NULL. */
bpeek_scanner *bpeek_scanner_for(const uint8_t *pattern, size_t length);

/* Where the characters from `at` on end that are of one of the classes. */
static inline size_t bpeek_run_end(const uint8_t *text, size_t length,
                                   size_t at, unsigned classes) {
  while (at < length) {
    const unsigned class_bits = bpeek_byte_class[text[at]];
    if ((class_bits & classes) != 0) {
      at++;
      continue;
    }
    if (class_bits != BPEEK_BEYOND_ASCII) {
      break;
    }
    const bpeek_step step = bpeek_step_beyond_ascii(text, length, at);
    if ((step.class_bits & classes) == 0) {
      break;
    }
    at += step.length;
  }
  return at;
}

static inline size_t bpeek_numbers_end(const uint8_t *text, size_t length,
                                       size_t at, unsigned at_most) {
  for (unsigned i = 0; i < at_most && at < length; i++) {
    const bpeek_step step = bpeek_step_at(text, length, at);
    if (step.class_bits != BPEEK_NUMBER) {
      break;
    }
    at += step.length;
  }
  return at;
}

/* The class of the character at `at`; 0 at the end of the text. */
static inline unsigned bpeek_class_at(const uint8_t *text, size_t length,
                                      size_t at) {
  return at < length ? bpeek_step_at(text, length, at).class_bits : 0U;
}

static inline bool bpeek_is_newline(unsigned byte) {
  return byte == '\n' || byte == '\r';
}

/* A run of white space. */
typedef struct bpeek_space_run {
  size_t end;
  size_t last;         /* where its last character begins */
  size_t newlines_end; /* after its last CR or LF; 0 if it has none */
} bpeek_space_run;

static inline bpeek_space_run bpeek_space_run_at(const uint8_t *text,
                                                 size_t length, size_t at) {
  bpeek_space_run run = {at, at, 0};
  while (run.end < length) {
    const bpeek_step step = bpeek_step_at(text, length, run.end);
    if (step.class_bits != BPEEK_SPACE) {
      break;
    }
    run.last = run.end;
    run.end += step.length;
    if (bpeek_is_newline(text[run.last])) {
      run.newlines_end = run.end;
    }
  }
  return run;
}

/* Where `\s+(?!\S)|\s` ends: before the last white space, which is left for
 * the next piece to begin with, unless the text or the run ends with it. */
static inline size_t bpeek_space_end(bpeek_space_run run, size_t length,
                                     size_t at) {
  return run.end == length || run.last == at ? run.end : run.last;
}

/*
 * Where a contraction ends whose apostrophe is at `at`: 's 't 'd 'm 'll 're
 * 've; 0 if there is none. With `fold` also in capitals, and with U+017F
 * (long s), which is an s but for its case.
 */
static inline size_t bpeek_contraction_end(const uint8_t *text, size_t length,
                                           size_t at, bool fold) {
  const size_t left = length - at;
  if (left < 2 || text[at] != '\'') {
    return 0;
  }
  const unsigned lower = fold ? 0x20U : 0;
  const unsigned first = text[at + 1] | lower;
  if (first == 's' || first == 't' || first == 'd' || first == 'm') {
    return at + 2;
  }
  if (left < 3) {
    return 0;
  }
  const unsigned second = text[at + 2] | lower;
  if ((first == 'l' && second == 'l') || (first == 'r' && second == 'e') ||
      (first == 'v' && second == 'e')) {
    return at + 3;
  }
  return fold && text[at + 1] == 0xC5 && text[at + 2] == 0xBF ? at + 3 : 0;
}

/* The body of a scanner: `next_end` gives the end of the piece at `at`. */
static inline size_t
bpeek_scan_with(size_t (*next_end)(const uint8_t *, size_t, size_t),
                const uint8_t *text, size_t length, size_t at,
                bpeek_span *pieces, size_t capacity) {
  size_t count = 0;
  while (count < capacity && at < length) {
    const size_t end = next_end(text, length, at);
    pieces[count++] = (bpeek_span){(uint32_t)at, (uint32_t)end};
    at = end;
  }
  return count;
}

#endif
