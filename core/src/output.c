#include "output.h"

#include <string.h>

#include "alloc.h"
#include "error.h"

uint8_t *bpeek_output_room(bpeek_output *output, size_t size) {
  if (output->no_memory || size > SIZE_MAX - output->length ||
      !bpeek_grow(&output->allocator, (void **)&output->bytes,
                  &output->capacity, output->length + size, 1)) {
    output->no_memory = true;
    return NULL;
  }
  uint8_t *room = output->bytes + output->length;
  output->length += size;
  return room;
}

void bpeek_output_byte(bpeek_output *output, uint8_t byte) {
  bpeek_output_bytes(output, &byte, 1);
}

void bpeek_output_bytes(bpeek_output *output, const void *bytes,
                        size_t length) {
  uint8_t *room = bpeek_output_room(output, length);
  if (room != NULL && length > 0) {
    memcpy(room, bytes, length);
  }
}

void bpeek_output_varint(bpeek_output *output, uint32_t value) {
  while (value >= 0x80) {
    bpeek_output_byte(output, (uint8_t)(value | 0x80));
    value >>= 7;
  }
  bpeek_output_byte(output, (uint8_t)value);
}

bpeek_status bpeek_output_finish(bpeek_output *output, bpeek_buffer *buffer,
                                 bpeek_error *error) {
  const bpeek_allocator *memory = &output->allocator;
  uint8_t *bytes = NULL;
  if (!output->no_memory) {
    bytes =
        output->length == 0 && output->bytes == NULL
            ? bpeek_alloc(memory, 0, 1)
            : memory->resize(memory->context, output->bytes, output->capacity,
                             output->length == 0 ? 1 : output->length);
  }
  if (bytes == NULL) {
    bpeek_output_free(output);
    return bpeek_fail_memory(error);
  }
  *buffer = (bpeek_buffer){bytes, output->length, *memory};
  *output = (bpeek_output){.allocator = *memory};
  return BPEEK_OK;
}

void bpeek_output_free(bpeek_output *output) {
  bpeek_release(&output->allocator, output->bytes, output->capacity, 1);
  *output = (bpeek_output){.allocator = output->allocator};
}
