#include "model_of_merges.h"

#include <string.h>

#include "alloc.h"
#include "error.h"

static uint32_t length_of(const uint32_t *ends, uint32_t id) {
  return id == 0 ? ends[0] : ends[id] - ends[id - 1];
}

static bpeek_status find_ends(const bpeek_parts *parts, uint32_t *ends,
                              bpeek_error *error) {
  for (uint32_t i = 0; i < 256; i++) {
    ends[i] = i + 1;
  }
  for (uint32_t i = 0; i < parts->merge_count; i++) {
    const bpeek_merge *merge = &parts->merges[i];
    const uint64_t end = (uint64_t)ends[255 + i] +
                         length_of(ends, merge->left) +
                         length_of(ends, merge->right);
    if (end > UINT32_MAX) {
      return bpeek_fail(error, BPEEK_TOO_LARGE, i,
                        "The tokens up to %u have 4 GiB or more together; "
                        "there must be fewer.",
                        256 + i);
    }
    ends[256 + i] = (uint32_t)end;
  }
  return BPEEK_OK;
}

static void write_tokens(const bpeek_parts *parts, const uint32_t *ends,
                         uint8_t *bytes) {
  for (uint32_t i = 0; i < 256; i++) {
    bytes[i] = (uint8_t)i;
  }
  uint8_t *out = bytes + 256;
  for (uint32_t i = 0; i < parts->merge_count; i++) {
    const uint32_t ids[] = {parts->merges[i].left, parts->merges[i].right};
    for (unsigned k = 0; k < 2; k++) {
      const uint32_t length = length_of(ends, ids[k]);
      memcpy(out, bytes + ends[ids[k]] - length, length);
      out += length;
    }
  }
}

static bpeek_status build(bpeek_parts *parts, const uint32_t *ends,
                          const bpeek_allocator *memory, bpeek_model **model,
                          bpeek_error *error) {
  const uint32_t size = ends[parts->token_count - 1];
  uint8_t *bytes = bpeek_alloc(memory, size, 1);
  if (bytes == NULL) {
    return bpeek_fail_memory(error);
  }
  write_tokens(parts, ends, bytes);
  parts->token_bytes = bytes;
  parts->token_ends = ends;
  const bpeek_status status = bpeek_model_build(parts, memory, model, error);
  bpeek_release(memory, bytes, size, 1);
  return status;
}

bpeek_status bpeek_model_of_merges(const bpeek_parts *parts,
                                   const bpeek_allocator *allocator,
                                   bpeek_model **model, bpeek_error *error) {
  const bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_parts all = *parts;
  all.rule = BPEEK_MERGE_LIST;
  all.token_count = 256 + parts->merge_count;
  uint32_t *ends = bpeek_alloc(&memory, all.token_count, sizeof *ends);
  if (ends == NULL) {
    return bpeek_fail_memory(error);
  }
  bpeek_status status = find_ends(parts, ends, error);
  if (status == BPEEK_OK) {
    status = build(&all, ends, &memory, model, error);
  }
  bpeek_release(&memory, ends, all.token_count, sizeof *ends);
  return status;
}
