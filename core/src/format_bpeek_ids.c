/* Which ids the tokens of bpeek's file have: those that are spelt out tell
 * theirs, merges make the others. */
#include <string.h>

#include "alloc.h"
#include "bits.h"
#include "error.h"
#include "format_bpeek.h"

bool bpeek_next_spelt(const bpeek_contents *contents, bpeek_cursor *cursor,
                      uint32_t *id, bpeek_spelt *next) {
  uint32_t gap = bpeek_cursor_varint(cursor);
  next->length = bpeek_cursor_varint(cursor);
  next->run = next->length > 0 ? 1 : bpeek_cursor_varint(cursor);
  next->bytes = bpeek_cursor_bytes(cursor, next->length);
  uint32_t left = contents->token_count - *id;
  if (next->bytes == NULL || gap > left || next->run > left - gap) {
    return false;
  }
  next->id = *id + gap;
  *id = next->id + next->run;
  return true;
}

bool bpeek_next_token(const bpeek_contents *contents, bpeek_cursor *cursor,
                      uint32_t *id, bpeek_spelt *next) {
  do {
    if (cursor->at == cursor->end ||
        !bpeek_next_spelt(contents, cursor, id, next)) {
      return false;
    }
  } while (next->length == 0);
  return true;
}

/* Counts the tokens that are spelt out. *ascends: they have the first ids, and
 * no id is left out. */
static bpeek_status count_spelt(bpeek_making *making, bool *ascends,
                                bpeek_error *error) {
  const bpeek_contents *contents = making->contents;
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_TOKENS);
  uint32_t id = 0;
  bpeek_spelt token;
  *ascends = true;
  while (cursor.at < cursor.end) {
    if (!bpeek_next_spelt(contents, &cursor, &id, &token)) {
      return bpeek_fail_section(contents, BPEEK_SECTION_TOKENS, error);
    }
    *ascends = *ascends && token.length > 0 && token.id == making->spelt;
    making->spelt += token.length > 0;
  }
  return BPEEK_OK;
}

/* What is known of an id. */
enum { NOT_MADE, MADE, NO_TOKEN };

static void enter_spelt(bpeek_making *making, uint8_t *states) {
  bpeek_cursor cursor = bpeek_cursor_of(making->contents, BPEEK_SECTION_TOKENS);
  uint32_t id = 0;
  bpeek_spelt token;
  while (cursor.at < cursor.end &&
         bpeek_next_spelt(making->contents, &cursor, &id, &token)) {
    if (token.length > 0) {
      states[token.id] = MADE;
      making->ids[making->count++] = token.id;
    } else {
      memset(states + token.id, NO_TOKEN, token.run);
    }
  }
}

/* The result of a merge that does not make the next free id. `before` is that
 * of the merge before. */
static uint32_t read_other_result(bpeek_bit_reader *bits, uint32_t before,
                                  uint32_t token_count) {
  return bpeek_bits_take(bits, 1) == 0
             ? before
             : bpeek_bits_take(bits, bpeek_bits_of(token_count - 1));
}

static bpeek_status read_results(bpeek_making *making, uint8_t *states,
                                 bpeek_error *error) {
  const bpeek_contents *contents = making->contents;
  const bpeek_payload *payload = &contents->sections[BPEEK_SECTION_RESULTS];
  bpeek_bit_reader bits = bpeek_read_bits_of(payload->bytes, payload->length);
  uint32_t count = contents->token_count;
  uint32_t next = 0;
  uint32_t result = UINT32_MAX;
  for (uint32_t i = 0; i < contents->merge_count; i++) {
    while (next < count && states[next] != NOT_MADE) {
      next++;
    }
    result = payload->offset > 0 && bpeek_bits_take(&bits, 1) == 1
                 ? read_other_result(&bits, result, count)
                 : next;
    if (result >= count || states[result] == NO_TOKEN) {
      return bpeek_fail_section(contents, BPEEK_SECTION_RESULTS, error);
    }
    bool makes = states[result] == NOT_MADE;
    states[result] = MADE;
    making->results[i] = result | (makes ? BPEEK_MAKES : 0);
    if (makes) {
      making->ids[making->count++] = result;
    }
  }
  while (next < count && states[next] != NOT_MADE) {
    next++;
  }
  return next == count && bpeek_bits_at_end(&bits)
             ? BPEEK_OK
             : bpeek_fail_section(contents, BPEEK_SECTION_RESULTS, error);
}

/* Where ids are not simply numbers. */
static bpeek_status read_ids(bpeek_making *making, bpeek_error *error) {
  const bpeek_contents *contents = making->contents;
  const bpeek_allocator *memory = &contents->allocator;
  making->ids = bpeek_alloc(memory, contents->token_count, sizeof(uint32_t));
  making->results =
      bpeek_alloc(memory, contents->merge_count, sizeof(uint32_t));
  uint8_t *states = bpeek_alloc_zero(memory, contents->token_count, 1);
  bpeek_status status;
  if (making->ids == NULL || making->results == NULL || states == NULL) {
    status = bpeek_fail_memory(error);
  } else {
    enter_spelt(making, states);
    status = read_results(making, states, error);
  }
  bpeek_release(memory, states, contents->token_count, 1);
  return status;
}

bpeek_status bpeek_making_read(const bpeek_contents *contents,
                               bpeek_making *making, bpeek_error *error) {
  *making = (bpeek_making){.contents = contents};
  bool ascends = false;
  bpeek_status status = count_spelt(making, &ascends, error);
  if (status != BPEEK_OK) {
    return status;
  }
  uint32_t others = contents->token_count - making->spelt;
  if (!ascends || contents->merge_count != others ||
      contents->sections[BPEEK_SECTION_RESULTS].offset > 0) {
    return read_ids(making, error);
  }
  making->count = contents->token_count;
  return BPEEK_OK;
}

void bpeek_making_free(bpeek_making *making) {
  const bpeek_contents *contents = making->contents;
  bpeek_release(&contents->allocator, making->ids, contents->token_count,
                sizeof(uint32_t));
  bpeek_release(&contents->allocator, making->results, contents->merge_count,
                sizeof(uint32_t));
}
