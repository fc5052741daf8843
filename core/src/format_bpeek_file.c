/* The outer part of bpeek's file: header, checksums, body. */
#include <string.h>

#include "checksum.h"
#include "error.h"
#include "format_bpeek.h"
#include "little_endian.h"

enum {
  FILE_VERSION = 2,
  MAGIC_SIZE = 8,
  HEADER_SIZE = 32,
  SUM_SIZE = 8,
};
#define BLOCK_SIZE ((size_t)1 << 16)

static const uint8_t magic[MAGIC_SIZE] = {0x8B, 'b',  'p',  'k',
                                          '\r', '\n', 0x1A, '\n'};

static size_t block_count(size_t body) {
  return body / BLOCK_SIZE + (body % BLOCK_SIZE != 0);
}

static uint64_t block_sum(const uint8_t *body, size_t length, size_t block) {
  size_t begin = block * BLOCK_SIZE;
  size_t size = length - begin < BLOCK_SIZE ? length - begin : BLOCK_SIZE;
  return bpeek_checksum(body + begin, size, block + 1);
}

static bpeek_status fail_truncated(size_t length, size_t whole,
                                   bpeek_error *error) {
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, length,
                    "The bpeek file is cut off: it ends after %zu bytes, and "
                    "at least %zu more are missing; get it again.",
                    length, whole - length);
}

static bpeek_status fail_header(bpeek_error *error) {
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, 0,
                    "The bpeek file is damaged in its header, at byte 0; get "
                    "it again.");
}

/* Whether line ends were changed: CR LF to LF, LF to CR LF, or both to CR LF.
 * `begin` has MAGIC_SIZE bytes. */
static bool is_copied_as_text(const uint8_t *begin) {
  return memcmp(begin + 4, "\n\x1A\n", 3) == 0 ||
         memcmp(begin + 4, "\r\r\n\x1A", 4) == 0 ||
         memcmp(begin + 4, "\r\n\x1A\r", 4) == 0;
}

static bpeek_status check_magic(const uint8_t *file, size_t length,
                                bpeek_error *error) {
  size_t size = length < MAGIC_SIZE ? length : MAGIC_SIZE;
  if (length > 0 && memcmp(file, magic, size) == 0) {
    return length < HEADER_SIZE ? fail_truncated(length, HEADER_SIZE, error)
                                : BPEEK_OK;
  }
  if (length < MAGIC_SIZE || memcmp(file, magic, 4) != 0) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, 0,
                      "This is not a bpeek file.");
  }
  if (!is_copied_as_text(file)) {
    return fail_header(error);
  }
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, 4,
                    "The bpeek file has been copied as text, which changed its "
                    "line ends; copy it as binary.");
}

bpeek_status bpeek_find_body(const uint8_t *file, size_t length,
                             const uint8_t **body, size_t *body_length,
                             bpeek_error *error) {
  bpeek_status status = check_magic(file, length, error);
  if (status != BPEEK_OK) {
    return status;
  }
  uint32_t version = bpeek_get_32(file + 8);
  if (version != FILE_VERSION) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, 8,
                      "The bpeek file is of version %u of the format; this "
                      "program reads version %u.",
                      version, (unsigned)FILE_VERSION);
  }
  uint64_t size = bpeek_get_64(file + 16);
  if (bpeek_get_64(file + 24) != bpeek_checksum(file, 24, 0) ||
      size > UINT32_MAX) {
    return fail_header(error);
  }
  size_t blocks = block_count((size_t)size);
  size_t begin = HEADER_SIZE + blocks * SUM_SIZE;
  if (length < begin || length - begin < size) {
    return fail_truncated(length, begin + (size_t)size, error);
  }
  if (length - begin > size) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, begin + (size_t)size,
                      "The bpeek file ends at byte %zu, but %zu more bytes "
                      "follow; get it again.",
                      begin + (size_t)size, length - begin - (size_t)size);
  }
  for (size_t i = 0; i < blocks; i++) {
    if (bpeek_get_64(file + HEADER_SIZE + i * SUM_SIZE) !=
        block_sum(file + begin, (size_t)size, i)) {
      size_t at = begin + i * BLOCK_SIZE;
      return bpeek_fail(error, BPEEK_DAMAGED_FILE, at,
                        "The bpeek file is damaged in the block that begins "
                        "at byte %zu; get it again.",
                        at);
    }
  }
  *body = file + begin;
  *body_length = (size_t)size;
  return BPEEK_OK;
}

void bpeek_write_file(const bpeek_output *body, bpeek_output *file) {
  size_t blocks = block_count(body->length);
  uint8_t *head = bpeek_output_room(file, HEADER_SIZE + blocks * SUM_SIZE);
  if (head == NULL || body->no_memory) {
    file->no_memory = true;
    return;
  }
  memcpy(head, magic, MAGIC_SIZE);
  bpeek_put_32(head + 8, FILE_VERSION);
  bpeek_put_32(head + 12, 0);
  bpeek_put_64(head + 16, body->length);
  bpeek_put_64(head + 24, bpeek_checksum(head, 24, 0));
  for (size_t i = 0; i < blocks; i++) {
    bpeek_put_64(head + HEADER_SIZE + i * SUM_SIZE,
                 block_sum(body->bytes, body->length, i));
  }
  bpeek_output_bytes(file, body->bytes, body->length);
}
