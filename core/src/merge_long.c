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

#include <string.h>

#include "alloc.h"
#include "unicode.h"

enum { FIRST_TAIL = 2 };

static bool reserve(const bpeek_allocator *memory, bpeek_done_symbols *list,
                    size_t more) {
  return bpeek_grow(memory, (void **)&list->ids, &list->id_capacity,
                    list->count + more, sizeof(uint32_t)) &&
         bpeek_grow(memory, (void **)&list->ends, &list->end_capacity,
                    list->count + more, sizeof(uint32_t));
}

/* There is room. */
static void put(bpeek_done_symbols *list, uint32_t id, uint32_t end) {
  list->ids[list->count] = id;
  list->ends[list->count] = end;
  list->count++;
}

/* Where symbol number `index` begins. */
static uint32_t begin_of(const bpeek_done_symbols *list, size_t index) {
  return index == 0 ? 0 : list->ends[index - 1];
}

/* Merges bytes begin..end-1 of the piece into merger->block, whose ends count
 * from `begin`. */
static bool merge_block(bpeek_merger *merger, const uint8_t *piece,
                        uint32_t begin, uint32_t end) {
  bpeek_symbols s;
  uint32_t length = end - begin;
  merger->block.count = 0;
  if (!bpeek_merge_symbols(merger, piece + begin, length, NULL, &s) ||
      !reserve(&merger->allocator, &merger->block, length)) {
    return false;
  }
  for (uint32_t at = 0; at < length; at = s.end[at]) {
    put(&merger->block, s.id[at], s.end[at]);
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

/* Puts the block, which begins at `begin`, behind the first `kept` symbols. */
static bool take_over(bpeek_merger *merger, size_t kept, uint32_t begin) {
  bpeek_done_symbols *done = &merger->done;
  const bpeek_done_symbols *block = &merger->block;
  done->count = kept;
  if (!reserve(&merger->allocator, done, block->count)) {
    return false;
  }
  for (size_t i = 0; i < block->count; i++) {
    put(done, block->ids[i], begin + block->ends[i]);
  }
  return true;
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

/* How many symbols are merged again at first: two, and more where they get
 * shorter and shorter, as what is left over at the end of a run does. */
static size_t first_tail(const bpeek_done_symbols *done) {
  size_t tail = FIRST_TAIL;
  while (tail < done->count) {
    size_t first = done->count - tail;
    uint32_t begin = begin_of(done, first);
    if (begin - begin_of(done, first - 1) <= done->ends[first] - begin) {
      break;
    }
    tail++;
  }
  return tail;
}

/* Where the block that begins at `at` ends. With the symbols before it, it
 * makes a short piece; or where those are long, is several times as long as
 * they: a power of two, so that in a run it begins and ends alike each time. */
static uint32_t next_end(const bpeek_merger *merger, const uint8_t *piece,
                         uint32_t length, uint32_t at) {
  const bpeek_done_symbols *done = &merger->done;
  size_t again = first_tail(done);
  size_t kept = done->count > again ? done->count - again : 0;
  uint64_t tail = at - begin_of(done, kept);
  uint64_t size = BPEEK_SHORT_PIECE - tail;
  if (tail > BPEEK_SHORT_PIECE / 2) {
    size = BPEEK_SHORT_PIECE;
    while (size < 4 * tail) {
      size *= 2;
    }
  }
  return length - at <= size
             ? length
             : block_end(merger, piece, length, at + (uint32_t)size);
}

static uint32_t id_before(const bpeek_done_symbols *done, size_t kept) {
  return kept == 0 ? BPEEK_NO_ID : done->ids[kept - 1];
}

/* Whether the block before was of the same bytes, behind the same token, so
 * that all of it comes again. Runs of a few characters over and over do so. */
static bool comes_again(const bpeek_merger *merger, const uint8_t *piece,
                        uint32_t begin, uint32_t end, uint32_t left) {
  const bpeek_last_block *last = &merger->last;
  return left != BPEEK_NO_ID && left == last->left &&
         end - begin == last->length &&
         memcmp(piece + begin, piece + last->begin, last->length) == 0;
}

/* Goes on to byte `end` of the piece. */
static bool append_block(bpeek_merger *merger, const uint8_t *piece,
                         uint32_t end) {
  const bpeek_done_symbols *done = &merger->done;
  for (size_t tail = first_tail(done);; tail *= 2) {
    size_t kept = done->count > tail ? done->count - tail : 0;
    uint32_t begin = begin_of(done, kept);
    uint32_t left = id_before(done, kept);
    bool compatible = comes_again(merger, piece, begin, end, left);
    if (!compatible) {
      compatible = true;
      if (!merge_block(merger, piece, begin, end) ||
          (kept > 0 &&
           !is_compatible(merger, piece, begin_of(done, kept - 1), begin,
                          begin + merger->block.ends[0], &compatible))) {
        return false;
      }
      merger->last = (bpeek_last_block){begin, end - begin,
                                        compatible ? left : BPEEK_NO_ID};
    }
    if (compatible) {
      return take_over(merger, kept, begin);
    }
  }
}

bool bpeek_merge_long(bpeek_merger *merger, const uint8_t *piece,
                      uint32_t length) {
  merger->done.count = 0;
  merger->last.left = BPEEK_NO_ID;
  for (uint32_t at = 0; at < length;) {
    uint32_t end = next_end(merger, piece, length, at);
    if (!append_block(merger, piece, end)) {
      return false;
    }
    at = end;
  }
  return true;
}
