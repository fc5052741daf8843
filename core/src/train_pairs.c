#include "train_pairs.h"

#include <string.h>

#include "alloc.h"
#include "error.h"
#include "hash.h"
#include "model.h"

enum { BYTE_PAIRS = 256 * 256 };

/* ---- The table --------------------------------------------------------- */

static size_t slot_of(const bpeek_pairs *pairs, uint32_t left, uint32_t right) {
  return bpeek_hash_pair(bpeek_pair_key(left, right)) & (pairs->slot_count - 1);
}

static void enter(bpeek_pairs *pairs, size_t index) {
  const bpeek_pair *pair = &pairs->pairs[index];
  size_t at = slot_of(pairs, pair->left, pair->right);
  while (pairs->slots[at] != 0) {
    at = (at + 1) & (pairs->slot_count - 1);
  }
  pairs->slots[at] = (uint32_t)index + 1;
}

static void enter_all(bpeek_pairs *pairs) {
  memset(pairs->slots, 0, pairs->slot_count * sizeof *pairs->slots);
  for (size_t i = 0; i < pairs->count; i++) {
    enter(pairs, i);
  }
}

bpeek_pair *bpeek_pairs_find(bpeek_pairs *pairs, uint32_t left,
                             uint32_t right) {
  for (size_t at = slot_of(pairs, left, right); pairs->slots[at] != 0;
       at = (at + 1) & (pairs->slot_count - 1)) {
    bpeek_pair *pair = &pairs->pairs[pairs->slots[at] - 1];
    if (pair->left == left && pair->right == right) {
      return pair;
    }
  }
  return NULL;
}

uint32_t *bpeek_pairs_add(bpeek_pairs *pairs, uint32_t left, uint32_t right,
                          uint32_t count, uint32_t place_count) {
  const uint32_t first = (uint32_t)pairs->place_count;
  pairs->place_count += place_count;
  pairs->pairs[pairs->count] =
      (bpeek_pair){left, right, count, first, first + place_count};
  enter(pairs, pairs->count++);
  return pairs->places + first;
}

/* ---- Room -------------------------------------------------------------- */

/* Room for `capacity` pairs, a third of the slots empty. Afterwards the slots
 * must be entered anew. */
static bool set_capacity(bpeek_pairs *pairs, size_t capacity) {
  const bpeek_allocator *memory = &pairs->allocator;
  size_t slot_count = 64;
  while (slot_count / 3 * 2 < capacity) {
    slot_count *= 2;
  }
  if (capacity >= UINT32_MAX ||
      !bpeek_resize(memory, (void **)&pairs->pairs, &pairs->pair_room, capacity,
                    sizeof *pairs->pairs) ||
      !bpeek_resize(memory, (void **)&pairs->queue, &pairs->queue_room,
                    capacity, sizeof *pairs->queue) ||
      !bpeek_resize(memory, (void **)&pairs->slots, &pairs->slot_count,
                    slot_count, sizeof *pairs->slots)) {
    return false;
  }
  pairs->capacity = capacity;
  return true;
}

/* Drops the places where a pair no longer is. */
static void keep_true_places(bpeek_pairs *pairs, bpeek_pair *pair) {
  const uint32_t first = (uint32_t)pairs->place_count;
  for (uint32_t i = pair->first_place; i < pair->end_place; i++) {
    const uint32_t place = pairs->places[i];
    if (bpeek_pair_is_at(pairs->text, pair->left, pair->right, place)) {
      pairs->places[pairs->place_count++] = place;
    }
  }
  pair->first_place = first;
  pair->end_place = (uint32_t)pairs->place_count;
}

/* Drops the pairs that are outdated, in place. */
static void collect_pairs(bpeek_pairs *pairs) {
  size_t kept = 0;
  for (size_t i = 0; i < pairs->count; i++) {
    if (pairs->pairs[i].count >= 2) {
      pairs->pairs[kept++] = pairs->pairs[i];
    }
  }
  pairs->count = kept;
}

/* Drops the places that are outdated, or of no pair, in place. */
static void collect_places(bpeek_pairs *pairs) {
  pairs->place_count = 0;
  for (size_t i = 0; i < pairs->count; i++) {
    keep_true_places(pairs, &pairs->pairs[i]);
  }
}

/*
 * Half as much room again as there are places is enough to need collecting only
 * a few times in a whole training: a merge of `m` occurrences takes `m` places
 * away for good, and makes at most 2 m new ones, each instead of a place of
 * another pair. What is much more is given back.
 */
static bool set_place_capacity(bpeek_pairs *pairs, size_t new_places) {
  const size_t live = pairs->place_count;
  const size_t spare = live / 2 + 64;
  const size_t wanted = live + (new_places > spare ? new_places : spare);
  if (wanted <= pairs->place_capacity &&
      wanted > pairs->place_capacity / 4 * 3) {
    return true;
  }
  return wanted < UINT32_MAX &&
         bpeek_resize(&pairs->allocator, (void **)&pairs->places,
                      &pairs->place_capacity, wanted, sizeof *pairs->places);
}

static bool reserve_places(bpeek_pairs *pairs, size_t new_places) {
  const bool wasteful = pairs->text->pairs_left < pairs->place_capacity / 2;
  if (!wasteful && new_places <= pairs->place_capacity - pairs->place_count) {
    return true;
  }
  collect_places(pairs);
  return set_place_capacity(pairs, new_places) ||
         new_places <= pairs->place_capacity - pairs->place_count;
}

/* If a quarter of the room has come free by collecting, that is enough. */
static bool reserve_pairs(bpeek_pairs *pairs, size_t new_pairs) {
  const size_t needed = pairs->count + new_pairs;
  return needed <= pairs->capacity / 4 * 3 ||
         set_capacity(pairs, needed / 2 * 3 + 64) || needed <= pairs->capacity;
}

bool bpeek_pairs_reserve(bpeek_pairs *pairs, size_t new_pairs,
                         size_t new_places) {
  if (new_pairs <= pairs->capacity - pairs->count &&
      new_places <= pairs->place_capacity - pairs->place_count) {
    return true;
  }
  collect_pairs(pairs);
  const bool done =
      reserve_places(pairs, new_places) && reserve_pairs(pairs, new_pairs);
  enter_all(pairs);
  bpeek_pairs_requeue(pairs);
  return done;
}

/* ---- The first pairs --------------------------------------------------- */

/* Of one pair of bytes. */
typedef struct byte_pair {
  uint32_t count;
  uint32_t places; /* how many; then where the next is written */
} byte_pair;

static void count_byte_pairs(const bpeek_train_text *text, byte_pair *counts) {
  const uint32_t *tokens = text->tokens;
  uint32_t word = 0;
  for (uint32_t at = 1; at + 1 < text->positions; at++) {
    if (tokens[at] == BPEEK_GAP) {
      word++;
    } else if (tokens[at + 1] != BPEEK_GAP) {
      byte_pair *pair = &counts[tokens[at] << 8 | tokens[at + 1]];
      pair->count += text->word_counts[word];
      pair->places++;
    }
  }
}

static void fill_places(bpeek_pairs *pairs, byte_pair *counts) {
  const uint32_t *tokens = pairs->text->tokens;
  for (uint32_t at = 1; at + 1 < pairs->text->positions; at++) {
    if (tokens[at] != BPEEK_GAP && tokens[at + 1] != BPEEK_GAP) {
      byte_pair *pair = &counts[tokens[at] << 8 | tokens[at + 1]];
      if (pair->count >= 2) {
        pairs->places[pair->places++] = at;
      }
    }
  }
}

static bool add_byte_pairs(bpeek_pairs *pairs, byte_pair *counts) {
  size_t kept = 0;
  size_t places = 0;
  for (uint32_t i = 0; i < BYTE_PAIRS; i++) {
    kept += counts[i].count >= 2;
    places += counts[i].count >= 2 ? counts[i].places : 0;
  }
  if (!bpeek_pairs_reserve(pairs, kept, places)) {
    return false;
  }
  for (uint32_t i = 0; i < BYTE_PAIRS; i++) {
    if (counts[i].count >= 2) {
      const size_t first = pairs->place_count;
      (void)bpeek_pairs_add(pairs, i >> 8, i & 0xFF, counts[i].count,
                            counts[i].places);
      counts[i].places = (uint32_t)first;
    }
  }
  fill_places(pairs, counts);
  bpeek_pairs_requeue(pairs);
  return true;
}

bpeek_status bpeek_pairs_build(const bpeek_train_text *text, bpeek_pairs *out,
                               bpeek_error *error) {
  const bpeek_allocator memory = text->allocator;
  *out = (bpeek_pairs){.allocator = memory, .text = text};
  byte_pair *counts = bpeek_alloc_zero(&memory, BYTE_PAIRS, sizeof *counts);
  bool done = false;
  if (counts != NULL && set_capacity(out, 64)) {
    enter_all(out);
    count_byte_pairs(text, counts);
    done = add_byte_pairs(out, counts);
  }
  bpeek_release(&memory, counts, BYTE_PAIRS, sizeof *counts);
  /* Only now, so that the counts and the spare room are never both there. */
  done = done && set_place_capacity(out, 0);
  return done ? BPEEK_OK : bpeek_fail_memory(error);
}

void bpeek_pairs_free(bpeek_pairs *pairs) {
  const bpeek_allocator *memory = &pairs->allocator;
  bpeek_release(memory, pairs->pairs, pairs->pair_room, sizeof *pairs->pairs);
  bpeek_release(memory, pairs->queue, pairs->queue_room, sizeof *pairs->queue);
  bpeek_release(memory, pairs->slots, pairs->slot_count, sizeof *pairs->slots);
  bpeek_release(memory, pairs->places, pairs->place_capacity,
                sizeof *pairs->places);
}
