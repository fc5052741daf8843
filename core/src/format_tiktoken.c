/*
 * .tiktoken files: a line for each token, its bytes in base64, a space, its
 * rank. Lines may come in any order, empty ones and CR LF are fine, and the
 * last needs no line end.
 */
#include <string.h>

#include "alloc.h"
#include "base64.h"
#include "error.h"
#include "model.h"
#include "output.h"

#define NO_LINE UINT32_MAX

typedef struct line {
  size_t at; /* byte offset in the file */
  size_t number;
  const uint8_t *text; /* base64 */
  size_t text_length;
  uint32_t rank;
} line;

typedef struct reading {
  const uint8_t *file;
  size_t length;
  bpeek_allocator memory;
  uint32_t *line_of; /* of each rank, the offset of its line or NO_LINE */
  size_t line_room;
  uint32_t token_count;
  size_t token_bytes; /* of all tokens */
  uint8_t *bytes;
  uint32_t *ends;
} reading;

static bpeek_status fail_line(const line *where, const char *what,
                              bpeek_error *error) {
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, where->at,
                    "Line %zu of the .tiktoken file, at byte %zu, %s.",
                    where->number, where->at, what);
}

/* Reads the digits of a rank; false if there are none, or something else. */
static bool read_rank(const uint8_t *digits, size_t length, uint32_t *rank) {
  uint32_t value = 0;
  for (size_t i = 0; i < length; i++) {
    if (digits[i] < '0' || digits[i] > '9') {
      return false;
    }
    if (value <= BPEEK_MAX_ID) {
      value = value * 10 + (digits[i] - '0');
    }
  }
  *rank = value;
  return length > 0;
}

/* Takes the line at current->at apart, `length` bytes without its end. */
static bpeek_status read_line(const reading *read, line *current, size_t length,
                              bpeek_error *error) {
  current->text = read->file + current->at;
  const uint8_t *space = memchr(current->text, ' ', length);
  if (space == NULL) {
    return fail_line(current, "has no rank after its token", error);
  }
  current->text_length = (size_t)(space - current->text);
  if (!read_rank(space + 1, length - current->text_length - 1,
                 &current->rank)) {
    return fail_line(current, "has a rank that is no number", error);
  }
  if (current->rank >= BPEEK_MAX_ID) {
    return fail_line(current, "has a rank that is out of range", error);
  }
  if (current->text_length == 0) {
    return fail_line(current, "has no token before its rank", error);
  }
  return BPEEK_OK;
}

static size_t line_length(const reading *read, size_t at, size_t *next) {
  const uint8_t *begin = read->file + at;
  const uint8_t *end = memchr(begin, '\n', read->length - at);
  size_t length = end == NULL ? read->length - at : (size_t)(end - begin);
  *next = at + length + (end != NULL);
  return length > 0 && begin[length - 1] == '\r' ? length - 1 : length;
}

static bpeek_status enter_line(reading *read, const line *current,
                               bpeek_error *error) {
  if (current->rank >= read->token_count) {
    if (!bpeek_grow(&read->memory, (void **)&read->line_of, &read->line_room,
                    (size_t)current->rank + 1, sizeof(*read->line_of))) {
      return bpeek_fail_memory(error);
    }
    while (read->token_count <= current->rank) {
      read->line_of[read->token_count++] = NO_LINE;
    }
  }
  if (read->line_of[current->rank] != NO_LINE) {
    return fail_line(current, "has the rank of an earlier line", error);
  }
  read->line_of[current->rank] = (uint32_t)current->at;
  read->token_bytes +=
      bpeek_base64_decoded_size(current->text, current->text_length);
  return BPEEK_OK;
}

static bpeek_status find_lines(reading *read, bpeek_error *error) {
  bpeek_status status = BPEEK_OK;
  line current = {.number = 1};
  for (size_t next = 0; status == BPEEK_OK && current.at < read->length;
       current.at = next, current.number++) {
    size_t length = line_length(read, current.at, &next);
    if (length > 0) {
      status = read_line(read, &current, length, error);
      if (status == BPEEK_OK) {
        status = enter_line(read, &current, error);
      }
    }
  }
  return status;
}

/* The line that begins at `at`, which has been read before. */
static line line_at(const reading *read, uint32_t at) {
  line found = {.at = at, .number = 1};
  for (size_t i = 0; i < at; i++) {
    found.number += read->file[i] == '\n';
  }
  return found;
}

static bpeek_status decode_tokens(reading *read, bpeek_error *error) {
  uint32_t end = 0;
  for (uint32_t id = 0; id < read->token_count; id++) {
    uint32_t at = read->line_of[id];
    if (at != NO_LINE) {
      const uint8_t *text = read->file + at;
      const uint8_t *space = memchr(text, ' ', read->length - at);
      size_t length = (size_t)(space - text);
      if (!bpeek_base64_decode(text, length, read->bytes + end)) {
        line bad = line_at(read, at);
        return fail_line(&bad, "has a token that is not base64", error);
      }
      end += (uint32_t)bpeek_base64_decoded_size(text, length);
    }
    read->ends[id] = end;
  }
  return BPEEK_OK;
}

/* If another line has the bytes of token `id`, says so rather than what the
 * model said. */
static bpeek_status explain_bad_model(const reading *read, size_t id,
                                      bpeek_error *error) {
  if (id >= read->token_count || read->line_of[id] == NO_LINE) {
    return BPEEK_BAD_MODEL;
  }
  uint32_t begin = id == 0 ? 0 : read->ends[id - 1];
  uint32_t length = read->ends[id] - begin;
  uint32_t other_begin = 0;
  for (uint32_t other = 0; other < read->token_count; other++) {
    if (other != id && length > 0 &&
        read->ends[other] - other_begin == length &&
        memcmp(read->bytes + other_begin, read->bytes + begin, length) == 0) {
      uint32_t a = read->line_of[id];
      uint32_t b = read->line_of[other];
      line later = line_at(read, a > b ? a : b);
      return fail_line(&later, "has the token of an earlier line", error);
    }
    other_begin = read->ends[other];
  }
  return BPEEK_BAD_MODEL;
}

static bpeek_status build(const reading *read, const bpeek_parts *extras,
                          bpeek_model **model, bpeek_error *error) {
  bpeek_parts parts = {
      .rule = BPEEK_RANK_BY_BYTES,
      .token_bytes = read->bytes,
      .token_ends = read->ends,
      .token_count = read->token_count,
  };
  if (extras != NULL) {
    parts.specials = extras->specials;
    parts.special_count = extras->special_count;
    parts.pattern = extras->pattern;
    parts.pattern_length = extras->pattern_length;
    parts.keep_unmatched = extras->keep_unmatched;
    parts.normalization = extras->normalization;
  }
  bpeek_error reason;
  bpeek_status status =
      bpeek_model_build(&parts, &read->memory, model, &reason);
  if (status == BPEEK_BAD_MODEL) {
    status = explain_bad_model(read, reason.offset, &reason);
  }
  if (status != BPEEK_OK && error != NULL) {
    *error = reason;
  }
  return status;
}

static bpeek_status load(reading *read, const bpeek_parts *extras,
                         bpeek_model **model, bpeek_error *error) {
  bpeek_status status = find_lines(read, error);
  if (status != BPEEK_OK) {
    return status;
  }
  read->bytes = bpeek_alloc(&read->memory, read->token_bytes, 1);
  read->ends =
      bpeek_alloc(&read->memory, read->token_count, sizeof(*read->ends));
  if (read->bytes == NULL || read->ends == NULL) {
    return bpeek_fail_memory(error);
  }
  status = decode_tokens(read, error);
  return status == BPEEK_OK ? build(read, extras, model, error) : status;
}

bpeek_status bpeek_load_tiktoken(const uint8_t *file, size_t length,
                                 const bpeek_parts *extras,
                                 const bpeek_allocator *allocator,
                                 bpeek_model **model, bpeek_error *error) {
  reading read = {.file = file,
                  .length = length,
                  .memory = bpeek_allocator_or_default(allocator)};
  if (length >= NO_LINE) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "A .tiktoken file of 4 GiB or more can't be read.");
  }
  bpeek_status status = load(&read, extras, model, error);
  bpeek_release(&read.memory, read.line_of, read.line_room,
                sizeof(*read.line_of));
  bpeek_release(&read.memory, read.bytes, read.token_bytes, 1);
  bpeek_release(&read.memory, read.ends, read.token_count, sizeof(*read.ends));
  return status;
}

static void write_line(bpeek_output *output, const uint8_t *bytes,
                       size_t length, uint32_t rank) {
  uint8_t *room = bpeek_output_room(output, bpeek_base64_encoded_size(length));
  if (room != NULL) {
    bpeek_base64_encode(bytes, length, room);
  }
  uint8_t digits[12];
  size_t begin = sizeof digits;
  digits[--begin] = '\n';
  do {
    digits[--begin] = (uint8_t)('0' + rank % 10);
    rank /= 10;
  } while (rank > 0);
  digits[--begin] = ' ';
  bpeek_output_bytes(output, digits + begin, sizeof digits - begin);
}

bpeek_status bpeek_save_tiktoken(const bpeek_model *model, bpeek_buffer *file,
                                 bpeek_error *error) {
  if (model->rule != BPEEK_RANK_BY_BYTES || model->unit != BPEEK_BYTES) {
    return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                      "This model's merges don't follow from its tokens' "
                      "ranks, so a .tiktoken file can't hold it.");
  }
  bpeek_output output = {.allocator = model->allocator};
  for (uint32_t id = 0; id < model->token_count; id++) {
    if (bpeek_is_token(model, id)) {
      write_line(&output, bpeek_token_at(model, id),
                 bpeek_token_length(model, id), id);
    }
  }
  return bpeek_output_finish(&output, file, error);
}
