/* The bytes of the tokens in bpeek's file: those that are spelt out are copied,
 * those that merges make are joined of two. */
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "format_bpeek.h"
#include "model_build.h"

static bpeek_status fail_tokens(const bpeek_making *making,
                                bpeek_error *error) {
  return bpeek_fail_section(making->contents, BPEEK_SECTION_TOKENS, error);
}

bpeek_status bpeek_copy_spelt(const bpeek_making *making,
                              const bpeek_model_arrays *arrays,
                              bpeek_error *error) {
  const bpeek_contents *contents = making->contents;
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_TOKENS);
  uint32_t *starts = arrays->token_starts;
  uint32_t id = 0;
  uint32_t end = 0;
  bpeek_spelt token;
  *starts++ = 0;
  while (bpeek_next_token(contents, &cursor, &id, &token)) {
    if (token.length > contents->token_bytes - end) {
      return fail_tokens(making, error);
    }
    memcpy(arrays->token_bytes + end, token.bytes, token.length);
    end += token.length;
    *starts++ = end;
  }
  return BPEEK_OK;
}

/* Copies BPEEK_TOKEN_SLACK bytes, which nearly always is all. What is too much
 * is of no harm: the next token's bytes overwrite it, or it lies in the slack
 * at the end. */
static inline void copy_bytes(uint8_t *to, const uint8_t *from,
                              uint32_t length) {
  uint8_t wide[BPEEK_TOKEN_SLACK];
  if (length <= sizeof wide) {
    memcpy(wide, from, sizeof wide);
    memcpy(to, wide, sizeof wide);
  } else {
    memcpy(to, from, length);
  }
}

bpeek_status bpeek_join_pairs(const bpeek_making *making,
                              const bpeek_pairs *pairs,
                              const bpeek_model_arrays *arrays,
                              bpeek_error *error) {
  uint32_t *starts = arrays->token_starts;
  uint8_t *bytes = arrays->token_bytes;
  uint32_t most = making->contents->token_bytes;
  uint32_t next = pairs->made;
  uint32_t end = starts[next];
  for (uint32_t i = 0; i < pairs->count; i++) {
    if (!bpeek_makes_token(making, pairs->first + i)) {
      continue;
    }
    uint32_t left = starts[pairs->left[i]];
    uint32_t left_length = starts[pairs->left[i] + 1] - left;
    uint32_t right = starts[pairs->right[i]];
    uint32_t right_length = starts[pairs->right[i] + 1] - right;
    if ((uint64_t)left_length + right_length > most - end) {
      return fail_tokens(making, error);
    }
    copy_bytes(bytes + end, bytes + left, left_length);
    copy_bytes(bytes + end + left_length, bytes + right, right_length);
    end += left_length + right_length;
    starts[++next] = end;
  }
  return BPEEK_OK;
}

/* Finds where each id's token begins, in `starts`, of which the first
 * token_count + 1 are zero. */
static void find_starts(const bpeek_making *making, const uint32_t *made_starts,
                        uint32_t *starts) {
  for (uint32_t i = 0; i < making->count; i++) {
    starts[making->ids[i] + 1] = made_starts[i + 1] - made_starts[i];
  }
  for (uint32_t id = 0; id < making->contents->token_count; id++) {
    starts[id + 1] += starts[id];
  }
}

bpeek_status bpeek_order_by_id(const bpeek_making *making,
                               bpeek_model_arrays *arrays, bpeek_error *error) {
  const bpeek_allocator *memory = &making->contents->allocator;
  size_t size = (size_t)making->contents->token_bytes + BPEEK_TOKEN_SLACK;
  size_t count = (size_t)making->contents->token_count + 1;
  bpeek_model_arrays ordered = {
      .token_bytes = bpeek_alloc(memory, size, 1),
      .token_starts = bpeek_alloc_zero(memory, count, sizeof(uint32_t)),
  };
  bool good = ordered.token_bytes != NULL && ordered.token_starts != NULL;
  if (good) {
    const uint32_t *made_starts = arrays->token_starts;
    find_starts(making, made_starts, ordered.token_starts);
    for (uint32_t i = 0; i < making->count; i++) {
      memcpy(ordered.token_bytes + ordered.token_starts[making->ids[i]],
             arrays->token_bytes + made_starts[i],
             made_starts[i + 1] - made_starts[i]);
    }
    const bpeek_model_arrays made = *arrays;
    arrays->token_bytes = ordered.token_bytes;
    arrays->token_starts = ordered.token_starts;
    ordered = made;
  }
  bpeek_release(memory, ordered.token_bytes, size, 1);
  bpeek_release(memory, ordered.token_starts, count, sizeof(uint32_t));
  return good ? BPEEK_OK : bpeek_fail_memory(error);
}
