/* Bytes on their way into a bpeek_buffer. */
#ifndef BPEEK_OUTPUT_H
#define BPEEK_OUTPUT_H

#include "bpeek.h"

/*
 * Grows as it is written to. Where memory runs out it drops what follows and
 * remembers that, so that only bpeek_output_finish needs to be asked.
 */
typedef struct bpeek_output {
  bpeek_allocator allocator;
  uint8_t *bytes;
  size_t length, capacity;
  bool no_memory;
} bpeek_output;

/* Room for `size` more bytes, to be written right away; NULL: no memory. */
uint8_t *bpeek_output_room(bpeek_output *output, size_t size);

void bpeek_output_byte(bpeek_output *output, uint8_t byte);
void bpeek_output_bytes(bpeek_output *output, const void *bytes, size_t length);

/* Seven bits to a byte, lowest first; the top bit says that more follow. */
void bpeek_output_varint(bpeek_output *output, uint32_t value);

/* Hands all bytes over as a buffer of exactly that size; the output is empty
 * afterwards, also after a failure (BPEEK_NO_MEMORY). */
bpeek_status bpeek_output_finish(bpeek_output *output, bpeek_buffer *buffer,
                                 bpeek_error *error);

void bpeek_output_free(bpeek_output *output);

#endif
