#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* xorshift64* (Vigna, 2016) */
uint32_t random_below(random_source *source, uint32_t below) {
  uint64_t x = source->state == 0 ? 88172645463325252ULL : source->state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  source->state = x;
  return (uint32_t)((x * 2685821657736338717ULL) >> 32) % below;
}

void random_text(random_source *source, const char *alphabet, uint8_t *text,
                 size_t length) {
  uint32_t letters = (uint32_t)strlen(alphabet);
  for (size_t i = 0; i < length; i++) {
    text[i] = (uint8_t)alphabet[random_below(source, letters)];
  }
}

static void *watched_resize(void *context, void *block, size_t old_size,
                            size_t new_size) {
  memory_watch *watch = context;
  size_t *header = block == NULL ? NULL : (size_t *)block - 2;
  if ((header == NULL ? 0 : header[0]) != old_size) {
    fail_msg("a block of %zu bytes is given back as one of %zu",
             header == NULL ? 0 : header[0], old_size);
  }
  if (new_size == 0) {
    watch->blocks -= header == NULL ? 0 : 1;
    watch->bytes -= old_size;
    free(header);
    return NULL;
  }
  watch->allocations++;
  if (watch->fail_at != 0 && watch->allocations >= watch->fail_at) {
    return NULL;
  }
  size_t *grown = realloc(header, new_size + 2 * sizeof(size_t));
  if (grown == NULL) {
    return NULL;
  }
  watch->blocks += header == NULL ? 1 : 0;
  watch->bytes += new_size - old_size;
  grown[0] = new_size;
  return grown + 2;
}

bpeek_allocator watched(memory_watch *watch) {
  return (bpeek_allocator){watched_resize, watch};
}

void survives_every_allocation(bpeek_status (*scenario)(bpeek_allocator *)) {
  bpeek_status status = BPEEK_NO_MEMORY;
  size_t fail_at = 0;
  while (status == BPEEK_NO_MEMORY) {
    memory_watch watch = {.fail_at = ++fail_at};
    bpeek_allocator allocator = watched(&watch);
    status = scenario(&allocator);
    if (watch.blocks != 0 || watch.bytes != 0) {
      fail_msg("failing at allocation %zu left %zu blocks behind", fail_at,
               watch.blocks);
    }
  }
  assert_int_equal(status, BPEEK_OK);
  assert_true(fail_at > 1);
}

void toy_begin(toy *vocabulary, bpeek_merge_rule rule) {
  vocabulary->parts = (bpeek_parts){.rule = rule,
                                    .token_bytes = vocabulary->bytes,
                                    .token_ends = vocabulary->ends,
                                    .merges = vocabulary->merges,
                                    .scores = vocabulary->scores};
  for (unsigned i = 0; i < 256; i++) {
    uint8_t byte = (uint8_t)(i * 7 + 33);
    (void)toy_token(vocabulary, &byte, 1);
  }
}

uint32_t toy_token(toy *vocabulary, const void *bytes, size_t length) {
  uint32_t id = vocabulary->parts.token_count++;
  uint32_t begin = id == 0 ? 0 : vocabulary->ends[id - 1];
  assert_true(id < TOY_TOKENS && begin + length <= TOY_BYTES);
  memmove(vocabulary->bytes + begin, bytes, length);
  vocabulary->ends[id] = begin + (uint32_t)length;
  return id;
}

static const uint8_t *toy_bytes(const toy *vocabulary, uint32_t id,
                                size_t *length) {
  uint32_t begin = id == 0 ? 0 : vocabulary->ends[id - 1];
  *length = vocabulary->ends[id] - begin;
  return vocabulary->bytes + begin;
}

uint32_t toy_merge(toy *vocabulary, uint32_t left, uint32_t right) {
  uint8_t joined[TOY_BYTES];
  size_t left_length = 0;
  size_t right_length = 0;
  const uint8_t *bytes = toy_bytes(vocabulary, left, &left_length);
  memcpy(joined, bytes, left_length);
  bytes = toy_bytes(vocabulary, right, &right_length);
  memcpy(joined + left_length, bytes, right_length);
  uint32_t id = toy_token(vocabulary, joined, left_length + right_length);
  vocabulary->merges[vocabulary->parts.merge_count++] =
      (bpeek_merge){left, right, id};
  return id;
}

void toy_use_characters(toy *vocabulary) {
  for (unsigned byte = 0; byte < 256; byte++) {
    vocabulary->byte_tokens[byte] = toy_byte(vocabulary, (uint8_t)byte);
  }
  vocabulary->parts.unit = BPEEK_CHARACTERS;
  vocabulary->parts.byte_tokens = vocabulary->byte_tokens;
}

uint32_t toy_byte(const toy *vocabulary, uint8_t byte) {
  uint32_t id = 0;
  while (vocabulary->bytes[id] != byte) {
    id++;
  }
  return id;
}

static bool has_token(const toy *vocabulary, const uint8_t *bytes,
                      size_t length) {
  for (uint32_t id = 0; id < vocabulary->parts.token_count; id++) {
    size_t other = 0;
    const uint8_t *at = toy_bytes(vocabulary, id, &other);
    if (other == length && memcmp(at, bytes, length) == 0) {
      return true;
    }
  }
  return false;
}

static bool has_merge(const toy *vocabulary, uint32_t left, uint32_t right) {
  for (uint32_t i = 0; i < vocabulary->parts.merge_count; i++) {
    if (vocabulary->merges[i].left == left &&
        vocabulary->merges[i].right == right) {
      return true;
    }
  }
  return false;
}

static uint32_t random_symbol(const toy *vocabulary, random_source *source,
                              const char *alphabet) {
  uint32_t longer = vocabulary->parts.token_count - 256;
  if (longer > 0 && random_below(source, 2) == 0) {
    return 256 + random_below(source, longer);
  }
  uint32_t letters = (uint32_t)strlen(alphabet);
  return toy_byte(vocabulary, (uint8_t)alphabet[random_below(source, letters)]);
}

void toy_fill(toy *vocabulary, random_source *source, const char *alphabet,
              uint32_t count) {
  for (unsigned tries = 0;
       vocabulary->parts.token_count < count && tries < 20 * count; tries++) {
    if (vocabulary->parts.rule == BPEEK_MERGE_LIST) {
      uint32_t left = random_symbol(vocabulary, source, alphabet);
      uint32_t right = random_symbol(vocabulary, source, alphabet);
      if (!has_merge(vocabulary, left, right)) {
        size_t left_length = 0;
        size_t right_length = 0;
        (void)toy_bytes(vocabulary, left, &left_length);
        (void)toy_bytes(vocabulary, right, &right_length);
        if (left_length + right_length <= 12) {
          (void)toy_merge(vocabulary, left, right);
        }
      }
    } else {
      uint8_t bytes[7];
      size_t length = 2 + random_below(source, 6);
      random_text(source, alphabet, bytes, length);
      if (!has_token(vocabulary, bytes, length)) {
        (void)toy_token(vocabulary, bytes, length);
      }
    }
  }
}

bpeek_model *toy_build(const toy *vocabulary) {
  bpeek_model *model = NULL;
  bpeek_error error;
  if (bpeek_model_build(&vocabulary->parts, NULL, &model, &error) != BPEEK_OK) {
    fail_msg("the model does not build: %s", error.message);
  }
  return model;
}

void fail_with_text(const char *what, const uint8_t *text, size_t length) {
  char *escaped = malloc(length * 4 + 1);
  assert_non_null(escaped);
  char *out = escaped;
  *out = '\0';
  for (size_t i = 0; i < length; i++) {
    bool is_plain = text[i] >= 0x20 && text[i] < 0x7F && text[i] != '\\';
    out += is_plain ? sprintf(out, "%c", text[i])
                    : sprintf(out, "\\x%02x", text[i]);
  }
  print_error("%s\nthe text: \"%s\"\n", what, escaped);
  free(escaped);
  fail();
}
