/* Trains on a file as a native program does, and prints how long it took from
 * opening the file to a model, in milliseconds, how many merges that were, and
 * the most memory that training held at once, in bytes (without the text that
 * was read, and without the model). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bpeek.h"

typedef struct meter {
  size_t held, most;
} meter;

static void *resize(void *context, void *block, size_t old_size,
                    size_t new_size) {
  meter *used = context;
  void *moved = NULL;
  if (new_size == 0) {
    free(block);
  } else {
    moved = realloc(block, new_size);
    if (moved == NULL) {
      return NULL;
    }
  }
  used->held += new_size - old_size;
  if (used->held > used->most) {
    used->most = used->held;
  }
  return moved;
}

static uint8_t *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return NULL;
  }
  uint8_t *bytes = NULL;
  long size = 0;
  if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) > 0) {
    rewind(file);
    bytes = malloc((size_t)size);
    *length = bytes == NULL ? 0 : fread(bytes, 1, (size_t)size, file);
  }
  (void)fclose(file);
  return bytes;
}

static double now_ms(void) {
  struct timespec now;
  (void)timespec_get(&now, TIME_UTC);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Prints the three numbers. */
static bpeek_status train(const char *path, uint32_t vocabulary_size,
                          const char *pattern, bpeek_error *error) {
  meter used = {0, 0};
  const bpeek_allocator counting = {resize, &used};
  const double begin = now_ms();
  size_t length = 0;
  uint8_t *text = read_file(path, &length);
  bpeek_trainer *trainer = NULL;
  bpeek_model *model = NULL;
  const bpeek_pair_count *merges = NULL;
  size_t count = 0;
  bpeek_status status =
      bpeek_trainer_new(text, length, (const uint8_t *)pattern, strlen(pattern),
                        vocabulary_size, &counting, &trainer, error);
  if (status == BPEEK_OK) {
    status = bpeek_trainer_step(trainer, UINT32_MAX, &merges, &count, error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_trainer_model(trainer, NULL, 0, NULL, &model, error);
  }
  if (status == BPEEK_OK) {
    (void)printf("%.3f %zu %zu\n", now_ms() - begin, count, used.most);
  }
  bpeek_model_free(model);
  bpeek_trainer_free(trainer);
  free(text);
  return status;
}

int main(int count, char **arguments) {
  if (count != 4) {
    (void)fprintf(stderr, "usage: train FILE VOCABULARY-SIZE PATTERN\n");
    return EXIT_FAILURE;
  }
  bpeek_error error;
  const uint32_t size = (uint32_t)strtoul(arguments[2], NULL, 10);
  if (train(arguments[1], size, arguments[3], &error) != BPEEK_OK) {
    (void)fprintf(stderr, "%s\n", error.message);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
