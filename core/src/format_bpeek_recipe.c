/* Recipes for models with a list of merges: they are that list. */
#include "alloc.h"
#include "error.h"
#include "format_bpeek.h"
#include "model.h"

#include <string.h>

void bpeek_recipe_free(const bpeek_model *model, bpeek_recipe *recipe) {
  bpeek_release(&model->allocator, recipe->merges, recipe->merge_room,
                sizeof(*recipe->merges));
  bpeek_release(&model->allocator, recipe->is_spelt, model->token_count, 1);
  *recipe = (bpeek_recipe){0};
}

enum { UNKNOWN, SPELT, MADE };

/* A token that takes part in a merge before one makes it has to be spelt. */
static void mark_tokens(const bpeek_model *model, uint8_t *states) {
  for (uint32_t i = 0; i < model->merge_count; i++) {
    const bpeek_merge *merge = &model->merges[i];
    const uint32_t parts[] = {merge->left, merge->right};
    for (unsigned side = 0; side < 2; side++) {
      if (states[parts[side]] == UNKNOWN) {
        states[parts[side]] = SPELT;
      }
    }
    if (states[merge->result] == UNKNOWN) {
      states[merge->result] = MADE;
    }
  }
  for (uint32_t id = 0; id < model->token_count; id++) {
    bool spelt = states[id] != MADE && bpeek_token_length(model, id) > 0;
    states[id] = spelt ? 1 : 0;
  }
}

/* Whether each merge makes the next id of those that are not spelt. */
static bool makes_next(const bpeek_model *model, const uint8_t *is_spelt) {
  uint32_t next = 0;
  for (uint32_t i = 0; i < model->merge_count; i++, next++) {
    while (next < model->token_count &&
           (is_spelt[next] || bpeek_token_length(model, next) == 0)) {
      next++;
    }
    if (model->merges[i].result != next) {
      return false;
    }
  }
  return true;
}

bpeek_status bpeek_recipe_of_merges(const bpeek_model *model,
                                    bpeek_recipe *recipe, bpeek_error *error) {
  const bpeek_allocator *memory = &model->allocator;
  recipe->merge_room = model->merge_count;
  recipe->merges =
      bpeek_alloc(memory, recipe->merge_room, sizeof(*recipe->merges));
  recipe->is_spelt = bpeek_alloc_zero(memory, model->token_count, 1);
  if (recipe->merges == NULL || recipe->is_spelt == NULL) {
    return bpeek_fail_memory(error);
  }
  recipe->merge_count = model->merge_count;
  if (model->merge_count > 0) {
    memcpy(recipe->merges, model->merges,
           model->merge_count * sizeof(*recipe->merges));
  }
  mark_tokens(model, recipe->is_spelt);
  recipe->any_results = !makes_next(model, recipe->is_spelt);
  return BPEEK_OK;
}
