/*
 * Each byte is taken as the first of a character, with the two behind it: so
 * eight units are made at once, whatever they are of. Then those are left out
 * whose byte is not the first of anything.
 *
 *   bytes   ED   95   9C   20   C3   A9   61   62  | 63 ...
 *   units   D55C ...  ...  0020 00E9 ...  0061 0062
 *   first   1    .    .    1    1    .    1    1
 *   kept    D55C 0020 00E9 0061 0062
 *
 * Whether first bytes and the others are where they should be is seen in words
 * that have one bit for each of 16 bytes. Characters of four bytes go one by
 * one, and so does all text where there are no vectors: units_of_next is the
 * reference.
 */
#include "utf16.h"

#include "unicode.h"
#include "wtf8.h"

/* Writes the units of the character at text[*at]; false if it is not
 * well-formed. */
static bool units_of_next(const uint8_t *text, size_t length, size_t *at,
                          uint16_t **units) {
  const size_t step = bpeek_utf8_step(text, length, *at);
  if (step == 0) {
    return false;
  }
  bpeek_wtf8_to_units(text + *at, step, *units);
  *at += step;
  *units += step == 4 ? 2 : 1;
  return true;
}

#ifdef __wasm_simd128__

#include <wasm_simd128.h>

/* Eight units at a time are made out of ten bytes; 16 bytes are looked at. */
enum { BLOCK = 16, READABLE = BLOCK + 2 };

/* What i8x16.swizzle takes to keep some of eight units, by one bit for each.
 * Made at the first call. */
static uint8_t kept[256][16];

static void make_table(void) {
  for (unsigned bits = 0; bits < 256; bits++) {
    uint8_t *next = kept[bits];
    for (unsigned i = 0; i < 8; i++) {
      if (bits >> i & 1) {
        *next++ = (uint8_t)(2 * i);
        *next++ = (uint8_t)(2 * i + 1);
      }
    }
  }
}

static inline v128_t lanes_of(int number) {
  return wasm_i16x8_splat((int16_t)number);
}

static inline void widen(v128_t ascii, uint16_t *units) {
  wasm_v128_store(units, wasm_u16x8_extend_low_u8x16(ascii));
  wasm_v128_store(units + 8, wasm_u16x8_extend_high_u8x16(ascii));
}

/*
 * Writes the units of the characters whose first bytes are among eight; returns
 * behind them. Where they need not be written so, *wrong gets a lane that is
 * not 0.
 */
static inline uint16_t *units_of_eight(const uint8_t *text, uint32_t firsts,
                                       uint16_t *units, v128_t *wrong) {
  const v128_t low_six = lanes_of(0x3F);
  const v128_t b0 = wasm_u16x8_load8x8(text);
  const v128_t b1 = wasm_v128_and(wasm_u16x8_load8x8(text + 1), low_six);
  const v128_t b2 = wasm_v128_and(wasm_u16x8_load8x8(text + 2), low_six);
  const v128_t two =
      wasm_v128_or(wasm_i16x8_shl(wasm_v128_and(b0, lanes_of(0x1F)), 6), b1);
  const v128_t three = wasm_v128_or(wasm_i16x8_shl(b0, 12),
                                    wasm_v128_or(wasm_i16x8_shl(b1, 6), b2));
  const v128_t is_three = wasm_i16x8_ge(b0, lanes_of(0xE0));
  const v128_t found = wasm_v128_bitselect(
      three, wasm_v128_bitselect(two, b0, wasm_i16x8_ge(b0, lanes_of(0xC0))),
      is_three);
  /* U+0000 to U+07FF need no three bytes, and halves of pairs have none. */
  const v128_t top = wasm_v128_and(found, lanes_of(0xF800));
  const v128_t is_wrong = wasm_v128_or(wasm_i16x8_eq(top, lanes_of(0)),
                                       wasm_i16x8_eq(top, lanes_of(0xD800)));
  *wrong = wasm_v128_or(*wrong, wasm_v128_and(is_wrong, is_three));
  wasm_v128_store(units,
                  wasm_i8x16_swizzle(found, wasm_v128_load(kept[firsts])));
  return units + __builtin_popcount(firsts);
}

static inline uint32_t at_least(v128_t bytes, int least) {
  return wasm_i8x16_bitmask(
      wasm_u8x16_ge(bytes, wasm_i8x16_splat((int8_t)least)));
}

/* Goes on to a character of four bytes, to the end or near it; false if what it
 * has gone over is not well-formed. */
static bool units_of_run(const uint8_t *text, size_t length, size_t *at,
                         uint16_t **units) {
  size_t i = *at;
  uint16_t *next = *units;
  uint32_t inner = 0; /* bytes that the characters before go on with */
  bool is_right = true;
  v128_t wrong = lanes_of(0);
  for (; is_right && length - i >= READABLE; i += BLOCK) {
    const v128_t bytes = wasm_v128_load(text + i);
    const uint32_t beyond = wasm_i8x16_bitmask(bytes);
    if ((beyond | inner) == 0) {
      widen(bytes, next);
      next += BLOCK;
      continue;
    }
    if (at_least(bytes, 0xF0) != 0) {
      break;
    }
    const uint32_t leads = at_least(bytes, 0xC0);
    inner |= leads << 1 | at_least(bytes, 0xE0) << 2;
    /* C0 and C1 begin nothing. */
    is_right =
        (inner & 0xFFFF) == (beyond & ~leads) && at_least(bytes, 0xC2) == leads;
    const uint32_t firsts = ~inner;
    next = units_of_eight(text + i, firsts & 0xFF, next, &wrong);
    next = units_of_eight(text + i + 8, firsts >> 8 & 0xFF, next, &wrong);
    inner >>= BLOCK;
  }
  /* Of these there are two at most, and so many can be read. */
  for (; inner != 0; inner >>= 1, i++) {
    is_right = is_right && (text[i] & 0xC0) == 0x80;
  }
  *at = i;
  *units = next;
  return is_right && !wasm_v128_any_true(wrong);
}

#endif

bool bpeek_utf8_to_units(const uint8_t *text, size_t length, uint16_t *units,
                         size_t *count) {
  uint16_t *next = units;
  size_t at = 0;
#ifdef __wasm_simd128__
  if (kept[1][1] == 0) {
    make_table();
  }
  bool is_right = units_of_run(text, length, &at, &next);
#else
  bool is_right = true;
#endif
  while (is_right && at < length) {
    is_right = units_of_next(text, length, &at, &next);
#ifdef __wasm_simd128__
    is_right = is_right && units_of_run(text, length, &at, &next);
#endif
  }
  *count = (size_t)(next - units);
  return is_right;
}
