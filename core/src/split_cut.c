/* Where a text can be cut in two without changing its pieces. */
#include "split_scan.h"

/* The class of the well-formed character that ends at `end`; 0 if none does. */
static unsigned class_before(const uint8_t *text, size_t end) {
  for (size_t back = 1; back <= 4 && back <= end; back++) {
    const size_t at = end - back;
    if (!bpeek_is_continuation(text[at])) {
      const bpeek_step step = bpeek_step_at(text, end, at);
      return step.length == back && bpeek_utf8_step(text, end, at) != 0
                 ? step.class_bits
                 : 0U;
    }
  }
  return 0;
}

/* Whether a cut is safe between characters of these classes, of which the
 * second begins with the byte `next`. */
static bool is_safe_between(unsigned before, unsigned after, uint8_t next) {
  if ((before & BPEEK_LETTER) != 0) {
    return (after & (BPEEK_LETTER | BPEEK_MARK)) == 0 && next != '\'';
  }
  if (before == BPEEK_NUMBER) {
    return after != BPEEK_NUMBER;
  }
  return (before & (BPEEK_OTHER | BPEEK_MARK)) != 0 && after == BPEEK_SPACE &&
         !bpeek_is_newline(next);
}

/* `at` is not 0. */
static bool is_safe_cut(const uint8_t *text, size_t length, size_t at) {
  const unsigned last = text[at - 1];
  const unsigned next = text[at];
  if ((last | next) < 0x80) {
    return is_safe_between(bpeek_byte_class[last], bpeek_byte_class[next],
                           text[at]);
  }
  return bpeek_utf8_step(text, length, at) != 0 &&
         is_safe_between(class_before(text, at),
                         bpeek_class_at(text, length, at), text[at]);
}

size_t bpeek_split_safe_cut(const bpeek_pattern *pattern, const uint8_t *text,
                            size_t length, size_t limit) {
  if (!bpeek_pattern_streams(pattern) || length == 0) {
    return 0;
  }
  size_t at = limit < length ? limit : length - 1;
  while (at > 0 && !is_safe_cut(text, length, at)) {
    at--;
  }
  return at;
}
