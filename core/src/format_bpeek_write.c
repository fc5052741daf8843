/* The sections of bpeek's file but for those of merges. */
#include <string.h>

#include "format_bpeek.h"
#include "little_endian.h"
#include "model.h"

static uint32_t flags_of(const bpeek_parts *parts) {
  const struct {
    bool is_set;
    uint32_t flag;
  } flags[] = {
      {parts->whole_piece_first, BPEEK_FILE_WHOLE_PIECE_FIRST},
      {parts->keep_unmatched, BPEEK_FILE_KEEP_UNMATCHED},
      {parts->unit == BPEEK_CHARACTERS, BPEEK_FILE_CHARACTERS},
      {parts->space_is_2581, BPEEK_FILE_SPACE_IS_2581},
      {parts->prefix_only_first, BPEEK_FILE_PREFIX_ONLY_FIRST},
      {parts->decoding_drops_space, BPEEK_FILE_DECODING_DROPS_SPACE},
  };
  uint32_t all = (uint32_t)parts->normalization
                 << BPEEK_FILE_NORMALIZATION_SHIFT;
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    all |= flags[i].is_set ? flags[i].flag : 0;
  }
  return all;
}

static void write_model(const bpeek_parts *parts, const bpeek_recipe *recipe,
                        bpeek_output *output) {
  uint32_t count = parts->token_count;
  size_t special_bytes = 0;
  for (uint32_t i = 0; i < parts->special_count; i++) {
    special_bytes += parts->specials[i].length;
  }
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_MODEL);
  bpeek_output_varint(output, (uint32_t)parts->rule);
  bpeek_output_varint(output, (uint32_t)parts->prefix);
  bpeek_output_varint(output, flags_of(parts));
  bpeek_output_varint(output, count);
  bpeek_output_varint(output, count == 0 ? 0 : parts->token_ends[count - 1]);
  bpeek_output_varint(output, recipe->merge_count);
  bpeek_output_varint(output, parts->special_count);
  bpeek_output_varint(output, (uint32_t)special_bytes);
  bpeek_section_end(output, begin);

  begin = bpeek_section_begin(output, BPEEK_SECTION_PATTERN);
  bpeek_output_bytes(output, parts->pattern, parts->pattern_length);
  bpeek_section_end(output, begin);
}

/* For an id that is d more than `before` + 1: 2 d, or if negative -2 d - 1. */
static uint32_t step_to(uint32_t before, uint32_t id) {
  uint32_t difference = id - before - 1;
  return difference >> 31 ? ~difference * 2 + 1 : difference * 2;
}

static size_t shared_length(const bpeek_special *before,
                            const bpeek_special *special) {
  size_t most =
      before->length < special->length ? before->length : special->length;
  size_t shared = 0;
  while (shared < most && shared < BPEEK_SHARED_MOST &&
         before->text[shared] == special->text[shared]) {
    shared++;
  }
  return shared;
}

static uint32_t flags_of_special(const bpeek_special *special) {
  return (special->alias ? BPEEK_FILE_ALIAS : 0U) |
         (special->always ? BPEEK_FILE_ALWAYS : 0U) |
         (special->as_written ? BPEEK_FILE_AS_WRITTEN : 0U);
}

static void write_specials(const bpeek_parts *parts, bpeek_output *output) {
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_SPECIALS);
  bpeek_special before = {.id = UINT32_MAX};
  for (uint32_t i = 0; i < parts->special_count; i++) {
    bpeek_special special = parts->specials[i];
    size_t shared = shared_length(&before, &special);
    bpeek_output_varint(output, step_to(before.id, special.id)
                                        << BPEEK_FILE_SPECIAL_FLAGS |
                                    flags_of_special(&special));
    bpeek_output_byte(output, (uint8_t)shared);
    bpeek_output_varint(output, (uint32_t)(special.length - shared));
    bpeek_output_bytes(output, special.text + shared, special.length - shared);
    before = special;
  }
  bpeek_section_end(output, begin);
}

/* Scores are compared as bits, so that a file gives back the very same. */
static uint32_t bits_of_score(float score) {
  uint32_t bits = 0;
  memcpy(&bits, &score, sizeof bits);
  return bits;
}

static void write_scores(const bpeek_parts *parts, bpeek_output *output) {
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_SCORES);
  float before = 0;
  uint32_t run = 0;
  for (uint32_t id = 0; id < parts->token_count; id++) {
    uint32_t bits = bits_of_score(parts->scores[id]);
    if (bits == bits_of_score(before - 1)) {
      run++;
    } else {
      bpeek_output_varint(output, run);
      run = 0;
      uint8_t *room = bpeek_output_room(output, 4);
      if (room != NULL) {
        bpeek_put_32(room, bits);
      }
    }
    before = parts->scores[id];
  }
  if (run > 0) {
    bpeek_output_varint(output, run);
  }
  bpeek_section_end(output, begin);
}

static void write_byte_tokens(const bpeek_parts *parts, bpeek_output *output) {
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_BYTES);
  uint32_t before = UINT32_MAX;
  for (unsigned byte = 0; byte < 256; byte++) {
    bpeek_output_varint(output, step_to(before, parts->byte_tokens[byte]));
    before = parts->byte_tokens[byte];
  }
  bpeek_section_end(output, begin);
}

static void write_spelt_tokens(const bpeek_model *model,
                               const bpeek_recipe *recipe,
                               bpeek_output *output) {
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_TOKENS);
  uint32_t gap = 0;
  for (uint32_t id = 0; id < model->token_count;) {
    uint32_t length = bpeek_token_length(model, id);
    if (length > 0 && !recipe->is_spelt[id]) {
      gap++;
      id++;
      continue;
    }
    bpeek_output_varint(output, gap);
    bpeek_output_varint(output, length);
    gap = 0;
    if (length > 0) {
      bpeek_output_bytes(output, bpeek_token_at(model, id), length);
      id++;
      continue;
    }
    uint32_t first = id;
    while (id < model->token_count && bpeek_token_length(model, id) == 0) {
      id++;
    }
    bpeek_output_varint(output, id - first);
  }
  bpeek_section_end(output, begin);
}

bpeek_status bpeek_write_sections(const bpeek_model *model,
                                  const bpeek_recipe *recipe,
                                  bpeek_output *output, bpeek_error *error) {
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  write_model(&parts, recipe, output);
  write_specials(&parts, output);
  write_spelt_tokens(model, recipe, output);
  bpeek_status status = bpeek_pack_merges(model, recipe, output, error);
  if (parts.rule == BPEEK_SCORE) {
    write_scores(&parts, output);
  }
  if (parts.unit == BPEEK_CHARACTERS) {
    write_byte_tokens(&parts, output);
  }
  return status;
}
