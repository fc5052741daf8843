#include "document_cut.h"

#include <string.h>

#include "special.h"

enum { LONGEST_CHARACTER = 4 };

size_t bpeek_cut_reach(const bpeek_cutter *cutter) {
  return cutter->model->special_index.longest + LONGEST_CHARACTER;
}

/* Whether a special token that counts lies across `place`, ends there or begins
 * there: any that could be found if the text before it were another. Where one
 * merely ends, a run would begin that may get a space put before it. */
static bool touches_special(const bpeek_cutter *cutter, const uint8_t *text,
                            size_t length, size_t place) {
  const bpeek_special_index *index = &cutter->model->special_index;
  const size_t longest = index->longest;
  const size_t end = length - place < longest ? length : place + longest;
  size_t from = place < longest ? 0 : place - longest;
  while (from <= place) {
    size_t at = 0;
    bool is_parsed = false;
    const bpeek_special *special = bpeek_special_next(
        index, cutter->policy, text, end, from, &at, &is_parsed);
    if (special == NULL) {
      return false;
    }
    if (at <= place && at + special->length >= place) {
      return true;
    }
    from = at + 1;
  }
  return false;
}

/* U+2581, which may stand for a space. */
static bool is_block(const uint8_t *text, size_t length, size_t at) {
  return length - at >= 3 && memcmp(text + at, "\xE2\x96\x81", 3) == 0;
}

static bool has_block_before(const uint8_t *text, size_t at) {
  return at >= 3 && is_block(text, at, at - 3);
}

/* The greatest place in low + 1 .. high where a scanner's pieces can be cut. */
static size_t cut_pieces(const bpeek_model *model, const uint8_t *text,
                         size_t length, size_t low, size_t high) {
  /* From where the character before low + 1 is seen whole. */
  const size_t from = low < LONGEST_CHARACTER ? 0 : low - LONGEST_CHARACTER;
  size_t place = high;
  while (place > low) {
    place = from + bpeek_split_safe_cut(model->pattern, text + from,
                                        length - from, place - from);
    const bool is_by_block =
        model->space_is_2581 &&
        (is_block(text, length, place) || has_block_before(text, place));
    if (!is_by_block) {
      break;
    }
    place = place == 0 ? 0 : place - 1;
  }
  return place > low ? place : low;
}

/* The greatest place in low + 1 .. high where spaces begin after something
 * else. */
static size_t cut_before_spaces(const bpeek_model *model, const uint8_t *text,
                                size_t length, size_t low, size_t high) {
  const bool blocks = model->space_is_2581;
  for (size_t place = high; place > low; place--) {
    if ((text[place] == ' ' || (blocks && is_block(text, length, place))) &&
        text[place - 1] != ' ' && !(blocks && has_block_before(text, place))) {
      return place;
    }
  }
  return low;
}

size_t bpeek_cut_between(const bpeek_cutter *cutter, const uint8_t *text,
                         size_t length, size_t low, size_t high) {
  const bpeek_model *model = cutter->model;
  size_t place = high;
  while (place > low) {
    if (model->cuts_before_spaces) {
      place = cut_before_spaces(model, text, length, low, place);
    } else if (bpeek_pattern_streams(model->pattern)) {
      place = cut_pieces(model, text, length, low, place);
    } else {
      return low;
    }
    if (place == low || !touches_special(cutter, text, length, place)) {
      return place;
    }
    place--;
  }
  return low;
}
