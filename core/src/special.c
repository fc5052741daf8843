#include "special.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "error.h"

static int compare_text(const void *left, const void *right) {
  const bpeek_special *a = left;
  const bpeek_special *b = right;
  size_t shorter = a->length < b->length ? a->length : b->length;
  int order = memcmp(a->text, b->text, shorter);
  if (order != 0) {
    return order;
  }
  return (a->length > b->length) - (a->length < b->length);
}

static int compare_id(const void *left, const void *right) {
  const bpeek_special *a = left;
  const bpeek_special *b = right;
  if (a->id != b->id) {
    return a->id > b->id ? 1 : -1;
  }
  return (int)a->alias - (int)b->alias;
}

static bpeek_special *sorted_copy(const bpeek_special *specials, uint32_t count,
                                  const bpeek_allocator *allocator,
                                  int (*compare)(const void *, const void *)) {
  bpeek_special *copy = bpeek_alloc(allocator, count, sizeof *copy);
  if (copy != NULL && count > 0) {
    memcpy(copy, specials, count * sizeof *copy);
    qsort(copy, count, sizeof *copy, compare);
  }
  return copy;
}

/* Where in `specials` the one that was sorted away stands. */
static size_t place_of(const bpeek_special *special,
                       const bpeek_special *specials) {
  size_t place = 0;
  while (specials[place].text != special->text) {
    place++;
  }
  return place;
}

static bpeek_status check(const bpeek_special_index *index,
                          const bpeek_model *model, bpeek_error *error) {
  const bpeek_special *specials = model->specials;
  for (uint32_t i = 0; i < index->count; i++) {
    const bpeek_special *here = &index->by_text[i];
    if (i > 0 && compare_text(here - 1, here) == 0) {
      return bpeek_fail(error, BPEEK_BAD_MODEL, place_of(here, specials),
                        "The special token %.*s is there twice.",
                        (int)here->length, (const char *)here->text);
    }
    here = &index->by_id[i];
    bool is_first = i == 0 || here[-1].id != here->id;
    if (is_first && here->alias && !bpeek_is_token(model, here->id)) {
      return bpeek_fail(error, BPEEK_BAD_MODEL, place_of(here, specials),
                        "The special token %.*s is an alias of id %u, but no "
                        "other token has this id.",
                        (int)here->length, (const char *)here->text, here->id);
    }
    if (!is_first && !here->alias) {
      return bpeek_fail(error, BPEEK_BAD_MODEL, place_of(here, specials),
                        "The special tokens %.*s and %.*s have the same id, "
                        "%u; give each its own.",
                        (int)here[-1].length, (const char *)here[-1].text,
                        (int)here->length, (const char *)here->text, here->id);
    }
  }
  return BPEEK_OK;
}

bpeek_status bpeek_special_index_build(const bpeek_model *model,
                                       bpeek_special_index *index,
                                       bpeek_error *error) {
  const bpeek_special *specials = model->specials;
  const uint32_t count = model->special_count;
  const bpeek_allocator *allocator = &model->allocator;
  *index = (bpeek_special_index){.count = count};
  index->by_text = sorted_copy(specials, count, allocator, compare_text);
  index->by_id = sorted_copy(specials, count, allocator, compare_id);
  bpeek_status status = index->by_text == NULL || index->by_id == NULL
                            ? bpeek_fail_memory(error)
                            : check(index, model, error);
  if (status != BPEEK_OK) {
    bpeek_special_index_free(index, allocator);
    return status;
  }
  for (uint32_t i = 0; i < count; i++) {
    index->begins_with[specials[i].text[0]] = true;
    index->any_always = index->any_always || specials[i].always;
    if (specials[i].length > index->longest) {
      index->longest = specials[i].length;
    }
  }
  return BPEEK_OK;
}

void bpeek_special_index_free(bpeek_special_index *index,
                              const bpeek_allocator *allocator) {
  bpeek_release(allocator, index->by_text, index->count, sizeof(bpeek_special));
  bpeek_release(allocator, index->by_id, index->count, sizeof(bpeek_special));
  *index = (bpeek_special_index){0};
}

/*
 * Of the special tokens [*low, *high), which begin alike for `depth` bytes,
 * keeps those that go on with `byte`.
 */
static void narrow(const bpeek_special *sorted, uint32_t *low, uint32_t *high,
                   size_t depth, uint8_t byte) {
  uint32_t bounds[2];
  for (unsigned side = 0; side < 2; side++) {
    uint32_t from = *low;
    uint32_t to = *high;
    while (from < to) {
      uint32_t middle = from + (to - from) / 2;
      const bpeek_special *special = &sorted[middle];
      /* A text that ends here sorts before all that go on. */
      unsigned next = special->length > depth ? special->text[depth] + 1U : 0;
      if (next < byte + 1U + side) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    bounds[side] = from;
  }
  *low = bounds[0];
  *high = bounds[1];
}

const bpeek_special *bpeek_special_find(const bpeek_special_index *index,
                                        const uint8_t *text, size_t length) {
  uint32_t low = 0;
  uint32_t high = index->count;
  for (size_t depth = 0; depth < length && low < high; depth++) {
    narrow(index->by_text, &low, &high, depth, text[depth]);
  }
  bool found = low < high && index->by_text[low].length == length;
  return found ? &index->by_text[low] : NULL;
}

const bpeek_special *bpeek_special_with_id(const bpeek_special_index *index,
                                           uint32_t id) {
  uint32_t from = 0;
  uint32_t to = index->count;
  while (from < to) {
    uint32_t middle = from + (to - from) / 2;
    if (index->by_id[middle].id < id) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  bool found = from < index->count && index->by_id[from].id == id;
  return found ? &index->by_id[from] : NULL;
}

static bool is_listed(const bpeek_special_policy *policy, uint32_t id) {
  for (size_t i = 0; i < policy->parsed_count; i++) {
    if (policy->parsed[i] == id) {
      return true;
    }
  }
  return false;
}

static bool becomes_its_id(const bpeek_special *special,
                           const bpeek_special_policy *policy) {
  return special->always || policy->mode == BPEEK_SPECIAL_IS_PARSED ||
         is_listed(policy, special->id);
}

/* Whether it is more than text. */
static bool counts(const bpeek_special *special,
                   const bpeek_special_policy *policy) {
  return policy->mode == BPEEK_SPECIAL_IS_ERROR ||
         becomes_its_id(special, policy);
}

/* The longest special token that begins at text[at] and counts. */
static const bpeek_special *longest_at(const bpeek_special_index *index,
                                       const bpeek_special_policy *policy,
                                       const uint8_t *text, size_t length,
                                       size_t at) {
  const bpeek_special *longest = NULL;
  uint32_t low = 0;
  uint32_t high = index->count;
  for (size_t depth = 0; at + depth < length; depth++) {
    narrow(index->by_text, &low, &high, depth, text[at + depth]);
    if (low == high) {
      break;
    }
    const bpeek_special *first = &index->by_text[low];
    if (first->length == depth + 1 && counts(first, policy)) {
      longest = first;
    }
  }
  return longest;
}

const bpeek_special *bpeek_special_next(const bpeek_special_index *index,
                                        const bpeek_special_policy *policy,
                                        const uint8_t *text, size_t length,
                                        size_t from, size_t *at,
                                        bool *is_parsed) {
  bool none_counts = policy->mode == BPEEK_SPECIAL_IS_TEXT &&
                     policy->parsed_count == 0 && !index->any_always;
  if (none_counts || index->count == 0) {
    return NULL;
  }
  for (size_t i = from; i < length; i++) {
    if (!index->begins_with[text[i]]) {
      continue;
    }
    const bpeek_special *special = longest_at(index, policy, text, length, i);
    if (special != NULL) {
      *at = i;
      *is_parsed = becomes_its_id(special, policy);
      return special;
    }
  }
  return NULL;
}
