#include "train_merge.h"

#include "alloc.h"
#include "error.h"

/* A pair that is to become one token, and the positions where it will. */
typedef struct merging {
  uint32_t left, right, joined;
  uint32_t length; /* of both, in bytes */
  const uint32_t *places;
  uint32_t count;
} merging;

/* ---- What stands beside it --------------------------------------------- */

/* The token that will be before occurrence `i`. */
static inline uint32_t token_before(const bpeek_train_text *text,
                                    const merging *m, uint32_t i) {
  const bool joins = i > 0 && m->places[i - 1] + m->length == m->places[i];
  return joins ? m->joined : text->tokens[m->places[i] - 1];
}

/* The token that will be after occurrence `i`; none if that is the next
 * occurrence, which has this one before it. */
static inline uint32_t token_after(const bpeek_train_text *text,
                                   const merging *m, uint32_t i) {
  const uint32_t end = m->places[i] + m->length;
  const bool joins = i + 1 < m->count && m->places[i + 1] == end;
  return joins ? BPEEK_GAP : text->tokens[end];
}

static inline void meet(bpeek_neighbours *side, uint32_t token,
                        uint32_t occurrences) {
  if (token != BPEEK_GAP) {
    bpeek_neighbour *neighbour = &side->of[token];
    if (neighbour->count == 0) {
      side->met[side->met_count++] = token;
    }
    neighbour->count += occurrences;
    neighbour->places++;
  }
}

/* Says how many tokens the text loses. */
static uint64_t meet_all(bpeek_training *training, const merging *m) {
  uint64_t lost = 0;
  for (uint32_t i = 0; i < m->count; i++) {
    const uint32_t occurrences =
        bpeek_occurrences_at(&training->text, m->places[i]);
    lost += occurrences;
    meet(&training->before, token_before(&training->text, m, i), occurrences);
    meet(&training->after, token_after(&training->text, m, i), occurrences);
  }
  return lost;
}

static void forget(bpeek_neighbours *side) {
  for (uint32_t i = 0; i < side->met_count; i++) {
    side->of[side->met[i]] = (bpeek_neighbour){0, 0};
  }
  side->met_count = 0;
}

/* ---- Merging ----------------------------------------------------------- */

/* Keeps the places of the pair where it will merge: where it still is, and
 * does not overlap the occurrence before. */
static void keep_merging_places(bpeek_training *training, bpeek_pair *pair,
                                uint32_t length) {
  uint32_t *places = training->pairs.places;
  uint32_t kept = pair->first_place;
  uint32_t free_from = 0;
  for (uint32_t i = pair->first_place; i < pair->end_place; i++) {
    const uint32_t place = places[i];
    if (place >= free_from &&
        bpeek_pair_is_at(&training->text, pair->left, pair->right, place)) {
      places[kept++] = place;
      free_from = place + length;
    }
  }
  pair->end_place = kept;
}

/* Makes room for the pairs that the token will be in. */
static bool reserve(bpeek_training *training) {
  const bpeek_neighbours *sides[] = {&training->before, &training->after};
  size_t pairs = 0;
  size_t places = 0;
  for (unsigned k = 0; k < 2; k++) {
    for (uint32_t i = 0; i < sides[k]->met_count; i++) {
      const bpeek_neighbour *neighbour = &sides[k]->of[sides[k]->met[i]];
      pairs += neighbour->count >= 2;
      places += neighbour->count >= 2 ? neighbour->places : 0;
    }
  }
  return bpeek_pairs_reserve(&training->pairs, pairs, places);
}

/* The pair (left, right) has lost the neighbour's occurrences to the pair
 * (new_left, new_right). */
static void pass_on(bpeek_pairs *pairs, bpeek_neighbour *neighbour,
                    uint32_t left, uint32_t right, uint32_t new_left,
                    uint32_t new_right) {
  bpeek_pair *pair = bpeek_pairs_find(pairs, left, right);
  if (pair != NULL) {
    pair->count -= neighbour->count;
  }
  if (neighbour->count < 2) {
    neighbour->places = BPEEK_UNKEPT;
    return;
  }
  const uint32_t *places = bpeek_pairs_add(pairs, new_left, new_right,
                                           neighbour->count, neighbour->places);
  neighbour->places = (uint32_t)(places - pairs->places);
}

static void pass_on_all(bpeek_training *training, const merging *m) {
  bpeek_neighbours *before = &training->before;
  bpeek_neighbours *after = &training->after;
  for (uint32_t i = 0; i < before->met_count; i++) {
    const uint32_t token = before->met[i];
    /* Between two that merge, what was is a right part before a left one. */
    const uint32_t old = token == m->joined ? m->right : token;
    pass_on(&training->pairs, &before->of[token], old, m->left, token,
            m->joined);
  }
  for (uint32_t i = 0; i < after->met_count; i++) {
    const uint32_t token = after->met[i];
    pass_on(&training->pairs, &after->of[token], m->right, token, m->joined,
            token);
  }
}

static inline void write_place(bpeek_training *training, bpeek_neighbours *side,
                               uint32_t token, uint32_t place) {
  if (token != BPEEK_GAP && side->of[token].places != BPEEK_UNKEPT) {
    training->pairs.places[side->of[token].places++] = place;
  }
}

static void write_places(bpeek_training *training, const merging *m) {
  const bpeek_train_text *text = &training->text;
  for (uint32_t i = 0; i < m->count; i++) {
    const uint32_t before = token_before(text, m, i);
    if (before != BPEEK_GAP) {
      write_place(training, &training->before, before,
                  m->places[i] - text->lengths[before]);
    }
    write_place(training, &training->after, token_after(text, m, i),
                m->places[i]);
  }
}

static void join_all(bpeek_training *training, const merging *m) {
  for (uint32_t i = 0; i < m->count; i++) {
    bpeek_join_at(&training->text, m->left, m->right, m->joined, m->places[i]);
  }
}

/* Pairs that occur once merge in the order of the text. */
static bpeek_pair_count merge_first(bpeek_training *training, uint32_t id) {
  bpeek_train_text *text = &training->text;
  const uint32_t at = bpeek_next_pair(text, training->first_pair);
  const uint32_t left = text->tokens[at];
  const uint32_t right = text->tokens[at + text->lengths[left]];
  text->lengths[id] = text->lengths[left] + text->lengths[right];
  bpeek_join_at(text, left, right, id, at);
  training->first_pair = at;
  training->token_count--;
  return (bpeek_pair_count){left, right, id, 1};
}

/* Finds out where the best pair merges and what stands beside it, and makes
 * room for what comes of that: all that can fail. */
static bool prepare(bpeek_training *training, bpeek_pair *best, uint32_t id,
                    merging *m, uint64_t *lost) {
  uint32_t *lengths = training->text.lengths;
  *m = (merging){.left = best->left,
                 .right = best->right,
                 .joined = id,
                 .length = lengths[best->left] + lengths[best->right]};
  lengths[id] = m->length;
  keep_merging_places(training, best, m->length);
  m->places = training->pairs.places + best->first_place;
  m->count = best->end_place - best->first_place;
  *lost = meet_all(training, m);
  return reserve(training);
}

static bpeek_pair_count merge_best(bpeek_training *training, merging *m) {
  bpeek_pairs *pairs = &training->pairs;
  bpeek_pair *best = bpeek_pairs_find(pairs, m->left, m->right);
  m->places = pairs->places + best->first_place;
  const bpeek_pair_count done = {m->left, m->right, m->joined, best->count};
  const size_t first_new = pairs->count;
  pass_on_all(training, m);
  best->count = 0;
  write_places(training, m);
  bpeek_pairs_queue(pairs, first_new);
  join_all(training, m);
  return done;
}

bpeek_status bpeek_training_merge(bpeek_training *training, uint32_t id,
                                  bpeek_pair_count *done, bpeek_error *error) {
  bpeek_pair *best = bpeek_pairs_best(&training->pairs);
  if (best == NULL) {
    *done = merge_first(training, id);
    return BPEEK_OK;
  }
  merging m;
  uint64_t lost = 0;
  const bool prepared = prepare(training, best, id, &m, &lost);
  if (prepared) {
    *done = merge_best(training, &m);
    training->token_count -= lost;
  }
  forget(&training->before);
  forget(&training->after);
  return prepared ? BPEEK_OK : bpeek_fail_memory(error);
}

size_t bpeek_training_candidates(bpeek_training *training, size_t most,
                                 bpeek_pair_count *best) {
  const bpeek_train_text *text = &training->text;
  size_t count = bpeek_pairs_best_of(&training->pairs, most, best);
  uint32_t at = training->first_pair;
  while (count < most && (at = bpeek_next_pair(text, at)) < text->positions) {
    const uint32_t left = text->tokens[at];
    const uint32_t right = text->tokens[at + text->lengths[left]];
    const bpeek_pair *pair = bpeek_pairs_find(&training->pairs, left, right);
    if (pair == NULL || pair->count < 2) {
      best[count++] =
          (bpeek_pair_count){.left = left, .right = right, .count = 1};
    }
    at += text->lengths[left];
  }
  return count;
}

/* ---- Beginning and end ------------------------------------------------- */

static bool make_neighbours(const bpeek_allocator *memory, uint32_t id_limit,
                            bpeek_neighbours *side) {
  side->of = bpeek_alloc_zero(memory, id_limit, sizeof *side->of);
  side->met = bpeek_alloc(memory, id_limit, sizeof *side->met);
  return side->of != NULL && side->met != NULL;
}

static void free_neighbours(const bpeek_allocator *memory, uint32_t id_limit,
                            bpeek_neighbours *side) {
  bpeek_release(memory, side->of, id_limit, sizeof *side->of);
  bpeek_release(memory, side->met, id_limit, sizeof *side->met);
}

static bpeek_status begin_with(const uint8_t *text, bpeek_words *words,
                               uint32_t id_limit, bpeek_training *training,
                               bpeek_error *error) {
  bpeek_status status =
      bpeek_train_text_build(text, words, id_limit, &training->text, error);
  bpeek_words_free(words);
  if (status == BPEEK_OK) {
    status = bpeek_pairs_build(&training->text, &training->pairs, error);
  }
  const bpeek_allocator *memory = &training->text.allocator;
  if (status == BPEEK_OK &&
      (!make_neighbours(memory, id_limit, &training->before) ||
       !make_neighbours(memory, id_limit, &training->after))) {
    status = bpeek_fail_memory(error);
  }
  return status;
}

bpeek_status bpeek_training_begin(const uint8_t *text, size_t length,
                                  const bpeek_pattern *pattern,
                                  const bpeek_allocator *allocator,
                                  uint32_t *max_merges,
                                  bpeek_training *training,
                                  bpeek_error *error) {
  bpeek_words words;
  bpeek_status status =
      bpeek_words_collect(text, length, pattern, allocator, &words, error);
  if (status != BPEEK_OK) {
    return status;
  }
  *training = (bpeek_training){.token_count = words.text_bytes};
  const uint64_t pairs = words.distinct_bytes - words.count;
  *max_merges = pairs < *max_merges ? (uint32_t)pairs : *max_merges;
  return begin_with(text, &words, 256 + *max_merges, training, error);
}

void bpeek_training_end(bpeek_training *training) {
  const bpeek_allocator memory = training->text.allocator;
  const uint32_t id_limit = training->text.id_limit;
  free_neighbours(&memory, id_limit, &training->before);
  free_neighbours(&memory, id_limit, &training->after);
  bpeek_pairs_free(&training->pairs);
  bpeek_train_text_free(&training->text);
}
