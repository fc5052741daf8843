#include "checksum.h"

#include "little_endian.h"

/* For every word a bijection of the sum, and for every sum one of the word: an
 * odd factor and a shifted exclusive-or can both be undone. So two inputs that
 * differ in one word end with different sums. */
static uint64_t mix(uint64_t sum, uint64_t word) {
  sum = (sum ^ word) * 0x9E3779B97F4A7C15ULL; /* 2^64 / the golden ratio */
  return sum ^ sum >> 32;
}

uint64_t bpeek_checksum(const uint8_t *bytes, size_t length, uint64_t seed) {
  uint64_t sum = mix(seed, length);
  size_t at = 0;
  for (; length - at >= 8; at += 8) {
    sum = mix(sum, bpeek_get_64(bytes + at));
  }
  uint64_t last = 0;
  for (unsigned shift = 0; at < length; at++, shift += 8) {
    last |= (uint64_t)bytes[at] << shift;
  }
  return mix(mix(sum, last), 0);
}
