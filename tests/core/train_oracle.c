#include "train_oracle.h"

#include <string.h>

/* Index + 1 of a pair in `pairs`, or 0. */
static uint16_t known[ORACLE_IDS][ORACLE_IDS];

static bool begins_pair(const oracle *self, size_t i) {
  return i + 1 < self->length && !self->begins[i + 1];
}

static void count_pairs(oracle *self) {
  self->pair_count = 0;
  for (size_t i = 0; i < self->length; i++) {
    if (begins_pair(self, i)) {
      const uint32_t left = self->tokens[i];
      const uint32_t right = self->tokens[i + 1];
      if (known[left][right] == 0) {
        self->pairs[self->pair_count] =
            (bpeek_pair_count){left, right, self->next_id, 0};
        known[left][right] = (uint16_t)++self->pair_count;
      }
      self->pairs[known[left][right] - 1].count++;
    }
  }
  for (size_t i = 0; i < self->pair_count; i++) {
    known[self->pairs[i].left][self->pairs[i].right] = 0;
  }
}

void oracle_begin(oracle *self, const uint8_t *text, const bool *begins,
                  size_t length) {
  assert_true(length <= ORACLE_TEXT);
  for (size_t i = 0; i < length; i++) {
    self->tokens[i] = text[i];
    self->begins[i] = begins[i];
  }
  self->length = length;
  self->next_id = 256;
  count_pairs(self);
}

bpeek_pair_count oracle_step(oracle *self) {
  bpeek_pair_count best = self->pairs[0];
  for (size_t i = 1; i < self->pair_count; i++) {
    if (self->pairs[i].count > best.count) {
      best = self->pairs[i];
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < self->length; kept++) {
    const bool merges = begins_pair(self, i) && self->tokens[i] == best.left &&
                        self->tokens[i + 1] == best.right;
    self->tokens[kept] = merges ? best.id : self->tokens[i];
    self->begins[kept] = self->begins[i];
    i += merges ? 2 : 1;
  }
  self->length = kept;
  self->next_id++;
  assert_true(self->next_id < ORACLE_IDS);
  count_pairs(self);
  return best;
}

void oracle_candidates(const oracle *self, bpeek_pair_count *candidates) {
  uint32_t highest = 0;
  for (size_t i = 0; i < self->pair_count; i++) {
    highest = self->pairs[i].count > highest ? self->pairs[i].count : highest;
  }
  size_t count = 0;
  for (uint32_t wanted = highest; wanted > 0; wanted--) {
    for (size_t i = 0; i < self->pair_count; i++) {
      if (self->pairs[i].count == wanted) {
        candidates[count++] = self->pairs[i];
      }
    }
  }
}
