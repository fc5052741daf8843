/* Streams of bits, lowest bit of the first byte first. */
#ifndef BPEEK_BITS_H
#define BPEEK_BITS_H

#include "little_endian.h"
#include "output.h"

/* ---- Reading ----------------------------------------------------------- */

typedef struct bpeek_bit_reader {
  const uint8_t *bytes;
  size_t length;
  uint64_t at; /* the next bit, of all */
} bpeek_bit_reader;

static inline bpeek_bit_reader bpeek_read_bits_of(const uint8_t *bytes,
                                                  size_t length) {
  return (bpeek_bit_reader){.bytes = bytes, .length = length};
}

/* Where less than eight bytes are left. */
static inline uint64_t bpeek_last_bits(const bpeek_bit_reader *reader) {
  uint8_t padded[8] = {0};
  for (uint64_t i = reader->at / 8; i < reader->length; i++) {
    padded[i - reader->at / 8] = reader->bytes[i];
  }
  return bpeek_get_64(padded) >> (reader->at % 8);
}

/* The next 57 bits or more, the first one lowest; zeros beyond the end. */
static inline uint64_t bpeek_bits_ahead(const bpeek_bit_reader *reader) {
  return reader->at / 8 + 8 <= reader->length
             ? bpeek_get_64(reader->bytes + reader->at / 8) >> (reader->at % 8)
             : bpeek_last_bits(reader);
}

/* The lowest `size` bits, of which there are at most 32. */
static inline uint32_t bpeek_lowest_bits(uint64_t bits, unsigned size) {
  return (uint32_t)(bits & (((uint64_t)1 << size) - 1));
}

/* The next bits, `size` of them, at most 32; zeros beyond the end. */
static inline uint32_t bpeek_bits_take(bpeek_bit_reader *reader,
                                       unsigned size) {
  uint32_t value = bpeek_lowest_bits(bpeek_bits_ahead(reader), size);
  reader->at += size;
  return value;
}

/* Of a number above 0. */
static inline unsigned bpeek_floor_log2(uint32_t number) {
  return (31 - (unsigned)__builtin_clz(number)) & 31;
}

/*
 * A number below `size`, at least 1, of which all are equally likely: with
 * k = floor(log2 size), the first 2^(k+1) - size numbers have k bits, the
 * others k + 1. It is in the lowest of these bits, at most 22; *used is their
 * number. There is no branch in it, since none could be foretold.
 */
static inline uint32_t bpeek_index_in(uint64_t bits, uint32_t size,
                                      unsigned *used) {
  unsigned low_bits = bpeek_floor_log2(size);
  uint32_t shorter = ((uint32_t)2 << low_bits) - size;
  uint32_t low = bpeek_lowest_bits(bits, low_bits);
  uint32_t top = (uint32_t)(bits >> low_bits) & 1;
  uint32_t is_longer = low >= shorter;
  *used = low_bits + is_longer;
  return low + ((low - shorter + top) & (0 - is_longer));
}

/* Whether more bits were taken than there are. */
static inline bool bpeek_bits_overrun(const bpeek_bit_reader *reader) {
  return reader->at > (uint64_t)reader->length * 8;
}

/* Whether all bits were taken, but for zeros that fill the last byte. */
static inline bool bpeek_bits_at_end(const bpeek_bit_reader *reader) {
  return !bpeek_bits_overrun(reader) &&
         (uint64_t)reader->length * 8 - reader->at < 8 &&
         bpeek_bits_ahead(reader) == 0;
}

/* ---- Writing ----------------------------------------------------------- */

typedef struct bpeek_bit_writer {
  bpeek_output *output;
  uint64_t bits;
  unsigned count;
} bpeek_bit_writer;

/* The lowest `size` bits of `value`, at most 32. */
static inline void bpeek_bits_put(bpeek_bit_writer *writer, uint32_t value,
                                  unsigned size) {
  writer->bits |= (uint64_t)value << writer->count;
  writer->count += size;
  for (; writer->count >= 8; writer->count -= 8) {
    bpeek_output_byte(writer->output, (uint8_t)writer->bits);
    writer->bits >>= 8;
  }
}

static inline void bpeek_bits_put_index(bpeek_bit_writer *writer,
                                        uint32_t index, uint32_t size) {
  unsigned low_bits = bpeek_floor_log2(size);
  uint32_t shorter = ((uint32_t)2 << low_bits) - size;
  if (index < shorter) {
    bpeek_bits_put(writer, index, low_bits);
  } else {
    uint32_t both = index + shorter;
    bpeek_bits_put(writer, both >> 1 | (both & 1) << low_bits, low_bits + 1);
  }
}

/* Fills the last byte with zeros. */
static inline void bpeek_bits_finish(bpeek_bit_writer *writer) {
  if (writer->count > 0) {
    bpeek_bits_put(writer, 0, 8 - writer->count);
  }
}

#endif
