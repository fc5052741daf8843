/* A fast 64-bit checksum against damage, not against malice. */
#ifndef BPEEK_CHECKSUM_H
#define BPEEK_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Damage that lies within eight bytes (at offsets 8 i to 8 i + 7) always
 * changes the sum, so every single wrong bit does; any other damage goes
 * unnoticed once in 2^64. `seed` tells apart equal bytes in different places.
 */
uint64_t bpeek_checksum(const uint8_t *bytes, size_t length, uint64_t seed);

#endif
