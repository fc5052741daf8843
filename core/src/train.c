/* Training: what bpeek.h offers of it. */
#include "alloc.h"
#include "error.h"
#include "model_of_merges.h"
#include "train_merge.h"

struct bpeek_trainer {
  bpeek_allocator allocator;
  bpeek_pattern *pattern;
  bpeek_training training;
  uint32_t wanted_merges;
  uint32_t max_merges; /* that there is room for, which the text can't exceed */
  bpeek_pair_count *merges;
  uint32_t merge_count;
  bpeek_pair_count *candidates;
  size_t candidate_room;
};

/* ---- Beginning and end ------------------------------------------------- */

static bpeek_status check_arguments(size_t length, uint32_t vocabulary_size,
                                    bpeek_error *error) {
  if (vocabulary_size < 256 || vocabulary_size > BPEEK_MAX_ID + 1) {
    return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                      "The vocabulary size is %u; it must be from 256 (the "
                      "single bytes) to %u.",
                      vocabulary_size, (unsigned)BPEEK_MAX_ID + 1);
  }
  if (length == 0) {
    return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                      "The text to train on is empty.");
  }
  if ((uint64_t)length > UINT32_MAX) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "The text to train on has 4 GiB or more; take a part of "
                      "it.");
  }
  return BPEEK_OK;
}

static bpeek_status begin(bpeek_trainer *trainer, const uint8_t *text,
                          size_t length, const uint8_t *pattern,
                          size_t pattern_length, bpeek_error *error) {
  const bpeek_allocator *memory = &trainer->allocator;
  bpeek_status status = bpeek_pattern_build(pattern, pattern_length, false,
                                            memory, &trainer->pattern, error);
  if (status == BPEEK_OK) {
    status =
        bpeek_training_begin(text, length, trainer->pattern, memory,
                             &trainer->max_merges, &trainer->training, error);
  }
  if (status == BPEEK_OK) {
    trainer->merges =
        bpeek_alloc(memory, trainer->max_merges, sizeof *trainer->merges);
    if (trainer->merges == NULL) {
      status = bpeek_fail_memory(error);
    }
  }
  return status;
}

bpeek_status bpeek_trainer_new(const uint8_t *text, size_t length,
                               const uint8_t *pattern, size_t pattern_length,
                               uint32_t vocabulary_size,
                               const bpeek_allocator *allocator,
                               bpeek_trainer **trainer, bpeek_error *error) {
  bpeek_status status = check_arguments(length, vocabulary_size, error);
  if (status != BPEEK_OK) {
    return status;
  }
  const bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_trainer *made = bpeek_alloc_zero(&memory, 1, sizeof *made);
  if (made == NULL) {
    return bpeek_fail_memory(error);
  }
  made->allocator = memory;
  made->wanted_merges = vocabulary_size - 256;
  made->max_merges = made->wanted_merges;
  status = begin(made, text, length, pattern, pattern_length, error);
  if (status != BPEEK_OK) {
    bpeek_trainer_free(made);
    return status;
  }
  *trainer = made;
  return BPEEK_OK;
}

void bpeek_trainer_free(bpeek_trainer *trainer) {
  if (trainer != NULL) {
    const bpeek_allocator memory = trainer->allocator;
    bpeek_pattern_free(trainer->pattern);
    bpeek_training_end(&trainer->training);
    bpeek_release(&memory, trainer->merges, trainer->max_merges,
                  sizeof *trainer->merges);
    bpeek_release(&memory, trainer->candidates, trainer->candidate_room,
                  sizeof *trainer->candidates);
    bpeek_release(&memory, trainer, 1, sizeof *trainer);
  }
}

/* ---- Steps ------------------------------------------------------------- */

bpeek_trainer_state bpeek_trainer_state_of(const bpeek_trainer *trainer) {
  if (trainer->merge_count == trainer->wanted_merges) {
    return BPEEK_TRAINER_IS_COMPLETE;
  }
  return trainer->training.text.pairs_left == 0 ? BPEEK_TRAINER_NO_PAIR_LEFT
                                                : BPEEK_TRAINER_GOES_ON;
}

bpeek_status bpeek_trainer_step(bpeek_trainer *trainer, uint32_t steps,
                                const bpeek_pair_count **merges, size_t *count,
                                bpeek_error *error) {
  const uint32_t first = trainer->merge_count;
  for (uint32_t i = 0;
       i < steps && bpeek_trainer_state_of(trainer) == BPEEK_TRAINER_GOES_ON;
       i++) {
    const uint32_t next = trainer->merge_count;
    bpeek_status status = bpeek_training_merge(&trainer->training, 256 + next,
                                               &trainer->merges[next], error);
    if (status != BPEEK_OK) {
      return status;
    }
    trainer->merge_count++;
  }
  *merges = trainer->merges + first;
  *count = trainer->merge_count - first;
  return BPEEK_OK;
}

void bpeek_trainer_merges(const bpeek_trainer *trainer,
                          const bpeek_pair_count **merges, size_t *count) {
  *merges = trainer->merges;
  *count = trainer->merge_count;
}

uint64_t bpeek_trainer_token_count(const bpeek_trainer *trainer) {
  return trainer->training.token_count;
}

bpeek_status bpeek_trainer_candidates(bpeek_trainer *trainer, size_t most,
                                      const bpeek_pair_count **pairs,
                                      size_t *count, bpeek_error *error) {
  const size_t pairs_left = trainer->training.text.pairs_left;
  most = most < pairs_left ? most : pairs_left;
  if (!bpeek_grow(&trainer->allocator, (void **)&trainer->candidates,
                  &trainer->candidate_room, most,
                  sizeof *trainer->candidates)) {
    return bpeek_fail_memory(error);
  }
  *count =
      bpeek_training_candidates(&trainer->training, most, trainer->candidates);
  for (size_t i = 0; i < *count; i++) {
    trainer->candidates[i].id = 256 + trainer->merge_count;
  }
  *pairs = trainer->candidates;
  return BPEEK_OK;
}

/* ---- The model --------------------------------------------------------- */

bpeek_status bpeek_trainer_model(const bpeek_trainer *trainer,
                                 const bpeek_special *specials,
                                 uint32_t special_count,
                                 const bpeek_allocator *allocator,
                                 bpeek_model **model, bpeek_error *error) {
  const uint32_t count = trainer->merge_count;
  bpeek_merge *merges = bpeek_alloc(&trainer->allocator, count, sizeof *merges);
  if (merges == NULL) {
    return bpeek_fail_memory(error);
  }
  for (uint32_t i = 0; i < count; i++) {
    const bpeek_pair_count *pair = &trainer->merges[i];
    merges[i] = (bpeek_merge){pair->left, pair->right, pair->id};
  }
  bpeek_parts parts = {.merges = merges,
                       .merge_count = count,
                       .specials = specials,
                       .special_count = special_count};
  parts.pattern = bpeek_pattern_text(trainer->pattern, &parts.pattern_length,
                                     &parts.keep_unmatched);
  const bpeek_status status =
      bpeek_model_of_merges(&parts, allocator, model, error);
  bpeek_release(&trainer->allocator, merges, count, sizeof *merges);
  return status;
}
