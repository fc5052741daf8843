#include "wtf8.h"

#include <string.h>

static bool is_high(uint32_t unit) { return (unit & 0xFC00U) == 0xD800U; }
static bool is_low(uint32_t unit) { return (unit & 0xFC00U) == 0xDC00U; }

static uint32_t join(uint32_t high, uint32_t low) {
  return 0x10000U + ((high - 0xD800U) << 10) + (low - 0xDC00U);
}

/* ---- From units -------------------------------------------------------- */

/* Without a branch, so that compilers make vector code of it. */
size_t bpeek_wtf8_length(const uint16_t *units, size_t count) {
  size_t length = count;
  for (size_t i = 0; i < count; i++) {
    length += (size_t)(units[i] >= 0x80) + (size_t)(units[i] >= 0x800);
  }
  for (size_t i = 1; i < count; i++) {
    /* A pair is four bytes rather than six. */
    const uint32_t both = (uint32_t)units[i - 1] << 16 | units[i];
    length -= (both & 0xFC00FC00U) == 0xD800DC00U ? 2 : 0;
  }
  return length;
}

static uint8_t tail(uint32_t bits) { return (uint8_t)(0x80U | (bits & 0x3FU)); }

/* Writes a code point, or half of a pair, and returns what follows. */
static uint8_t *put(uint8_t *out, uint32_t code) {
  if (code < 0x80) {
    *out++ = (uint8_t)code;
  } else if (code < 0x800) {
    *out++ = (uint8_t)(0xC0U | code >> 6);
    *out++ = tail(code);
  } else if (code < 0x10000) {
    *out++ = (uint8_t)(0xE0U | code >> 12);
    *out++ = tail(code >> 6);
    *out++ = tail(code);
  } else {
    *out++ = (uint8_t)(0xF0U | code >> 18);
    *out++ = tail(code >> 12);
    *out++ = tail(code >> 6);
    *out++ = tail(code);
  }
  return out;
}

enum { BLOCK = 16 };

/* Writes as many whole blocks of ASCII as come first, and says how many units
 * that were. */
static size_t put_ascii(uint8_t *out, const uint16_t *units, size_t count) {
  size_t done = 0;
  for (; count - done >= BLOCK; done += BLOCK) {
    unsigned all = 0;
    for (unsigned i = 0; i < BLOCK; i++) {
      all |= units[done + i];
    }
    if (all >= 0x80) {
      break;
    }
    for (unsigned i = 0; i < BLOCK; i++) {
      out[done + i] = (uint8_t)units[done + i];
    }
  }
  return done;
}

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

size_t bpeek_wtf8_next_half(const uint8_t *text, size_t length, size_t from) {
  while (from < length) {
    const uint8_t *lead = memchr(text + from, 0xED, length - from);
    if (lead == NULL) {
      return length;
    }
    from = (size_t)(lead - text);
    if (length - from >= BPEEK_HALF_LENGTH && lead[1] >= 0xA0) {
      return from;
    }
    from++;
  }
  return length;
}

bpeek_wtf8_pair bpeek_wtf8_pair_at(const uint8_t *text, size_t at) {
  const uint32_t code = (text[at] & 0x07U) << 18 |
                        (text[at + 1] & 0x3FU) << 12 |
                        (text[at + 2] & 0x3FU) << 6 | (text[at + 3] & 0x3FU);
  return (bpeek_wtf8_pair){(uint16_t)(0xD800U + ((code - 0x10000U) >> 10)),
                           (uint16_t)(0xDC00U + (code & 0x3FFU))};
}

/* ---- Appending --------------------------------------------------------- */

/* Makes a pair of the half at the end and `unit`, if they are one. */
static bool pair_up(uint8_t *text, size_t *length, uint32_t unit) {
  const uint32_t high = is_low(unit) ? half_before(text, *length) : 0;
  if (!is_high(high)) {
    return false;
  }
  *length -= BPEEK_HALF_LENGTH;
  (void)put(text + *length, join(high, unit));
  *length += 4;
  return true;
}

size_t bpeek_wtf8_append_units(uint8_t *text, size_t length,
                               const uint16_t *units, size_t count) {
  size_t i = count > 0 && pair_up(text, &length, units[0]) ? 1 : 0;
  uint8_t *out = text + length;
  while (i < count) {
    const size_t ascii = put_ascii(out, units + i, count - i);
    out += ascii;
    i += ascii;
    /* What is not ASCII seldom comes alone. */
    for (const size_t end = i + BLOCK; i < end && i < count;) {
      uint32_t code = units[i++];
      if (is_high(code) && i < count && is_low(units[i])) {
        code = join(code, units[i++]);
      }
      out = put(out, code);
    }
  }
  return (size_t)(out - text);
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
