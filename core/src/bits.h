/* Streams of bits, lowest bit of the first byte first. */
#ifndef BPEEK_BITS_H
#define BPEEK_BITS_H

#include "little_endian.h"
#include "output.h"

/* ---- Reading ----------------------------------------------------------- */

/* The lowest `count` bits of `bits` are the next ones; those above them, if
 * not zero, are what follows. */
typedef struct bpeek_bit_reader {
  const uint8_t *at, *end;
  uint64_t bits;
  unsigned count;
  bool overrun; /* more bits were taken than there are */
} bpeek_bit_reader;

static inline bpeek_bit_reader bpeek_read_bits_of(const uint8_t *bytes,
                                                  size_t length) {
  /* Nothing may be added to NULL, which a section that is missing has. */
  return (bpeek_bit_reader){.at = bytes,
                            .end = length == 0 ? bytes : bytes + length};
}

/* Afterwards 56 bits can be looked at, or all there are. The fast way reads
 * eight bytes, and steps over as many as fit whole (after Fabian Giesen). */
static inline void bpeek_bits_fill(bpeek_bit_reader *reader) {
  if (reader->end - reader->at >= 8) {
    reader->bits |= bpeek_get_64(reader->at) << reader->count;
    reader->at += (63 - reader->count) >> 3;
    reader->count |= 56;
    return;
  }
  while (reader->count < 56 && reader->at < reader->end) {
    reader->bits |= (uint64_t)*reader->at++ << reader->count;
    reader->count += 8;
  }
}

/* The next bits, `size` of them, at most 32; zeros beyond the end. */
static inline uint32_t bpeek_bits_peek(const bpeek_bit_reader *reader,
                                       unsigned size) {
  return (uint32_t)(reader->bits & (((uint64_t)1 << size) - 1));
}

static inline void bpeek_bits_drop(bpeek_bit_reader *reader, unsigned size) {
  if (size > reader->count) {
    reader->overrun = true;
    size = reader->count;
  }
  reader->bits >>= size;
  reader->count -= size;
}

static inline uint32_t bpeek_bits_take(bpeek_bit_reader *reader,
                                       unsigned size) {
  bpeek_bits_fill(reader);
  uint32_t value = bpeek_bits_peek(reader, size);
  bpeek_bits_drop(reader, size);
  return value;
}

/* Of a number above 0. */
static inline unsigned bpeek_floor_log2(uint32_t number) {
  return (31 - (unsigned)__builtin_clz(number)) & 31;
}

/*
 * A number below `size`, at least 1, of which all are equally likely: with
 * k = floor(log2 size), the first 2^(k+1) - size numbers have k bits, the
 * others k + 1. Needs up to 22 bits, without filling first.
 */
static inline uint32_t bpeek_bits_index(bpeek_bit_reader *reader,
                                        uint32_t size) {
  unsigned low_bits = bpeek_floor_log2(size);
  uint32_t shorter = ((uint32_t)2 << low_bits) - size;
  uint32_t all = bpeek_bits_peek(reader, low_bits + 1);
  uint32_t low = all & (((uint32_t)1 << low_bits) - 1);
  bool longer = low >= shorter;
  bpeek_bits_drop(reader, low_bits + longer);
  uint32_t top = all >> low_bits;
  return longer ? low * 2 + top - shorter : low;
}

/* Whether all bits were taken, but for zeros that fill the last byte. */
static inline bool bpeek_bits_at_end(const bpeek_bit_reader *reader) {
  return !reader->overrun && reader->at == reader->end && reader->count < 8 &&
         reader->bits == 0;
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
