#include "format_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checksum.h"
#include "little_endian.h"

/* ---- Models ------------------------------------------------------------ */

static void add_holes(toy *vocabulary, random_source *source) {
  for (uint32_t i = random_below(source, 3); i > 0; i--) {
    (void)toy_token(vocabulary, "", 0);
  }
}

/* Merges in which any token may be the result of several, or come before the
 * merge that makes it. */
static void add_merges(toy *vocabulary, random_source *source) {
  toy_fill(vocabulary, source, "abc", 256 + random_below(source, 60));
  bpeek_merge *merges = vocabulary->merges;
  uint32_t count = vocabulary->parts.merge_count;
  if (random_below(source, 2) == 0) {
    for (uint32_t i = 1; i < count; i++) {
      uint32_t other = random_below(source, i + 1);
      bpeek_merge merge = merges[i];
      merges[i] = merges[other];
      merges[other] = merge;
    }
  }
  /* A second token for bytes that have one, and a merge without its token. */
  if (count > 0 && random_below(source, 2) == 0) {
    bpeek_merge merge = merges[random_below(source, count)];
    uint32_t begin = vocabulary->ends[merge.result - 1];
    (void)toy_token(vocabulary, vocabulary->bytes + begin,
                    vocabulary->ends[merge.result] - begin);
    vocabulary->parts.merge_count -= random_below(source, 2);
  }
}

static void add_scores(toy *vocabulary, random_source *source) {
  for (uint32_t id = 0; id < vocabulary->parts.token_count; id++) {
    uint32_t kind = random_below(source, 4);
    vocabulary->scores[id] =
        kind == 0 ? 0.25F * (float)random_below(source, 9) : -(float)id;
  }
  vocabulary->parts.scores = vocabulary->scores;
}

static void add_specials(full_toy *full, random_source *source) {
  bpeek_parts *parts = &full->vocabulary.parts;
  parts->specials = full->specials;
  parts->special_count = random_below(source, 9);
  for (uint32_t i = 0; i < parts->special_count; i++) {
    (void)snprintf(full->special_texts[i], sizeof full->special_texts[i],
                   "<|%s%u|>", random_below(source, 2) == 0 ? "same" : "", i);
    bool alias = i > 0 && random_below(source, 4) == 0;
    full->specials[i] = (bpeek_special){
        .text = (const uint8_t *)full->special_texts[i],
        .length = strlen(full->special_texts[i]),
        .id = alias ? full->specials[i - 1].id
                    : parts->token_count + i * 1000 + random_below(source, 900),
        .alias = alias,
        .always = random_below(source, 2) == 0,
        .as_written = random_below(source, 2) == 0};
  }
  /* Ids need not ascend. */
  if (parts->special_count > 1 && !full->specials[1].alias) {
    uint32_t id = full->specials[0].id;
    full->specials[0].id = full->specials[1].id;
    full->specials[1].id = id;
    for (uint32_t i = 2; i < parts->special_count; i++) {
      if (!full->specials[i].alias) {
        break;
      }
      full->specials[i].id = id;
    }
  }
}

void full_toy_fill(full_toy *full, random_source *source) {
  static const char *const patterns[] = {"", "\\S+|\\s+", "'s| ?\\p{L}+|."};
  toy *vocabulary = &full->vocabulary;
  bpeek_parts *parts = &vocabulary->parts;
  bpeek_merge_rule rule = (bpeek_merge_rule)random_below(source, 3);
  toy_begin(vocabulary, rule);
  if (rule == BPEEK_MERGE_LIST) {
    add_merges(vocabulary, source);
    add_holes(vocabulary, source);
  } else {
    toy_fill(vocabulary, source, "ab\xC3\xA9\xE4\xBD\xA0",
             256 + random_below(source, 60));
    add_holes(vocabulary, source);
  }
  if (rule == BPEEK_SCORE) {
    add_scores(vocabulary, source);
  }
  if (rule != BPEEK_RANK_BY_BYTES && random_below(source, 2) == 0) {
    toy_use_characters(vocabulary);
  }
  add_specials(full, source);
  const char *pattern = patterns[random_below(source, 3)];
  parts->pattern = (const uint8_t *)pattern;
  parts->pattern_length = strlen(pattern);
  parts->keep_unmatched = random_below(source, 2) == 0;
  parts->whole_piece_first = random_below(source, 2) == 0;
  parts->space_is_2581 = random_below(source, 2) == 0;
  parts->prefix = (bpeek_prefix)random_below(source, 3);
  parts->prefix_only_first = random_below(source, 2) == 0;
  parts->decoding_drops_space = random_below(source, 2) == 0;
  parts->normalization = (bpeek_normalization)random_below(source, 5);
}

enum { LETTERS = 40, BIG = 256 + LETTERS * LETTERS * (LETTERS + 1) };

bpeek_model *big_model(void) {
  static uint8_t bytes[BIG * 3];
  static uint32_t ends[BIG];
  uint32_t end = 0;
  for (uint32_t i = 0; i < BIG; i++) {
    uint32_t number = i - 256;
    uint32_t length = 1;
    if (i < 256) {
      bytes[end] = (uint8_t)i;
    } else {
      length = number < LETTERS * LETTERS ? 2 : 3;
      number -= length == 3 ? LETTERS * LETTERS : 0;
      for (uint32_t k = 0; k < length; k++, number /= LETTERS) {
        bytes[end + k] = (uint8_t)('A' + number % LETTERS);
      }
    }
    end += length;
    ends[i] = end;
  }
  const bpeek_parts parts = {.rule = BPEEK_RANK_BY_BYTES,
                             .token_bytes = bytes,
                             .token_ends = ends,
                             .token_count = BIG};
  bpeek_model *model = NULL;
  bpeek_error error;
  if (bpeek_model_build(&parts, NULL, &model, &error) != BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  return model;
}

/* ---- Comparing --------------------------------------------------------- */

static void same_tokens(const bpeek_parts *one, const bpeek_parts *other) {
  assert_int_equal(one->token_count, other->token_count);
  assert_memory_equal(one->token_ends, other->token_ends,
                      one->token_count * sizeof(uint32_t));
  assert_memory_equal(one->token_bytes, other->token_bytes,
                      one->token_ends[one->token_count - 1]);
  assert_int_equal(one->merge_count, other->merge_count);
  for (uint32_t i = 0; i < one->merge_count; i++) {
    assert_int_equal(one->merges[i].left, other->merges[i].left);
    assert_int_equal(one->merges[i].right, other->merges[i].right);
    assert_int_equal(one->merges[i].result, other->merges[i].result);
  }
  if (one->rule == BPEEK_SCORE) {
    assert_memory_equal(one->scores, other->scores,
                        one->token_count * sizeof(float));
  }
  if (one->unit == BPEEK_CHARACTERS) {
    assert_memory_equal(one->byte_tokens, other->byte_tokens,
                        256 * sizeof(uint32_t));
  }
}

static void same_specials(const bpeek_parts *one, const bpeek_parts *other) {
  assert_int_equal(one->special_count, other->special_count);
  for (uint32_t i = 0; i < one->special_count; i++) {
    const bpeek_special *a = &one->specials[i];
    const bpeek_special *b = &other->specials[i];
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->text, b->text, a->length);
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->alias, b->alias);
    assert_int_equal(a->always, b->always);
    assert_int_equal(a->as_written, b->as_written);
  }
}

void same_parts(const bpeek_model *one, const bpeek_model *other) {
  bpeek_parts a;
  bpeek_parts b;
  bpeek_model_parts(one, &a);
  bpeek_model_parts(other, &b);
  assert_int_equal(a.rule, b.rule);
  assert_int_equal(a.whole_piece_first, b.whole_piece_first);
  assert_int_equal(a.unit, b.unit);
  assert_int_equal(a.space_is_2581, b.space_is_2581);
  assert_int_equal(a.prefix, b.prefix);
  assert_int_equal(a.prefix_only_first, b.prefix_only_first);
  assert_int_equal(a.decoding_drops_space, b.decoding_drops_space);
  assert_int_equal(a.normalization, b.normalization);
  assert_int_equal(a.keep_unmatched, b.keep_unmatched);
  assert_int_equal(a.pattern_length, b.pattern_length);
  if (a.pattern_length > 0) {
    assert_memory_equal(a.pattern, b.pattern, a.pattern_length);
  }
  same_tokens(&a, &b);
  same_specials(&a, &b);
}

/* ---- bpeek files ------------------------------------------------------- */

bpeek_buffer save_bpeek(const bpeek_model *model) {
  bpeek_buffer file;
  bpeek_error error;
  if (bpeek_save_bpeek(model, &file, &error) != BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  return file;
}

enum { HEADER = 32, BLOCK = 1 << 16 };

size_t bpeek_file_body(const bpeek_buffer *file) {
  uint64_t body = bpeek_get_64(file->bytes + 16);
  return HEADER + (size_t)((body + BLOCK - 1) / BLOCK) * 8;
}

size_t seal_bpeek_file(const uint8_t *body, size_t length, uint8_t *file) {
  static const uint8_t begin[] = {0x8B, 'b', 'p', 'k', '\r', '\n', 0x1A, '\n',
                                  2,    0,   0,   0,   0,    0,    0,    0};
  assert_true(length <= BLOCK);
  memcpy(file, begin, sizeof begin);
  bpeek_put_64(file + 16, length);
  bpeek_put_64(file + 24, bpeek_checksum(file, 24, 0));
  if (length == 0) {
    return HEADER;
  }
  bpeek_put_64(file + HEADER, bpeek_checksum(body, length, 1));
  memmove(file + HEADER + 8, body, length);
  return HEADER + 8 + length;
}
