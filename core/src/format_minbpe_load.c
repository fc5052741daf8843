/* Reading minbpe's .model files. */
#include "format_minbpe.h"

#include <string.h>

#include "alloc.h"
#include "error.h"
#include "model_of_merges.h"
#include "unicode.h"

/* A line of the file, without its end. */
typedef struct line {
  size_t number; /* from 1 */
  size_t at;     /* byte offset in the file */
  const uint8_t *text;
  size_t length;
} line;

typedef struct reading {
  const uint8_t *file;
  size_t length;
  bpeek_allocator memory;
  line current;
  size_t next; /* where the line after it begins */
  const uint8_t *pattern;
  size_t pattern_length;
  bpeek_special *specials;
  size_t special_count, special_room;
  bpeek_merge *merges;
  size_t merge_count, merge_room;
} reading;

/* ---- Lines ------------------------------------------------------------- */

static bpeek_status fail_line(const line *where, bpeek_status status,
                              const char *what, bpeek_error *error) {
  return bpeek_fail(error, status, where->at,
                    "Line %zu of the minbpe model, at byte %zu, %s.",
                    where->number, where->at, what);
}

static bpeek_status fail_here(const reading *read, const char *what,
                              bpeek_error *error) {
  return fail_line(&read->current, BPEEK_DAMAGED_FILE, what, error);
}

/* Goes on to the next line, of which there must be one. */
static bpeek_status next_line(reading *read, bpeek_error *error) {
  line *current = &read->current;
  current->number++;
  current->at = read->next;
  current->text = read->file + current->at;
  const size_t rest = read->length - current->at;
  if (rest == 0) {
    return fail_here(read, "is missing: the file is cut off", error);
  }
  const uint8_t *end = memchr(current->text, '\n', rest);
  current->length = end == NULL ? rest : (size_t)(end - current->text);
  if (memchr(current->text, '\r', current->length) != NULL) {
    return fail_here(read, "has a carriage return; lines must end in LF alone",
                     error);
  }
  if (end == NULL) {
    return fail_here(read, "has no end: the file is cut off", error);
  }
  read->next = current->at + current->length + 1;
  return BPEEK_OK;
}

/* The line with this number, which has been read before. */
static line line_again(const reading *read, size_t number) {
  line found = {.number = 1};
  for (; found.number < number; found.at++) {
    found.number += read->file[found.at] == '\n';
  }
  return found;
}

/* Decimal digits and nothing else; at most BPEEK_MAX_ID. */
static bool read_number(const uint8_t *digits, size_t length,
                        uint32_t *number) {
  uint32_t value = 0;
  for (size_t i = 0; i < length; i++) {
    if (digits[i] < '0' || digits[i] > '9') {
      return false;
    }
    value = value * 10 + (digits[i] - '0');
    if (value > BPEEK_MAX_ID) {
      return false;
    }
  }
  *number = value;
  return length > 0;
}

/* Takes the line apart at its last space: what is before, and the number
 * behind. */
static bool read_pair(const line *from, size_t *length, uint32_t *number) {
  size_t at = from->length;
  while (at > 0 && from->text[at - 1] != ' ') {
    at--;
  }
  *length = at == 0 ? 0 : at - 1;
  return at > 1 && read_number(from->text + at, from->length - at, number);
}

/* ---- The parts of the file --------------------------------------------- */

static bpeek_status read_head(reading *read, bpeek_error *error) {
  const size_t valid = bpeek_utf8_valid_length(read->file, read->length);
  if (valid < read->length) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, valid,
                      "The minbpe model is not well-formed UTF-8 at byte %zu.",
                      valid);
  }
  const size_t version = strlen(BPEEK_MINBPE_VERSION);
  if (read->length < version ||
      memcmp(read->file, BPEEK_MINBPE_VERSION, version) != 0) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, 0,
                      "This is no minbpe model: its first line is not "
                      "\"" BPEEK_MINBPE_VERSION "\".");
  }
  bpeek_status status = next_line(read, error);
  if (status == BPEEK_OK && read->current.length != version) {
    return fail_here(read, "is not \"" BPEEK_MINBPE_VERSION "\"", error);
  }
  if (status == BPEEK_OK) {
    status = next_line(read, error);
  }
  read->pattern = read->current.text;
  read->pattern_length = read->current.length;
  if (status == BPEEK_OK &&
      memchr(read->pattern, '\0', read->pattern_length) != NULL) {
    return fail_here(read, "has a NUL, for which a pattern must write \\x00",
                     error);
  }
  return status;
}

static bpeek_status read_special(reading *read, bpeek_error *error) {
  const line *current = &read->current;
  bpeek_special special = {.text = current->text};
  if (!read_pair(current, &special.length, &special.id)) {
    return fail_here(read, "is not a special token, a space and an id", error);
  }
  if (!bpeek_minbpe_can_hold(special.text, special.length)) {
    return fail_here(read, "has a special token with white space in it", error);
  }
  if (!bpeek_grow(&read->memory, (void **)&read->specials, &read->special_room,
                  read->special_count + 1, sizeof *read->specials)) {
    return bpeek_fail_memory(error);
  }
  read->specials[read->special_count++] = special;
  return BPEEK_OK;
}

static bpeek_status read_specials(reading *read, bpeek_error *error) {
  bpeek_status status = next_line(read, error);
  uint32_t count = 0;
  if (status == BPEEK_OK &&
      !read_number(read->current.text, read->current.length, &count)) {
    return fail_here(read, "is not the number of special tokens", error);
  }
  for (uint32_t i = 0; status == BPEEK_OK && i < count; i++) {
    status = next_line(read, error);
    if (status == BPEEK_OK) {
      status = read_special(read, error);
    }
  }
  return status;
}

static bpeek_status add_merge(reading *read, bpeek_merge merge,
                              bpeek_error *error) {
  if (merge.left >= merge.result || merge.right >= merge.result) {
    return fail_here(read, "merges a token that is not there yet", error);
  }
  if (merge.result > BPEEK_MAX_ID) {
    return fail_here(read, "is one merge more than there are ids", error);
  }
  if (!bpeek_grow(&read->memory, (void **)&read->merges, &read->merge_room,
                  read->merge_count + 1, sizeof *read->merges)) {
    return bpeek_fail_memory(error);
  }
  read->merges[read->merge_count++] = merge;
  return BPEEK_OK;
}

static bpeek_status read_merges(reading *read, bpeek_error *error) {
  bpeek_status status = BPEEK_OK;
  while (status == BPEEK_OK && read->next < read->length) {
    bpeek_merge merge = {.result = 256 + (uint32_t)read->merge_count};
    size_t length = 0;
    status = next_line(read, error);
    if (status == BPEEK_OK &&
        (!read_pair(&read->current, &length, &merge.right) ||
         !read_number(read->current.text, length, &merge.left))) {
      status = fail_here(read, "is not two ids with a space between", error);
    }
    if (status == BPEEK_OK) {
      status = add_merge(read, merge, error);
    }
  }
  return status;
}

/* ---- The model --------------------------------------------------------- */

/* The numbers of the lines of a special token, and of a merge. */
static size_t special_line(size_t index) { return 4 + index; }

static size_t merge_line(const reading *read, size_t index) {
  return 4 + read->special_count + index;
}

static bpeek_status check_special_ids(const reading *read, bpeek_error *error) {
  for (size_t i = 0; i < read->special_count; i++) {
    if (read->specials[i].id < 256 + read->merge_count) {
      const line where = line_again(read, special_line(i));
      return fail_line(&where, BPEEK_BAD_MODEL,
                       "gives a special token the id of an ordinary one",
                       error);
    }
  }
  return BPEEK_OK;
}

/* What is wrong with the parts at `index`, all else having been checked: a
 * merge or a special token like an earlier one. */
static bpeek_status explain_bad_model(const reading *read, size_t index,
                                      bpeek_error *error) {
  for (size_t i = 0; i < index && index < read->merge_count; i++) {
    if (read->merges[i].left == read->merges[index].left &&
        read->merges[i].right == read->merges[index].right) {
      const line where = line_again(read, merge_line(read, index));
      return fail_line(&where, BPEEK_BAD_MODEL,
                       "merges a pair that an earlier line merges", error);
    }
  }
  size_t later = index;
  for (size_t i = index + 1; i < read->special_count; i++) {
    const bpeek_special *a = &read->specials[i];
    const bpeek_special *b = &read->specials[index];
    if (a->id == b->id ||
        (a->length == b->length && memcmp(a->text, b->text, a->length) == 0)) {
      later = i;
    }
  }
  const line where = line_again(read, special_line(later));
  return fail_line(&where, BPEEK_BAD_MODEL,
                   "has the special token or the id of an earlier line", error);
}

/* Tells where in the file an error of building is. */
static bpeek_status explain(const reading *read, const bpeek_error *reason,
                            bpeek_error *error) {
  if (reason->status == BPEEK_BAD_MODEL) {
    return explain_bad_model(read, reason->offset, error);
  }
  if (reason->status == BPEEK_BAD_PATTERN) {
    const size_t at = (size_t)(read->pattern - read->file) + reason->offset;
    return bpeek_fail(error, reason->status, at,
                      "Line 2 of the minbpe model, at byte %zu: %s", at,
                      reason->message);
  }
  if (reason->status == BPEEK_TOO_LARGE) {
    const line where = line_again(read, merge_line(read, reason->offset));
    return fail_line(&where, BPEEK_TOO_LARGE,
                     "makes the tokens longer than 4 GiB together", error);
  }
  return bpeek_fail(error, reason->status, 0, "%s", reason->message);
}

static bpeek_status build(const reading *read, bpeek_model **model,
                          bpeek_error *error) {
  const bpeek_parts parts = {.merges = read->merges,
                             .merge_count = (uint32_t)read->merge_count,
                             .specials = read->specials,
                             .special_count = (uint32_t)read->special_count,
                             .pattern = read->pattern,
                             .pattern_length = read->pattern_length};
  bpeek_error reason;
  const bpeek_status status =
      bpeek_model_of_merges(&parts, &read->memory, model, &reason);
  return status == BPEEK_OK ? BPEEK_OK : explain(read, &reason, error);
}

bpeek_status bpeek_load_minbpe(const uint8_t *file, size_t length,
                               const bpeek_allocator *allocator,
                               bpeek_model **model, bpeek_error *error) {
  reading read = {.file = file,
                  .length = length,
                  .memory = bpeek_allocator_or_default(allocator)};
  bpeek_status status = read_head(&read, error);
  if (status == BPEEK_OK) {
    status = read_specials(&read, error);
  }
  if (status == BPEEK_OK) {
    status = read_merges(&read, error);
  }
  if (status == BPEEK_OK) {
    status = check_special_ids(&read, error);
  }
  if (status == BPEEK_OK) {
    status = build(&read, model, error);
  }
  bpeek_release(&read.memory, read.specials, read.special_room,
                sizeof *read.specials);
  bpeek_release(&read.memory, read.merges, read.merge_room,
                sizeof *read.merges);
  return status;
}
