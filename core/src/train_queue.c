/* Training: which pair comes next. A binary heap with keys that may be
 * outdated, and never too low (train_pairs.h says why). */
#include "train_pairs.h"

/* The higher, the sooner: the count, then how early the pair begins. */
static uint64_t key_of(const bpeek_pairs *pairs, const bpeek_pair *pair) {
  const uint32_t begin = pairs->places[pair->first_place];
  return (uint64_t)pair->count << 32 | (UINT32_MAX - begin);
}

static void sift_down(bpeek_pairs *pairs, size_t at) {
  bpeek_queued *queue = pairs->queue;
  const bpeek_queued moved = queue[at];
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= pairs->queued) {
      break;
    }
    if (child + 1 < pairs->queued && queue[child + 1].key > queue[child].key) {
      child++;
    }
    if (queue[child].key <= moved.key) {
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
  while (at > 0 && queue[(at - 1) / 2].key < moved.key) {
    queue[at] = queue[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  queue[at] = moved;
}

static void push(bpeek_pairs *pairs, const bpeek_pair *pair) {
  pairs->queue[pairs->queued] =
      (bpeek_queued){key_of(pairs, pair), (uint32_t)(pair - pairs->pairs)};
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
    pairs->queue[i] =
        (bpeek_queued){key_of(pairs, &pairs->pairs[i]), (uint32_t)i};
  }
  for (size_t i = pairs->count / 2; i > 0; i--) {
    sift_down(pairs, i - 1);
  }
}

/* The key of a pair as things are now. */
static uint64_t renewed_key(const bpeek_pairs *pairs, bpeek_pair *pair) {
  while (!bpeek_pair_is_at(pairs->text, pair->left, pair->right,
                           pairs->places[pair->first_place])) {
    pair->first_place++;
  }
  return key_of(pairs, pair);
}

bpeek_pair *bpeek_pairs_best(bpeek_pairs *pairs) {
  while (pairs->queued > 0) {
    bpeek_queued *top = &pairs->queue[0];
    bpeek_pair *pair = &pairs->pairs[top->pair];
    if (pair->count < 2) {
      pop(pairs);
      continue;
    }
    const uint64_t key = renewed_key(pairs, pair);
    if (key == top->key) {
      return pair;
    }
    top->key = key;
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
