/*
 * Recipes for models with ranks: for each token two others, side by side.
 *
 * Many tokens can be had in several ways. The cheapest is the one whose left
 * token is on the left of many merges, and likewise its right one; so the
 * choice is made anew a few times, each time by how often tokens were chosen
 * the time before.
 */
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "format_bpeek.h"
#include "model.h"

enum {
  ROUNDS = 7,
  FIRST_SPLITS = 64, /* of a long token only so many are looked at from each
                        end, and its middle, lest its length count squared */
  LOG_BITS = 8,      /* fractional bits of logarithms */
  COUNT_ONE = 16,    /* counts begin above 0, as 1/16 */
};

/* Two tokens whose bytes are those of a third. */
typedef struct split {
  uint32_t left, right;
} split;

typedef struct kind_counts {
  uint32_t left[BPEEK_KINDS], right[BPEEK_KINDS];
  uint32_t both[BPEEK_KINDS][BPEEK_KINDS];
} kind_counts;

typedef struct search {
  const bpeek_model *model;
  const bpeek_allocator *memory;
  split *splits; /* token i's are split_ends[i - 1] .. split_ends[i] - 1 */
  size_t split_room;
  uint32_t split_count;
  uint32_t *split_ends;
  uint32_t *chosen; /* for each token, an index in `splits` */
  uint32_t *left_uses, *right_uses;
  bpeek_kinds *token_kinds;
  kind_counts *kinds;
} search;

/* Whether a merge that makes `id` may use `part`: it is spelt, as single
 * bytes are, or made before. */
static bool is_there(const bpeek_model *model, uint32_t part, uint32_t id) {
  return part != BPEEK_NO_ID &&
         (part < id || bpeek_token_length(model, part) == 1);
}

static bool add_split(search *find, uint32_t id, uint32_t at) {
  const bpeek_model *model = find->model;
  const uint8_t *bytes = bpeek_token_at(model, id);
  uint32_t length = bpeek_token_length(model, id);
  split parts = {bpeek_token_of(model, bytes, at), BPEEK_NO_ID};
  if (is_there(model, parts.left, id)) {
    parts.right = bpeek_token_of(model, bytes + at, length - at);
  }
  if (!is_there(model, parts.right, id)) {
    return true;
  }
  if (!bpeek_grow(find->memory, (void **)&find->splits, &find->split_room,
                  (size_t)find->split_count + 1, sizeof(split))) {
    return false;
  }
  find->splits[find->split_count++] = parts;
  return true;
}

static bool add_splits(search *find, uint32_t id) {
  uint32_t length = bpeek_token_length(find->model, id);
  bool is_long = length > 2 * FIRST_SPLITS;
  bool good = !is_long || add_split(find, id, length / 2);
  for (uint32_t at = 1; good && at < length; at++) {
    if (is_long && at == FIRST_SPLITS) {
      at = length - FIRST_SPLITS;
    }
    good = add_split(find, id, at);
  }
  return good;
}

static bool find_splits(search *find) {
  for (uint32_t id = 0; id < find->model->token_count; id++) {
    if (!add_splits(find, id)) {
      return false;
    }
    find->split_ends[id] = find->split_count;
    find->token_kinds[id] = bpeek_kinds_of(bpeek_token_at(find->model, id),
                                           bpeek_token_length(find->model, id));
  }
  return true;
}

/* The logarithm of count + 1/16 (plus a constant), to base 2, a straight line
 * between powers of two. */
static uint32_t log_of(uint32_t count) {
  uint64_t value = (uint64_t)count * COUNT_ONE + 1;
  unsigned whole = 63 - (unsigned)__builtin_clzll(value);
  uint64_t rest = (value << LOG_BITS >> whole) - (1U << LOG_BITS);
  return (uint32_t)((uint64_t)whole << LOG_BITS | rest);
}

/* How likely a split is (as a logarithm, plus a constant): that of its left
 * token, of the kind of the right one after it, and of the right one among
 * those of its kind. */
static uint32_t likelihood(const search *find, split parts) {
  const kind_counts *kinds = find->kinds;
  unsigned end = find->token_kinds[parts.left].last;
  unsigned begin = find->token_kinds[parts.right].first;
  return ((uint32_t)128 << LOG_BITS) + log_of(find->left_uses[parts.left]) +
         log_of(kinds->both[end][begin]) - log_of(kinds->left[end]) +
         log_of(find->right_uses[parts.right]) - log_of(kinds->right[begin]);
}

static void choose(search *find) {
  uint32_t first = 0;
  for (uint32_t id = 0; id < find->model->token_count; id++) {
    uint32_t best = 0;
    for (uint32_t i = first; i < find->split_ends[id]; i++) {
      uint32_t value = likelihood(find, find->splits[i]);
      if (value > best) {
        best = value;
        find->chosen[id] = i;
      }
    }
    first = find->split_ends[id];
  }
}

static void count_uses(search *find) {
  uint32_t count = find->model->token_count;
  memset(find->left_uses, 0, count * sizeof(*find->left_uses));
  memset(find->right_uses, 0, count * sizeof(*find->right_uses));
  memset(find->kinds, 0, sizeof(*find->kinds));
  uint32_t first = 0;
  for (uint32_t id = 0; id < count; id++) {
    if (find->split_ends[id] > first) {
      split parts = find->splits[find->chosen[id]];
      unsigned end = find->token_kinds[parts.left].last;
      unsigned begin = find->token_kinds[parts.right].first;
      find->left_uses[parts.left]++;
      find->right_uses[parts.right]++;
      find->kinds->left[end]++;
      find->kinds->right[begin]++;
      find->kinds->both[end][begin]++;
    }
    first = find->split_ends[id];
  }
}

static void write_recipe(const search *find, bpeek_recipe *recipe) {
  uint32_t first = 0;
  for (uint32_t id = 0; id < find->model->token_count; id++) {
    if (find->split_ends[id] > first) {
      split parts = find->splits[find->chosen[id]];
      recipe->merges[recipe->merge_count++] =
          (bpeek_merge){parts.left, parts.right, id};
    } else {
      recipe->is_spelt[id] = bpeek_token_length(find->model, id) > 0;
    }
    first = find->split_ends[id];
  }
}

static bool allocate(search *find, bpeek_recipe *recipe) {
  const bpeek_allocator *memory = find->memory;
  size_t count = find->model->token_count;
  find->split_ends = bpeek_alloc(memory, count, sizeof(uint32_t));
  find->chosen = bpeek_alloc_zero(memory, count, sizeof(uint32_t));
  find->left_uses = bpeek_alloc_zero(memory, count, sizeof(uint32_t));
  find->right_uses = bpeek_alloc_zero(memory, count, sizeof(uint32_t));
  find->token_kinds = bpeek_alloc(memory, count, sizeof(*find->token_kinds));
  find->kinds = bpeek_alloc_zero(memory, 1, sizeof(*find->kinds));
  recipe->merges = bpeek_alloc(memory, count, sizeof(*recipe->merges));
  recipe->merge_room = count;
  recipe->is_spelt = bpeek_alloc_zero(memory, count, 1);
  return find->split_ends != NULL && find->chosen != NULL &&
         find->left_uses != NULL && find->right_uses != NULL &&
         find->token_kinds != NULL && find->kinds != NULL &&
         recipe->merges != NULL && recipe->is_spelt != NULL;
}

static void release(search *find) {
  const bpeek_allocator *memory = find->memory;
  size_t count = find->model->token_count;
  bpeek_release(memory, find->splits, find->split_room, sizeof(split));
  bpeek_release(memory, find->split_ends, count, sizeof(uint32_t));
  bpeek_release(memory, find->chosen, count, sizeof(uint32_t));
  bpeek_release(memory, find->left_uses, count, sizeof(uint32_t));
  bpeek_release(memory, find->right_uses, count, sizeof(uint32_t));
  bpeek_release(memory, find->token_kinds, count, sizeof(*find->token_kinds));
  bpeek_release(memory, find->kinds, 1, sizeof(*find->kinds));
}

bpeek_status bpeek_recipe_of_ranks(const bpeek_model *model,
                                   bpeek_recipe *recipe, bpeek_error *error) {
  search find = {.model = model, .memory = &model->allocator};
  bool good = allocate(&find, recipe) && find_splits(&find);
  if (good) {
    for (unsigned round = 0; round < ROUNDS; round++) {
      choose(&find);
      count_uses(&find);
    }
    write_recipe(&find, recipe);
  }
  release(&find);
  return good ? BPEEK_OK : bpeek_fail_memory(error);
}
