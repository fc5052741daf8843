/*
 * Any bytes as a minbpe model: what is loaded can be saved, and what was saved
 * loads again to be saved as the same two files.
 */
#include <stdlib.h>
#include <string.h>

#include "bpeek.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A short file can make long tokens: they may have this many bytes. */
enum { ENOUGH = 1 << 25 };

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

typedef struct files {
  bpeek_buffer model, vocab;
} files;

static files save(const bpeek_model *model) {
  files saved;
  if (bpeek_save_minbpe(model, &saved.model, &saved.vocab, NULL) != BPEEK_OK) {
    abort();
  }
  return saved;
}

static void compare(const bpeek_buffer *a, const bpeek_buffer *b) {
  if (a->length != b->length || memcmp(a->bytes, b->bytes, a->length) != 0) {
    abort();
  }
}

static void free_files(files *saved) {
  bpeek_buffer_free(&saved->model);
  bpeek_buffer_free(&saved->vocab);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  bpeek_model *model = NULL;
  bpeek_error error = {BPEEK_OK, "", 0};
  const bpeek_status status =
      bpeek_load_minbpe(data, size, &allocator, &model, &error);
  if (status != BPEEK_OK) {
    if (error.status != status || error.message[0] == '\0' ||
        error.offset > size || model != NULL) {
      abort();
    }
    return 0;
  }
  /* Many long tokens make a .vocab that is longer still. */
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  if (parts.token_ends[parts.token_count - 1] < ENOUGH / 64) {
    files first = save(model);
    bpeek_model *again = NULL;
    if (bpeek_load_minbpe(first.model.bytes, first.model.length, &allocator,
                          &again, NULL) != BPEEK_OK) {
      abort();
    }
    files second = save(again);
    compare(&first.model, &second.model);
    compare(&first.vocab, &second.vocab);
    free_files(&first);
    free_files(&second);
    bpeek_model_free(again);
  }
  bpeek_model_free(model);
  return 0;
}
