#include "wtf8.h"

#include <string.h>

#include "unicode_step.h"

static bool is_high(uint32_t unit) { return (unit & 0xFC00U) == 0xD800U; }
static bool is_low(uint32_t unit) { return (unit & 0xFC00U) == 0xDC00U; }

/* ---- Halves ------------------------------------------------------------ */

/* The unit of three bytes of WTF-8. */
static uint32_t unit_of_three(const uint8_t *at) {
  return (at[0] & 0x0FU) << 12 | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
}

/* The half that ends at `length`; 0 if none does. ED is inside of no
 * character. */
static uint32_t half_before(const uint8_t *text, size_t length) {
  if (length < BPEEK_HALF_LENGTH) {
    return 0;
  }
  const uint8_t *at = text + length - BPEEK_HALF_LENGTH;
  return at[0] == 0xED && at[1] >= 0xA0 ? unit_of_three(at) : 0;
}

static bool is_half_at(const uint8_t *text, size_t length, size_t at) {
  return length - at >= BPEEK_HALF_LENGTH && text[at] == 0xED &&
         text[at + 1] >= 0xA0;
}

size_t bpeek_wtf8_next_half(const uint8_t *text, size_t length, size_t from) {
  while (from < length) {
    const uint8_t *lead = memchr(text + from, 0xED, length - from);
    if (lead == NULL) {
      return length;
    }
    from = (size_t)(lead - text);
    if (is_half_at(text, length, from)) {
      return from;
    }
    from++;
  }
  return length;
}

/* ---- Valid text -------------------------------------------------------- */

/* The bytes of the character, or the half, at `at`; 0 if it is malformed. */
static size_t valid_step(const uint8_t *text, size_t length, size_t at) {
  const size_t step = bpeek_utf8_step(text, length, at);
  if (step > 0 || !is_half_at(text, length, at) ||
      !bpeek_is_continuation(text[at + 1]) ||
      !bpeek_is_continuation(text[at + 2])) {
    return step;
  }
  const bool is_pair =
      is_low(unit_of_three(text + at)) && is_high(half_before(text, at));
  return is_pair ? 0 : BPEEK_HALF_LENGTH;
}

size_t bpeek_wtf8_valid_length(const uint8_t *text, size_t length) {
  size_t at = 0;
  while (at < length) {
    uint64_t block = 0;
    while (length - at >= sizeof block) {
      memcpy(&block, text + at, sizeof block);
      if ((block & 0x8080808080808080U) != 0) {
        break;
      }
      at += sizeof block;
    }
    for (const size_t end = at + sizeof block; at < end && at < length;) {
      const size_t step = valid_step(text, length, at);
      if (step == 0) {
        return at;
      }
      at += step;
    }
  }
  return at;
}

/* ---- Pairs ------------------------------------------------------------- */

bpeek_wtf8_pair bpeek_wtf8_pair_at(const uint8_t *text, size_t at) {
  const uint32_t code = (text[at] & 0x07U) << 18 |
                        (text[at + 1] & 0x3FU) << 12 |
                        (text[at + 2] & 0x3FU) << 6 | (text[at + 3] & 0x3FU);
  return (bpeek_wtf8_pair){(uint16_t)(0xD800U + ((code - 0x10000U) >> 10)),
                           (uint16_t)(0xDC00U + (code & 0x3FFU))};
}

static uint8_t tail(uint32_t bits) { return (uint8_t)(0x80U | (bits & 0x3FU)); }

/* Makes a pair of the half at the end and `unit`, if they are one. */
static bool pair_up(uint8_t *text, size_t *length, uint32_t unit) {
  const uint32_t high = is_low(unit) ? half_before(text, *length) : 0;
  if (!is_high(high)) {
    return false;
  }
  const uint32_t code = 0x10000U + ((high - 0xD800U) << 10) + (unit - 0xDC00U);
  uint8_t *out = text + *length - BPEEK_HALF_LENGTH;
  out[0] = (uint8_t)(0xF0U | code >> 18);
  out[1] = tail(code >> 12);
  out[2] = tail(code >> 6);
  out[3] = tail(code);
  *length += 1;
  return true;
}

/* ---- Appending --------------------------------------------------------- */

size_t bpeek_wtf8_append_half(uint8_t *text, size_t length, uint16_t half) {
  const uint8_t bytes[] = {(uint8_t)(0xE0U | half >> 12), tail(half >> 6),
                           tail(half)};
  return bpeek_wtf8_append(text, length, bytes, sizeof bytes);
}

size_t bpeek_wtf8_append(uint8_t *text, size_t length, const uint8_t *more,
                         size_t more_length) {
  if (more_length >= BPEEK_HALF_LENGTH && more[0] == 0xED &&
      pair_up(text, &length, unit_of_three(more))) {
    more += BPEEK_HALF_LENGTH;
    more_length -= BPEEK_HALF_LENGTH;
  }
  if (more_length > 0) {
    memcpy(text + length, more, more_length);
  }
  return length + more_length;
}

/* ---- To units ---------------------------------------------------------- */

static size_t step_at(uint8_t lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bpeek_wtf8_place bpeek_wtf8_find(const uint8_t *text, size_t length,
                                 size_t units) {
  size_t at = 0;
  while (units > 0 && at < length) {
    const size_t step = step_at(text[at]);
    const size_t width = step == 4 ? 2 : 1;
    if (width > units) {
      return (bpeek_wtf8_place){at, true};
    }
    units -= width;
    at += step;
  }
  return (bpeek_wtf8_place){at, false};
}

void bpeek_wtf8_to_units(const uint8_t *text, size_t length, uint16_t *units) {
  for (size_t at = 0; at < length;) {
    const size_t step = step_at(text[at]);
    if (step == 1) {
      *units++ = text[at];
    } else if (step == 2) {
      *units++ = (uint16_t)((text[at] & 0x1FU) << 6 | (text[at + 1] & 0x3FU));
    } else if (step == 3) {
      *units++ = (uint16_t)unit_of_three(text + at);
    } else {
      const bpeek_wtf8_pair pair = bpeek_wtf8_pair_at(text, at);
      *units++ = pair.high;
      *units++ = pair.low;
    }
    at += step;
  }
}

bpeek_wtf8_size bpeek_wtf8_measure(const uint8_t *text, size_t length) {
  uint32_t characters = 0;
  uint32_t pairs = 0;
  for (size_t i = 0; i < length; i++) {
    characters += (text[i] & 0xC0U) != 0x80U;
    pairs += text[i] >= 0xF0;
  }
  return (bpeek_wtf8_size){characters + pairs, characters};
}
