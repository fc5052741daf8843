/* Training: which pair comes next. A binary heap of entries that may be
 * outdated, though never too far back (train_pairs.h says why). */
#include "train_pairs.h"

static bpeek_queued entry_of(const bpeek_pairs *pairs, const bpeek_pair *pair) {
  return (bpeek_queued){pair->count, pairs->places[pair->first_place],
                        (uint32_t)(pair - pairs->pairs)};
}

static inline bool comes_before(bpeek_queued a, bpeek_queued b) {
  return a.count != b.count ? a.count > b.count : a.begin < b.begin;
}

static void sift_down(bpeek_pairs *pairs, size_t at) {
  bpeek_queued *queue = pairs->queue;
  const bpeek_queued moved = queue[at];
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= pairs->queued) {
      break;
    }
    if (child + 1 < pairs->queued &&
        comes_before(queue[child + 1], queue[child])) {
      child++;
    }
    if (!comes_before(queue[child], moved)) {
      break;
    }
    queue[at] = queue[child];
    at = child;
  }
  queue[at] = moved;
}

static void sift_up(bpeek_pairs *pairs, size_t at) {
  bpeek_queued *queue = pairs->queue;
  const bpeek_queued moved = queue[at];
  while (at > 0 && comes_before(moved, queue[(at - 1) / 2])) {
    queue[at] = queue[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  queue[at] = moved;
}

static void push(bpeek_pairs *pairs, const bpeek_pair *pair) {
  pairs->queue[pairs->queued] = entry_of(pairs, pair);
  sift_up(pairs, pairs->queued++);
}

static void pop(bpeek_pairs *pairs) {
  pairs->queue[0] = pairs->queue[--pairs->queued];
  sift_down(pairs, 0);
}

void bpeek_pairs_queue(bpeek_pairs *pairs, size_t first) {
  for (size_t i = first; i < pairs->count; i++) {
    push(pairs, &pairs->pairs[i]);
  }
}

void bpeek_pairs_requeue(bpeek_pairs *pairs) {
  pairs->queued = pairs->count;
  for (size_t i = 0; i < pairs->count; i++) {
    pairs->queue[i] = entry_of(pairs, &pairs->pairs[i]);
  }
  for (size_t i = pairs->count / 2; i > 0; i--) {
    sift_down(pairs, i - 1);
  }
}

static bpeek_queued renewed_entry(const bpeek_pairs *pairs, bpeek_pair *pair) {
  while (!bpeek_pair_is_at(pairs->text, pair->left, pair->right,
                           pairs->places[pair->first_place])) {
    pair->first_place++;
  }
  return entry_of(pairs, pair);
}

bpeek_pair *bpeek_pairs_best(bpeek_pairs *pairs) {
  while (pairs->queued > 0) {
    bpeek_queued *top = &pairs->queue[0];
    bpeek_pair *pair = &pairs->pairs[top->pair];
    if (pair->count < 2) {
      pop(pairs);
      continue;
    }
    const bpeek_queued renewed = renewed_entry(pairs, pair);
    if (!comes_before(*top, renewed)) {
      return pair;
    }
    *top = renewed;
    sift_down(pairs, 0);
  }
  return NULL;
}

size_t bpeek_pairs_best_of(bpeek_pairs *pairs, size_t most,
                           bpeek_pair_count *best) {
  size_t count = 0;
  const bpeek_pair *pair = NULL;
  while (count < most && (pair = bpeek_pairs_best(pairs)) != NULL) {
    best[count++] = (bpeek_pair_count){
        .left = pair->left, .right = pair->right, .count = pair->count};
    pop(pairs);
  }
  for (size_t i = 0; i < count; i++) {
    push(pairs, bpeek_pairs_find(pairs, best[i].left, best[i].right));
  }
  return count;
}
