/* Encodes a file twice, as a native program does, and prints how long each took
 * from text to ids, in milliseconds, how many ids they are, and a hash of them
 * (FNV-1a, an id at a time). The model is a .bpeek file. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bpeek.h"

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

static uint32_t hash_of(const bpeek_tokens *tokens) {
  uint32_t hash = 2166136261U;
  for (size_t i = 0; i < tokens->count; i++) {
    hash = (hash ^ tokens->ids[i]) * 16777619U;
  }
  return hash;
}

/* Prints the four numbers. */
static bpeek_status encode(bpeek_encoder *encoder, const uint8_t *text,
                           size_t length, bpeek_error *error) {
  const bpeek_special_policy policy = {BPEEK_SPECIAL_IS_TEXT, NULL, 0};
  bpeek_tokens tokens = {0};
  double times[2] = {0};
  for (int i = 0; i < 2; i++) {
    const double begin = now_ms();
    const bpeek_status status = bpeek_encode(encoder, text, length, &policy,
                                             BPEEK_WANT_IDS, &tokens, error);
    times[i] = now_ms() - begin;
    if (status != BPEEK_OK) {
      return status;
    }
  }
  (void)printf("%.4f %.4f %zu %u\n", times[0], times[1], tokens.count,
               hash_of(&tokens));
  return BPEEK_OK;
}

int main(int count, char **arguments) {
  if (count != 3) {
    (void)fprintf(stderr, "usage: encode MODEL.bpeek FILE\n");
    return EXIT_FAILURE;
  }
  size_t model_length = 0;
  size_t length = 0;
  uint8_t *file = read_file(arguments[1], &model_length);
  uint8_t *text = read_file(arguments[2], &length);
  bpeek_model *model = NULL;
  bpeek_encoder *encoder = NULL;
  bpeek_error error;
  bpeek_status status =
      bpeek_load_bpeek(file, model_length, NULL, &model, &error);
  if (status == BPEEK_OK) {
    status = bpeek_encoder_new(model, NULL, &encoder, &error);
  }
  if (status == BPEEK_OK) {
    status = encode(encoder, text, length, &error);
  }
  if (status != BPEEK_OK) {
    (void)fprintf(stderr, "%s\n", error.message);
  }
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
  free(text);
  free(file);
  return status == BPEEK_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
