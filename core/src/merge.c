#include "merge_lowest.h"

#include <string.h>

#include "alloc.h"
#include "apart.h"
#include "error.h"
#include "hash.h"
#include "unicode.h"

/* Recently tried pairs of a model without a list: left and right at 21 bits,
 * above the result + 1 at 22 (0: they don't merge). All ones: empty. */
enum { PAIR_CACHE_BITS = 15 };

/* ---- Pairs ------------------------------------------------------------- */

/* Looks up in the vocabulary what two neighbours make, and remembers it. */
static uint32_t try_bytes(const bpeek_model *model, const uint8_t *bytes,
                          size_t length, uint64_t key, uint64_t *cached) {
  uint32_t found = bpeek_token_of(model, bytes, length);
  *cached = key << 22 | (found == BPEEK_NO_ID ? 0 : found + 1);
  return found;
}

static inline uint32_t made_of_bytes(bpeek_merger *merger, uint32_t left,
                                     uint32_t right, const uint8_t *bytes,
                                     size_t length) {
  if (left == BPEEK_NO_ID || right == BPEEK_NO_ID) {
    return bpeek_token_of(merger->model, bytes, length);
  }
  uint64_t key = bpeek_pair_key(left, right);
  uint64_t *cached =
      &merger->pair_cache[bpeek_hash_pair(key) >> (32 - PAIR_CACHE_BITS)];
  if (*cached >> 22 == key) {
    return (uint32_t)(*cached & ((1U << 22) - 1)) - 1;
  }
  return try_bytes(merger->model, bytes, length, key, cached);
}

/* What `made` means for the token at `at` and the one after it. */
static inline void enter(const bpeek_model *model, const bpeek_symbols *s,
                         uint32_t at, uint32_t made) {
  bpeek_join join = bpeek_join_making(model, made);
  uint32_t place = at & ((1U << s->place_bits) - 1);
  s->order[at] = join.rank == BPEEK_NO_ID
                     ? BPEEK_NO_ORDER
                     : (int32_t)(join.rank << s->place_bits | place);
  s->result[at] = join.result;
}

/* Writes down what becomes of the token at `at` and the one after it. */
static inline void rate(bpeek_merger *merger, const bpeek_symbols *s,
                        const uint8_t *piece, uint32_t at) {
  uint32_t middle = s->end[at];
  uint32_t made = BPEEK_NO_ID;
  if (middle < s->length) {
    made = merger->pair_cache == NULL
               ? bpeek_merge_of(merger->model, s->id[at], s->id[middle])
               : made_of_bytes(merger, s->id[at], s->id[middle], piece + at,
                               s->end[middle] - at);
  }
  enter(merger->model, s, at, made);
}

/* ---- Merging ----------------------------------------------------------- */

static void begin_with_bytes(const bpeek_model *model, const bpeek_symbols *s,
                             const uint8_t *piece) {
  for (uint32_t i = 0; i < s->length; i++) {
    s->id[i] = model->byte_token[piece[i]];
    s->end[i] = i + 1;
    s->before[i + 1] = i;
    enter(model, s, i,
          i + 1 < s->length ? *bpeek_byte_pair(model, piece + i) : BPEEK_NO_ID);
  }
}

static BPEEK_APART void begin_with_characters(bpeek_merger *merger,
                                              const bpeek_symbols *s,
                                              const uint8_t *piece) {
  for (uint32_t i = 0; i < s->length;) {
    uint32_t step = (uint32_t)bpeek_utf8_step(piece, s->length, i);
    step = step == 0 ? 1 : step;
    s->id[i] = bpeek_token_of(merger->model, piece + i, step);
    s->end[i] = i + step;
    s->before[i + step] = i;
    for (uint32_t inside = 1; inside < step; inside++) {
      s->order[i + inside] = BPEEK_NO_ORDER;
    }
    i += step;
  }
  for (uint32_t i = 0; i < s->length; i = s->end[i]) {
    rate(merger, s, piece, i);
  }
}

static void begin(bpeek_merger *merger, const bpeek_symbols *s,
                  const uint8_t *piece) {
  for (uint32_t i = 0; i < BPEEK_LANES; i++) {
    s->order[s->length + i] = BPEEK_NO_ORDER;
  }
  if (merger->model->unit == BPEEK_BYTES) {
    begin_with_bytes(merger->model, s, piece);
  } else {
    begin_with_characters(merger, s, piece);
  }
}

/* Makes one token of the token at `left` and its right neighbour. */
static void join(const bpeek_symbols *s, uint32_t left) {
  uint32_t right = s->end[left];
  s->id[left] = s->result[left];
  s->end[left] = s->end[right];
  s->before[s->end[right]] = left;
  s->order[right] = BPEEK_NO_ORDER;
}

static bpeek_merge_step step_at(const bpeek_symbols *s, uint32_t at) {
  uint32_t right = s->end[at];
  return (bpeek_merge_step){
      .at = at,
      .left = s->id[at],
      .right = right < s->length ? s->id[right] : BPEEK_NO_ID,
      .result = s->result[at],
      .rank = s->order[at] == BPEEK_NO_ORDER
                  ? BPEEK_NO_ID
                  : (uint32_t)s->order[at] >> s->place_bits,
  };
}

static BPEEK_APART void record_merge(bpeek_recorder *recorder,
                                     const bpeek_symbols *s, uint32_t at) {
  bpeek_merge_event event = {.step = step_at(s, at),
                             .lost_left.rank = BPEEK_NO_ID};
  if (at > 0) {
    event.lost_left = step_at(s, s->before[at]);
  }
  event.lost_right = step_at(s, s->end[at]);
  event.right_end = s->end[s->end[at]];
  recorder->merges(recorder, &event);
}

typedef void record_symbol(bpeek_recorder *recorder, bpeek_symbol symbol);

static void record_symbols(bpeek_recorder *recorder, record_symbol *record,
                           const bpeek_symbols *s) {
  for (uint32_t at = 0; at < s->length; at = s->end[at]) {
    record(recorder, (bpeek_symbol){s->id[at], at, s->end[at]});
  }
}

/* The loop, which is compiled twice: short pieces, which nearly all are, have a
 * small function to themselves. */
static inline void merge_until_done(bpeek_merger *merger,
                                    const bpeek_symbols *s,
                                    const uint8_t *piece, bool is_short,
                                    bpeek_recorder *recorder) {
  for (;;) {
    uint32_t at = is_short
                      ? bpeek_lowest_by_scan(s)
                      : bpeek_lowest_of_many(&merger->sweep, &merger->heap, s);
    if (at == s->length) {
      return;
    }
    if (recorder != NULL) {
      record_merge(recorder, s, at);
    }
    join(s, at);
    rate(merger, s, piece, at);
    uint32_t left = at;
    if (at > 0) {
      left = s->before[at];
      rate(merger, s, piece, left);
    }
    if (!is_short) {
      bpeek_pairs_changed(&merger->sweep, &merger->heap, s, left, at);
    }
  }
}

static BPEEK_APART void merge_short_piece(bpeek_merger *merger,
                                          const bpeek_symbols *s,
                                          const uint8_t *piece,
                                          bpeek_recorder *recorder) {
  merge_until_done(merger, s, piece, true, recorder);
}

static BPEEK_APART void merge_long_piece(bpeek_merger *merger,
                                         const bpeek_symbols *s,
                                         const uint8_t *piece,
                                         bpeek_recorder *recorder) {
  bpeek_begin_long(&merger->sweep);
  merge_until_done(merger, s, piece, false, recorder);
}

/* Finds room for the symbols of a piece, and for what orders its pairs. There
 * is enough for the heap: a piece of n bytes has n - 1 pairs to begin with, and
 * each of at most n - 1 merges takes one away and adds two. */
static bool make_room(bpeek_merger *merger, uint32_t length, bpeek_symbols *s) {
  size_t each = (size_t)length + BPEEK_LANES;
  uint32_t *room = merger->short_room;
  if (length > BPEEK_SHORT_PIECE) {
    if (!bpeek_grow(&merger->allocator, (void **)&merger->room,
                    &merger->room_capacity, each * (BPEEK_SYMBOL_ARRAYS + 1),
                    sizeof(uint32_t)) ||
        !bpeek_grow(&merger->allocator, (void **)&merger->heap.entries,
                    &merger->heap.capacity, (size_t)length * 2,
                    sizeof(uint64_t))) {
      return false;
    }
    room = merger->room;
    merger->sweep.places = room + BPEEK_SYMBOL_ARRAYS * each;
  }
  *s = (bpeek_symbols){
      .order = (int32_t *)room,
      .id = room + each,
      .end = room + 2 * each,
      .before = room + 3 * each,
      .result = room + 4 * each,
      .length = length,
      .place_bits = length > BPEEK_SHORT_PIECE ? 0 : BPEEK_PLACE_BITS,
  };
  return true;
}

bool bpeek_merge_symbols(bpeek_merger *merger, const uint8_t *bytes,
                         uint32_t length, bpeek_recorder *recorder,
                         bpeek_symbols *symbols) {
  if (!make_room(merger, length, symbols)) {
    return false;
  }
  begin(merger, symbols, bytes);
  if (recorder != NULL) {
    record_symbols(recorder, recorder->starts, symbols);
  }
  if (symbols->place_bits > 0) {
    merge_short_piece(merger, symbols, bytes, recorder);
  } else {
    merge_long_piece(merger, symbols, bytes, recorder);
  }
  if (recorder != NULL) {
    record_symbols(recorder, recorder->ends, symbols);
  }
  return true;
}

/* ---- Ids --------------------------------------------------------------- */

/* Writes the ids of one symbol: its own, or those of byte fallback. */
static uint32_t put_ids(const bpeek_model *model, uint32_t id,
                        const uint8_t *bytes, uint32_t length, uint32_t *out) {
  if (id != BPEEK_NO_ID) {
    *out = id;
    return 1;
  }
  for (uint32_t i = 0; i < length; i++) {
    out[i] = model->byte_token[bytes[i]];
  }
  return length;
}

/* Moves the ids to the front of s->id. In place: the k-th token begins at byte
 * k or later, and byte fallback makes no more tokens than bytes. */
static uint32_t close_up(const bpeek_model *model, const bpeek_symbols *s,
                         const uint8_t *piece, uint32_t length) {
  uint32_t count = 0;
  for (uint32_t at = 0; at < length;) {
    uint32_t end = s->end[at];
    count += put_ids(model, s->id[at], piece + at, end - at, s->id + count);
    at = end;
  }
  return count;
}

static bpeek_status merge_long(bpeek_merger *merger, const uint8_t *piece,
                               uint32_t length, bpeek_merged *merged,
                               bpeek_error *error) {
  if (!bpeek_merge_long(merger, piece, length)) {
    return bpeek_fail_memory(error);
  }
  const bpeek_done_symbols *done = &merger->done;
  *merged = (bpeek_merged){done->ids, (uint32_t)done->count};
  if (merger->model->unit == BPEEK_BYTES) {
    return BPEEK_OK;
  }
  if (!bpeek_grow(&merger->allocator, (void **)&merger->room,
                  &merger->room_capacity, length, sizeof(uint32_t))) {
    return bpeek_fail_memory(error);
  }
  uint32_t count = 0;
  uint32_t begin = 0;
  for (size_t i = 0; i < done->count; i++) {
    count += put_ids(merger->model, done->ids[i], piece + begin,
                     done->ends[i] - begin, merger->room + count);
    begin = done->ends[i];
  }
  *merged = (bpeek_merged){merger->room, count};
  return BPEEK_OK;
}

bpeek_status bpeek_merge_piece(bpeek_merger *merger, const uint8_t *piece,
                               uint32_t length, bpeek_recorder *recorder,
                               bpeek_merged *merged, bpeek_error *error) {
  if (length > BPEEK_SHORT_PIECE && recorder == NULL) {
    return merge_long(merger, piece, length, merged, error);
  }
  bpeek_symbols s;
  if (!bpeek_merge_symbols(merger, piece, length, recorder, &s)) {
    return bpeek_fail_memory(error);
  }
  *merged = (bpeek_merged){s.id, close_up(merger->model, &s, piece, length)};
  return BPEEK_OK;
}

bpeek_status bpeek_merger_new(const bpeek_model *model,
                              const bpeek_allocator *allocator,
                              bpeek_merger **out, bpeek_error *error) {
  bpeek_merger *merger = bpeek_alloc_zero(allocator, 1, sizeof *merger);
  if (merger == NULL) {
    return bpeek_fail_memory(error);
  }
  merger->allocator = *allocator;
  merger->model = model;
  if (model->rule != BPEEK_MERGE_LIST) {
    size_t size = (size_t)1 << PAIR_CACHE_BITS;
    merger->pair_cache = bpeek_alloc(allocator, size, sizeof(uint64_t));
    if (merger->pair_cache == NULL) {
      bpeek_merger_free(merger);
      return bpeek_fail_memory(error);
    }
    memset(merger->pair_cache, 0xFF, size * sizeof(uint64_t));
  }
  *out = merger;
  return BPEEK_OK;
}

static void free_done(const bpeek_allocator *memory,
                      bpeek_done_symbols *symbols) {
  bpeek_release(memory, symbols->ids, symbols->id_capacity, sizeof(uint32_t));
  bpeek_release(memory, symbols->ends, symbols->end_capacity, sizeof(uint32_t));
}

void bpeek_merger_free(bpeek_merger *merger) {
  if (merger == NULL) {
    return;
  }
  const bpeek_allocator memory = merger->allocator;
  bpeek_release(&memory, merger->pair_cache, (size_t)1 << PAIR_CACHE_BITS,
                sizeof(uint64_t));
  bpeek_release(&memory, merger->room, merger->room_capacity, sizeof(uint32_t));
  free_done(&memory, &merger->done);
  free_done(&memory, &merger->block);
  bpeek_release(&memory, merger->heap.entries, merger->heap.capacity,
                sizeof(uint64_t));
  bpeek_release(&memory, merger, 1, sizeof *merger);
}
