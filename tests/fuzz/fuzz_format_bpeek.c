/*
 * bpeek's own file: whatever the bytes, loading them does no harm, and what is
 * loaded is saved to a file that gives the same model again.
 *
 * The first byte of the input says what the others are: the whole file; its
 * body, to which a true header is added; or changes to the body of a good
 * file, each two bytes for the place and one for what is there afterwards.
 */
#include <stdlib.h>
#include <string.h>

#include "../core/format_support.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 1 << 14, GOOD_FILES = 16, ENOUGH = 1 << 25 };

/* A short file can make long tokens: they may have this many bytes. */
static void *resize(void *context, void *block, size_t old_size,
                    size_t new_size) {
  (void)context;
  (void)old_size;
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  return new_size > ENOUGH ? NULL : realloc(block, new_size);
}

static const bpeek_allocator allocator = {resize, NULL};

static void load_and_save(const uint8_t *file, size_t length) {
  bpeek_model *model = NULL;
  bpeek_error error = {BPEEK_OK, "", 0};
  bpeek_status status =
      bpeek_load_bpeek(file, length, &allocator, &model, &error);
  if (status != BPEEK_OK) {
    if (error.status != status || error.message[0] == '\0' ||
        error.offset > LONGEST + 64 || model != NULL) {
      abort();
    }
    return;
  }
  bpeek_buffer saved;
  status = bpeek_save_bpeek(model, &saved, &error);
  if (status == BPEEK_OK) {
    bpeek_model *again = NULL;
    if (bpeek_load_bpeek(saved.bytes, saved.length, &allocator, &again,
                         &error) != BPEEK_OK) {
      abort();
    }
    same_parts(model, again);
    bpeek_model_free(again);
    bpeek_buffer_free(&saved);
  } else if (status != BPEEK_NO_MEMORY) {
    abort();
  }
  bpeek_model_free(model);
}

/* The body of a good file, one of several that are made once. */
static const bpeek_buffer *good_file(unsigned number) {
  static bpeek_buffer files[GOOD_FILES];
  static full_toy full;
  bpeek_buffer *file = &files[number % GOOD_FILES];
  if (file->bytes == NULL) {
    random_source source = {1 + number % GOOD_FILES};
    memset(&full, 0, sizeof full);
    full_toy_fill(&full, &source);
    bpeek_model *model = toy_build(&full.vocabulary);
    *file = save_bpeek(model);
    bpeek_model_free(model);
  }
  return file;
}

static size_t change_good_file(const uint8_t *data, size_t size,
                               uint8_t *sealed) {
  uint8_t body[LONGEST];
  const bpeek_buffer *good = good_file(data[0]);
  size_t begin = bpeek_file_body(good);
  size_t length = good->length - begin;
  memcpy(body, good->bytes + begin, length);
  for (size_t i = 1; i + 3 <= size; i += 3) {
    size_t at = data[i] * 256U + data[i + 1];
    body[at % length] = data[i + 2];
  }
  return seal_bpeek_file(body, length, sealed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint8_t sealed[LONGEST + 64];
  if (size < 2 || size > LONGEST) {
    return 0;
  }
  switch (data[0] % 3) {
  case 0:
    load_and_save(data + 1, size - 1);
    break;
  case 1:
    load_and_save(sealed, seal_bpeek_file(data + 1, size - 1, sealed));
    break;
  default:
    load_and_save(sealed, change_good_file(data + 1, size - 1, sealed));
    break;
  }
  return 0;
}
