/* The bytes of the tokens in bpeek's file: those that are spelt out are copied,
 * those that merges make are joined of two. */
#include <string.h>

#include "format_bpeek.h"

enum { MERGES_AT_ONCE = 2048 };

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

/* Turns lengths into ends. False if they add up to something else than what
 * the file says. */
static bool find_ends(const bpeek_contents *contents,
                      const bpeek_unpacked *unpacked) {
  const bpeek_merge *merges = unpacked->merges;
  uint32_t *ends = unpacked->token_ends;
  uint32_t most = contents->token_bytes;
  for (uint32_t i = 0; i < contents->merge_count; i++) {
    if (merges[i].result & BPEEK_MAKES) {
      uint64_t length = (uint64_t)ends[merges[i].left] + ends[merges[i].right];
      if (length > most) {
        return false;
      }
      ends[merges[i].result & ~BPEEK_MAKES] = (uint32_t)length;
    }
  }
  uint64_t end = 0;
  for (uint32_t id = 0; id < contents->token_count; id++) {
    end += ends[id];
    if (end > most) {
      return false;
    }
    ends[id] = (uint32_t)end;
  }
  return end == most;
}

/* Returns the highest end of the tokens that are spelt out. */
static uint32_t copy_spelt_tokens(const bpeek_contents *contents,
                                  const bpeek_unpacked *unpacked) {
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_TOKENS);
  uint32_t id = 0;
  uint32_t end = 0;
  bpeek_spelt token;
  while (cursor.at < cursor.end &&
         bpeek_next_spelt(contents, &cursor, &id, &token)) {
    end = unpacked->token_ends[token.id];
    memcpy(unpacked->token_bytes + end - token.length, token.bytes,
           token.length);
  }
  return end;
}

/*
 * Copies a word, which nearly always is all. If the bytes go beyond all that
 * were written, `wide`, what is too much is of no harm: the next token's bytes
 * overwrite it, or it lies in the slack at the end.
 */
static inline void copy_bytes(uint8_t *to, const uint8_t *from, uint32_t length,
                              bool wide) {
  uint8_t word[BPEEK_SLACK];
  if (wide && length <= sizeof word) {
    memcpy(word, from, sizeof word);
    memcpy(to, word, sizeof word);
  } else {
    memcpy(to, from, length);
  }
}

/* Merges from .. to - 1, in that order, since a token is joined of two that are
 * there. Ids mostly ascend; `written` is the highest end so far, and what it is
 * then is returned. */
static __attribute__((noinline)) uint32_t
join_tokens(const bpeek_unpacked *unpacked, uint32_t from, uint32_t to,
            uint32_t written) {
  const uint32_t *ends = unpacked->token_ends;
  uint8_t *bytes = unpacked->token_bytes;
  for (uint32_t i = from; i < to; i++) {
    bpeek_merge *merge = &unpacked->merges[i];
    if ((merge->result & BPEEK_MAKES) == 0) {
      continue;
    }
    merge->result &= ~BPEEK_MAKES;
    uint32_t end = ends[merge->result];
    uint32_t left = merge->left == 0 ? 0 : ends[merge->left - 1];
    uint32_t right = merge->right == 0 ? 0 : ends[merge->right - 1];
    uint32_t right_length = ends[merge->right] - right;
    uint32_t left_length = ends[merge->left] - left;
    uint8_t *middle = bytes + end - right_length;
    bool wide = end - right_length - left_length >= written;
    copy_bytes(middle - left_length, bytes + left, left_length, wide);
    copy_bytes(middle, bytes + right, right_length, wide);
    written = end > written ? end : written;
  }
  return written;
}

bpeek_status bpeek_join_bytes(const bpeek_contents *contents,
                              bpeek_unpacked *unpacked, bpeek_error *error) {
  if (!find_ends(contents, unpacked)) {
    return bpeek_fail_section(contents, BPEEK_SECTION_TOKENS, error);
  }
  /* In batches, so that a WebAssembly engine can put faster code in place. */
  uint32_t written = copy_spelt_tokens(contents, unpacked);
  for (uint32_t at = 0; at < contents->merge_count;) {
    uint32_t rest = contents->merge_count - at;
    uint32_t end = at + (rest > MERGES_AT_ONCE ? MERGES_AT_ONCE : rest);
    written = join_tokens(unpacked, at, end, written);
    at = end;
  }
  return BPEEK_OK;
}
