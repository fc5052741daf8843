/*
 * Long pieces, block by block, in time and memory that grow with the length
 * and not faster.
 *
 * Two tokens are compatible if the merge loop, run on the bytes of both, gives
 * these two. A row of tokens, each of which the loop makes of its own bytes, is
 * what the loop makes of all their bytes if and only if all neighbours are
 * compatible. (Of the merges in the whole, take the first over a boundary
 * between two tokens of the row: until then everything in those two went as it
 * goes in them alone, so that it would happen there too. van Antwerpen and
 * Neubeck's crate `bpe` makes use of the same.)
 *
 * So when the tokens of the piece's beginning are known, the next block is
 * merged together with the last few of them. If what comes out is compatible
 * with the token before, it takes their place; if not, more of them go in.
 */
#include "merge_state.h"

#include "alloc.h"
#include "unicode.h"

enum { BLOCK = 512, FIRST_TAIL = 2 };

static bool put(const bpeek_allocator *memory, bpeek_done_symbols *list,
                uint32_t id, uint32_t end) {
  size_t at = list->count;
  if (!bpeek_grow(memory, (void **)&list->ids, &list->id_capacity, at + 1,
                  sizeof(uint32_t)) ||
      !bpeek_grow(memory, (void **)&list->ends, &list->end_capacity, at + 1,
                  sizeof(uint32_t))) {
    return false;
  }
  list->ids[at] = id;
  list->ends[at] = end;
  list->count++;
  return true;
}

/* Where symbol number `index` begins. */
static uint32_t begin_of(const bpeek_done_symbols *list, size_t index) {
  return index == 0 ? 0 : list->ends[index - 1];
}

/* Merges bytes begin..end-1 of the piece into merger->block. */
static bool merge_block(bpeek_merger *merger, const uint8_t *piece,
                        uint32_t begin, uint32_t end) {
  bpeek_symbols s;
  uint32_t length = end - begin;
  if (!bpeek_merge_symbols(merger, piece + begin, length, NULL, &s)) {
    return false;
  }
  merger->block.count = 0;
  for (uint32_t at = 0; at < length; at = s.end[at]) {
    if (!put(&merger->allocator, &merger->block, s.id[at], begin + s.end[at])) {
      return false;
    }
  }
  return true;
}

/* Whether the loop leaves a boundary at `middle`, and no other, in the bytes
 * begin..end-1, which are two tokens. */
static bool is_compatible(bpeek_merger *merger, const uint8_t *piece,
                          uint32_t begin, uint32_t middle, uint32_t end,
                          bool *compatible) {
  bpeek_symbols s;
  if (!bpeek_merge_symbols(merger, piece + begin, end - begin, NULL, &s)) {
    return false;
  }
  uint32_t first_end = s.end[0];
  *compatible = first_end == middle - begin && s.end[first_end] == end - begin;
  return true;
}

/* Puts the block in the place of the last `tail` symbols. */
static bool take_over(bpeek_merger *merger, size_t tail) {
  bpeek_done_symbols *done = &merger->done;
  done->count -= tail;
  for (size_t i = 0; i < merger->block.count; i++) {
    if (!put(&merger->allocator, done, merger->block.ids[i],
             merger->block.ends[i])) {
      return false;
    }
  }
  return true;
}

/* Goes on to byte `end` of the piece. */
static bool append_block(bpeek_merger *merger, const uint8_t *piece,
                         uint32_t end) {
  const bpeek_done_symbols *done = &merger->done;
  for (size_t tail = FIRST_TAIL;; tail *= 2) {
    size_t kept = done->count > tail ? done->count - tail : 0;
    uint32_t begin = begin_of(done, kept);
    if (!merge_block(merger, piece, begin, end)) {
      return false;
    }
    bool compatible = true;
    if (kept > 0 && !is_compatible(merger, piece, begin_of(done, kept - 1),
                                   begin, merger->block.ends[0], &compatible)) {
      return false;
    }
    if (compatible) {
      return take_over(merger, done->count - kept);
    }
  }
}

/* A byte near `target`, not after it, at which a symbol may begin. */
static uint32_t block_end(const bpeek_merger *merger, const uint8_t *piece,
                          uint32_t length, uint32_t target) {
  if (merger->model->unit == BPEEK_BYTES) {
    return target;
  }
  for (uint32_t back = 1; back < 4; back++) {
    if (bpeek_utf8_step(piece, length, target - back) > back) {
      return target - back;
    }
  }
  return target;
}

bool bpeek_merge_long(bpeek_merger *merger, const uint8_t *piece,
                      uint32_t length) {
  merger->done.count = 0;
  for (uint32_t at = 0; at < length;) {
    uint32_t end = length;
    if (length - at > BLOCK) {
      end = block_end(merger, piece, length, at + BLOCK);
    }
    if (!append_block(merger, piece, end)) {
      return false;
    }
    at = end;
  }
  return true;
}
