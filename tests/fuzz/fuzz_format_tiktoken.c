/*
 * Any bytes as lines of a .tiktoken file, after lines for all single bytes (or
 * without them): what is loaded gives the same model after it was saved.
 */
#include <stdlib.h>
#include <string.h>

#include "../core/format_support.h"

#include "base64.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 1 << 13, LINE = 9, BYTES = 256 * LINE };

/* "QQ== 065", a line for each byte. */
static void write_bytes(uint8_t *file) {
  for (unsigned i = 0; i < 256; i++, file += LINE) {
    uint8_t byte = (uint8_t)i;
    bpeek_base64_encode(&byte, 1, file);
    file[4] = ' ';
    file[5] = (uint8_t)('0' + i / 100);
    file[6] = (uint8_t)('0' + i / 10 % 10);
    file[7] = (uint8_t)('0' + i % 10);
    file[8] = '\n';
  }
}

static void load_and_save(const uint8_t *file, size_t length) {
  bpeek_model *model = NULL;
  bpeek_error error = {BPEEK_OK, "", 0};
  bpeek_status status =
      bpeek_load_tiktoken(file, length, NULL, NULL, &model, &error);
  if (status != BPEEK_OK) {
    if (error.status != status || error.message[0] == '\0' || model != NULL ||
        (status == BPEEK_DAMAGED_FILE && error.offset >= length)) {
      abort();
    }
    return;
  }
  bpeek_buffer saved;
  bpeek_model *again = NULL;
  if (bpeek_save_tiktoken(model, &saved, &error) != BPEEK_OK ||
      bpeek_load_tiktoken(saved.bytes, saved.length, NULL, NULL, &again,
                          &error) != BPEEK_OK) {
    abort();
  }
  same_parts(model, again);
  bpeek_model_free(again);
  bpeek_model_free(model);
  bpeek_buffer_free(&saved);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint8_t file[BYTES + LONGEST];
  if (size == 0 || size > LONGEST) {
    return 0;
  }
  if (data[0] % 8 == 0) {
    load_and_save(data + 1, size - 1);
  } else {
    write_bytes(file);
    memcpy(file + BYTES, data + 1, size - 1);
    load_and_save(file, BYTES + size - 1);
  }
  return 0;
}
