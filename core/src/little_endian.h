/* Numbers as files hold them: lowest byte first, at any address. */
#ifndef BPEEK_LITTLE_ENDIAN_H
#define BPEEK_LITTLE_ENDIAN_H

#include <stdint.h>

static inline uint32_t bpeek_get_32(const uint8_t *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
         (uint32_t)at[3] << 24;
}

static inline uint64_t bpeek_get_64(const uint8_t *at) {
  return (uint64_t)bpeek_get_32(at) | (uint64_t)bpeek_get_32(at + 4) << 32;
}

static inline void bpeek_put_32(uint8_t *at, uint32_t value) {
  for (unsigned i = 0; i < 4; i++) {
    at[i] = (uint8_t)(value >> (8 * i));
  }
}

static inline void bpeek_put_64(uint8_t *at, uint64_t value) {
  bpeek_put_32(at, (uint32_t)value);
  bpeek_put_32(at + 4, (uint32_t)(value >> 32));
}

#endif
