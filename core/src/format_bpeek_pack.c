/* Merges into bpeek's file: a first pass notes in which groups their tokens
 * are, and how often which group; the second writes that, in the best codes. */
#include <string.h>

#include "alloc.h"
#include "bits.h"
#include "error.h"
#include "format_bpeek.h"
#include "model.h"

/* A token of a merge: the one with this index of its group, of `size`. */
typedef struct place_in_group {
  uint32_t index, size;
  uint16_t group;
} place_in_group;

typedef struct packed_merge {
  place_in_group left, right;
  uint8_t left_kind; /* of the left token's last character */
} packed_merge;

/* How often each group occurs. */
typedef struct group_counts {
  uint32_t left[BPEEK_ROW];
  uint32_t right[BPEEK_KINDS][BPEEK_GROUPS];
} group_counts;

typedef struct packing {
  const bpeek_model *model;
  const bpeek_recipe *recipe;
  packed_merge *merges;
  uint8_t *made;                    /* for each id */
  uint32_t *left_uses, *right_uses; /* for each id */
  group_counts *counts;
  bpeek_codes *codes;
  bpeek_groups lefts, rights;
  uint32_t left_bounds[BPEEK_ROW], left_room_end[1];
  uint32_t right_bounds[BPEEK_GROUPS], right_room_end[BPEEK_KINDS];
} packing;

static bpeek_kinds kinds_of(const bpeek_model *model, uint32_t id) {
  return bpeek_kinds_of(bpeek_token_at(model, id),
                        bpeek_token_length(model, id));
}

static void add_token(packing *pack, uint32_t id) {
  pack->made[id] = 1;
  (void)bpeek_groups_add(&pack->lefts, id, 0);
  (void)bpeek_groups_add(&pack->rights, id, kinds_of(pack->model, id).first);
}

static void begin_groups(packing *pack) {
  const bpeek_model *model = pack->model;
  uint32_t *room = pack->codes->kind_counts;
  for (uint32_t id = 0; id < model->token_count; id++) {
    if (bpeek_token_length(model, id) > 0) {
      room[kinds_of(model, id).first]++;
    }
  }
  bpeek_groups_begin(&pack->lefts, &model->token_count, 1);
  bpeek_groups_begin(&pack->rights, room, BPEEK_KINDS);
  for (uint32_t id = 0; id < model->token_count; id++) {
    if (pack->recipe->is_spelt[id]) {
      add_token(pack, id);
    }
  }
}

/* Finds the token in its group, and counts the use. */
static place_in_group use_token(bpeek_groups *groups, uint32_t *uses,
                                uint32_t id, unsigned kind) {
  unsigned level = bpeek_bits_of(uses[id]++);
  level = level < BPEEK_LEVELS ? level : BPEEK_LEVELS - 1;
  unsigned group = kind * BPEEK_ROW + level;
  place_in_group found = {.index =
                              groups->places[id] - groups->bounds[group + 1],
                          .size = bpeek_group_size(groups, group),
                          .group = (uint16_t)group};
  (void)bpeek_groups_use(groups, group, found.index);
  return found;
}

static void place_merges(packing *pack) {
  const bpeek_model *model = pack->model;
  for (uint32_t i = 0; i < pack->recipe->merge_count; i++) {
    const bpeek_merge *merge = &pack->recipe->merges[i];
    packed_merge *packed = &pack->merges[i];
    packed->left_kind = kinds_of(model, merge->left).last;
    packed->left = use_token(&pack->lefts, pack->left_uses, merge->left, 0);
    packed->right = use_token(&pack->rights, pack->right_uses, merge->right,
                              kinds_of(model, merge->right).first);
    pack->counts->left[packed->left.group]++;
    pack->counts->right[packed->left_kind][packed->right.group]++;
    pack->codes->is_left_kind[packed->left_kind] = true;
    if (!pack->made[merge->result]) {
      add_token(pack, merge->result);
    }
  }
}

static void write_lefts(const packing *pack, bpeek_output *output) {
  uint16_t words[BPEEK_ROW];
  const uint8_t *lengths = pack->codes->left_lengths;
  (void)bpeek_huffman_codes(lengths, BPEEK_ROW, words);
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_LEFTS);
  bpeek_bit_writer bits = {.output = output};
  for (uint32_t i = 0; i < pack->recipe->merge_count; i++) {
    const place_in_group *left = &pack->merges[i].left;
    bpeek_bits_put(&bits, words[left->group], lengths[left->group]);
    bpeek_bits_put_index(&bits, left->index, left->size);
  }
  bpeek_bits_finish(&bits);
  bpeek_section_end(output, begin);
}

/* The code words of all kinds take the place of the counts. */
static void write_rights(packing *pack, bpeek_output *output) {
  const bpeek_codes *codes = pack->codes;
  uint16_t(*words)[BPEEK_GROUPS] = (void *)pack->counts->right;
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    if (codes->is_left_kind[kind]) {
      (void)bpeek_huffman_codes(codes->right_lengths[kind], BPEEK_GROUPS,
                                words[kind]);
    }
  }
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_RIGHTS);
  bpeek_bit_writer bits = {.output = output};
  for (uint32_t i = 0; i < pack->recipe->merge_count; i++) {
    const place_in_group *right = &pack->merges[i].right;
    unsigned kind = pack->merges[i].left_kind;
    bpeek_bits_put(&bits, words[kind][right->group],
                   codes->right_lengths[kind][right->group]);
    bpeek_bits_put_index(&bits, right->index, right->size);
  }
  bpeek_bits_finish(&bits);
  bpeek_section_end(output, begin);
}

static void write_results(packing *pack, bpeek_output *output) {
  const bpeek_model *model = pack->model;
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_RESULTS);
  bpeek_bit_writer bits = {.output = output};
  for (uint32_t id = 0; id < model->token_count; id++) {
    pack->made[id] =
        pack->recipe->is_spelt[id] || bpeek_token_length(model, id) == 0;
  }
  uint32_t next = 0;
  uint32_t before = UINT32_MAX;
  for (uint32_t i = 0; i < pack->recipe->merge_count; i++) {
    uint32_t result = pack->recipe->merges[i].result;
    while (next < model->token_count && pack->made[next]) {
      next++;
    }
    if (result == next) {
      bpeek_bits_put(&bits, BPEEK_RESULT_NEXT, 1);
    } else if (result == before) {
      bpeek_bits_put(&bits, BPEEK_RESULT_SAME, 2);
    } else {
      bpeek_bits_put(&bits, BPEEK_RESULT_OTHER, 2);
      bpeek_bits_put(&bits, result, bpeek_bits_of(model->token_count - 1));
    }
    pack->made[result] = 1;
    before = result;
  }
  bpeek_bits_finish(&bits);
  bpeek_section_end(output, begin);
}

static void pack_merges(packing *pack, bpeek_output *output) {
  begin_groups(pack);
  place_merges(pack);
  bpeek_codes *codes = pack->codes;
  bpeek_huffman_lengths(pack->counts->left, BPEEK_ROW, codes->left_lengths);
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    if (codes->is_left_kind[kind]) {
      bpeek_huffman_lengths(pack->counts->right[kind], BPEEK_GROUPS,
                            codes->right_lengths[kind]);
    }
  }
  bpeek_write_codes(codes, output);
  write_lefts(pack, output);
  write_rights(pack, output);
  if (pack->recipe->any_results) {
    write_results(pack, output);
  }
}

static bool allocate(packing *pack, const bpeek_allocator *memory) {
  size_t count = pack->model->token_count;
  pack->merges =
      bpeek_alloc(memory, pack->recipe->merge_count, sizeof(*pack->merges));
  pack->made = bpeek_alloc_zero(memory, count, 1);
  pack->left_uses = bpeek_alloc_zero(memory, count, sizeof(uint32_t));
  pack->right_uses = bpeek_alloc_zero(memory, count, sizeof(uint32_t));
  pack->counts = bpeek_alloc_zero(memory, 1, sizeof(*pack->counts));
  pack->codes = bpeek_alloc_zero(memory, 1, sizeof(*pack->codes));
  bpeek_groups *groups[] = {&pack->lefts, &pack->rights};
  bool all = pack->merges != NULL && pack->made != NULL &&
             pack->left_uses != NULL && pack->right_uses != NULL &&
             pack->counts != NULL && pack->codes != NULL;
  for (unsigned i = 0; i < 2; i++) {
    groups[i]->ids = bpeek_alloc(memory, count, sizeof(uint32_t));
    groups[i]->uses = bpeek_alloc(memory, count, sizeof(uint32_t));
    groups[i]->places = bpeek_alloc(memory, count, sizeof(uint32_t));
    all = all && groups[i]->ids != NULL && groups[i]->uses != NULL &&
          groups[i]->places != NULL;
  }
  pack->lefts.bounds = pack->left_bounds;
  pack->lefts.room_end = pack->left_room_end;
  pack->rights.bounds = pack->right_bounds;
  pack->rights.room_end = pack->right_room_end;
  return all;
}

static void release(packing *pack, const bpeek_allocator *memory) {
  size_t count = pack->model->token_count;
  bpeek_release(memory, pack->merges, pack->recipe->merge_count,
                sizeof(*pack->merges));
  bpeek_release(memory, pack->made, count, 1);
  bpeek_release(memory, pack->left_uses, count, sizeof(uint32_t));
  bpeek_release(memory, pack->right_uses, count, sizeof(uint32_t));
  bpeek_release(memory, pack->counts, 1, sizeof(*pack->counts));
  bpeek_release(memory, pack->codes, 1, sizeof(*pack->codes));
  bpeek_groups *groups[] = {&pack->lefts, &pack->rights};
  for (unsigned i = 0; i < 2; i++) {
    bpeek_release(memory, groups[i]->ids, count, sizeof(uint32_t));
    bpeek_release(memory, groups[i]->uses, count, sizeof(uint32_t));
    bpeek_release(memory, groups[i]->places, count, sizeof(uint32_t));
  }
}

bpeek_status bpeek_pack_merges(const bpeek_model *model,
                               const bpeek_recipe *recipe, bpeek_output *output,
                               bpeek_error *error) {
  const bpeek_allocator *memory = &model->allocator;
  packing pack = {.model = model, .recipe = recipe};
  bool all = allocate(&pack, memory);
  if (all) {
    pack_merges(&pack, output);
  }
  release(&pack, memory);
  return all ? BPEEK_OK : bpeek_fail_memory(error);
}
