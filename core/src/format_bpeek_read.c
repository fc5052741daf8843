/* The sections of bpeek's file but for those of the tokens. */
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "format_bpeek.h"
#include "little_endian.h"

bpeek_cursor bpeek_cursor_of(const bpeek_contents *contents,
                             bpeek_section section) {
  const bpeek_payload *payload = &contents->sections[section];
  /* Nothing may be added to NULL, which a section that is missing has. */
  const uint8_t *end =
      payload->length == 0 ? payload->bytes : payload->bytes + payload->length;
  return (bpeek_cursor){payload->bytes, end, false};
}

uint32_t bpeek_cursor_varint(bpeek_cursor *cursor) {
  uint32_t value = 0;
  for (unsigned shift = 0; shift < 32; shift += 7) {
    const uint8_t *byte = bpeek_cursor_bytes(cursor, 1);
    if (byte == NULL || (shift == 28 && *byte > 0x0F)) {
      break;
    }
    value |= (uint32_t)(*byte & 0x7F) << shift;
    if (*byte < 0x80) {
      return value;
    }
  }
  cursor->bad = true;
  return 0;
}

const uint8_t *bpeek_cursor_bytes(bpeek_cursor *cursor, size_t length) {
  if (cursor->bad || length > (size_t)(cursor->end - cursor->at)) {
    cursor->bad = true;
    return NULL;
  }
  cursor->at += length;
  return cursor->at - length;
}

/* Each number is held against what the sections could tell at most. */
static bool is_plausible(const bpeek_contents *contents) {
  size_t specials = contents->sections[BPEEK_SECTION_SPECIALS].length;
  size_t lefts = contents->sections[BPEEK_SECTION_LEFTS].length;
  return contents->rule <= BPEEK_SCORE &&
         contents->prefix <= BPEEK_PREFIX_UNLESS_SPACE &&
         contents->flags <= BPEEK_FILE_MOST_FLAGS &&
         contents->token_count <= BPEEK_MAX_ID &&
         contents->token_bytes <=
             bpeek_plausible_token_bytes(contents->file_length) &&
         contents->merge_count <= BPEEK_MAX_ID &&
         contents->merge_count / 8 <= lefts &&
         contents->special_count <= specials / 3 &&
         contents->special_bytes <=
             specials + (uint64_t)contents->special_count * BPEEK_SHARED_MOST;
}

bpeek_status bpeek_read_model_section(bpeek_contents *contents,
                                      bpeek_error *error) {
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_MODEL);
  contents->rule = bpeek_cursor_varint(&cursor);
  contents->prefix = bpeek_cursor_varint(&cursor);
  contents->flags = bpeek_cursor_varint(&cursor);
  contents->token_count = bpeek_cursor_varint(&cursor);
  contents->token_bytes = bpeek_cursor_varint(&cursor);
  contents->merge_count = bpeek_cursor_varint(&cursor);
  contents->special_count = bpeek_cursor_varint(&cursor);
  contents->special_bytes = bpeek_cursor_varint(&cursor);
  if (cursor.bad || cursor.at != cursor.end || !is_plausible(contents)) {
    return bpeek_fail_section(contents, BPEEK_SECTION_MODEL, error);
  }
  return BPEEK_OK;
}

/* The id that is d more than `before` + 1, where `step` is 2 d or -2 d - 1. */
static uint32_t after_step(uint32_t before, uint32_t step) {
  return before + 1 + (step & 1 ? ~(step >> 1) : step >> 1);
}

/* One special token, its text at `text`, where `room` bytes are left. */
static bool read_special(bpeek_cursor *cursor, const bpeek_special *before,
                         uint8_t *text, size_t room, bpeek_special *special) {
  uint32_t number = bpeek_cursor_varint(cursor);
  const uint8_t *shared = bpeek_cursor_bytes(cursor, 1);
  uint32_t own = bpeek_cursor_varint(cursor);
  const uint8_t *bytes = bpeek_cursor_bytes(cursor, own);
  if (cursor->bad || *shared > before->length || room < *shared ||
      room - *shared < own) {
    return false;
  }
  if (*shared > 0) {
    memcpy(text, before->text, *shared);
  }
  if (own > 0) {
    memcpy(text + *shared, bytes, own);
  }
  *special = (bpeek_special){
      .text = text,
      .length = (size_t)*shared + own,
      .id = after_step(before->id, number >> BPEEK_FILE_SPECIAL_FLAGS),
      .alias = number & BPEEK_FILE_ALIAS,
      .always = number & BPEEK_FILE_ALWAYS,
      .as_written = number & BPEEK_FILE_AS_WRITTEN};
  return true;
}

bpeek_status bpeek_read_specials(const bpeek_contents *contents,
                                 bpeek_special **specials, uint8_t **texts,
                                 bpeek_error *error) {
  const bpeek_allocator *memory = &contents->allocator;
  *specials = bpeek_alloc(memory, contents->special_count, sizeof(**specials));
  *texts = bpeek_alloc(memory, contents->special_bytes, 1);
  if (*specials == NULL || *texts == NULL) {
    return bpeek_fail_memory(error);
  }
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_SPECIALS);
  bpeek_special before = {.id = UINT32_MAX};
  size_t used = 0;
  for (uint32_t i = 0; i < contents->special_count; i++) {
    if (!read_special(&cursor, &before, *texts + used,
                      contents->special_bytes - used, &(*specials)[i])) {
      return bpeek_fail_section(contents, BPEEK_SECTION_SPECIALS, error);
    }
    before = (*specials)[i];
    used += before.length;
  }
  if (cursor.at != cursor.end || used != contents->special_bytes) {
    return bpeek_fail_section(contents, BPEEK_SECTION_SPECIALS, error);
  }
  return BPEEK_OK;
}

bpeek_status bpeek_read_scores(const bpeek_contents *contents, float *scores,
                               bpeek_error *error) {
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_SCORES);
  uint32_t count = contents->token_count;
  float score = 0;
  uint32_t id = 0;
  while (id < count && !cursor.bad) {
    uint32_t run = bpeek_cursor_varint(&cursor);
    for (; run > 0 && id < count; run--) {
      score -= 1;
      scores[id++] = score;
    }
    if (id < count) {
      const uint8_t *bytes = bpeek_cursor_bytes(&cursor, 4);
      uint32_t bits = bytes == NULL ? 0 : bpeek_get_32(bytes);
      memcpy(&score, &bits, sizeof score);
      scores[id++] = score;
    }
  }
  return cursor.bad || cursor.at != cursor.end
             ? bpeek_fail_section(contents, BPEEK_SECTION_SCORES, error)
             : BPEEK_OK;
}

bpeek_status bpeek_read_byte_tokens(const bpeek_contents *contents,
                                    uint32_t *byte_tokens, bpeek_error *error) {
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_BYTES);
  uint32_t before = UINT32_MAX;
  for (unsigned byte = 0; byte < 256; byte++) {
    before = after_step(before, bpeek_cursor_varint(&cursor));
    byte_tokens[byte] = before;
  }
  return cursor.bad || cursor.at != cursor.end
             ? bpeek_fail_section(contents, BPEEK_SECTION_BYTES, error)
             : BPEEK_OK;
}
