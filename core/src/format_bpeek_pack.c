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

/* The groups of one side, and for each id where its token is in them. */
typedef struct side {
  bpeek_groups groups;
  uint32_t *places; /* in groups.tokens */
  uint16_t *group_of;
} side;

/* How often each group occurs. */
typedef struct group_counts {
  uint32_t left[BPEEK_ROW];
  uint32_t right[BPEEK_KINDS][BPEEK_GROUPS];
} group_counts;

typedef struct packing {
  const bpeek_model *model;
  const bpeek_recipe *recipe;
  packed_merge *merges;
  uint8_t *made; /* for each id */
  group_counts *counts;
  bpeek_codes *codes;
  side left, right;
  bpeek_group left_groups[BPEEK_ROW], right_groups[BPEEK_GROUPS];
  uint32_t left_room_end[1], right_room_end[BPEEK_KINDS];
} packing;

static bpeek_kinds kinds_of(const bpeek_model *model, uint32_t id) {
  return bpeek_kinds_of(bpeek_token_at(model, id),
                        bpeek_token_length(model, id));
}

static void add_to_side(side *to, uint32_t id, unsigned kind) {
  unsigned group = kind * BPEEK_ROW;
  to->places[id] = to->groups.all[group].end;
  to->group_of[id] = (uint16_t)group;
  (void)bpeek_groups_add(&to->groups, id, kind);
}

static void add_token(packing *pack, uint32_t id) {
  pack->made[id] = 1;
  add_to_side(&pack->left, id, 0);
  add_to_side(&pack->right, id, kinds_of(pack->model, id).first);
}

static void begin_groups(packing *pack) {
  const bpeek_model *model = pack->model;
  uint32_t *room = pack->codes->kind_counts;
  for (uint32_t id = 0; id < model->token_count; id++) {
    if (bpeek_token_length(model, id) > 0) {
      room[kinds_of(model, id).first]++;
    }
  }
  bpeek_groups_begin(&pack->left.groups, &model->token_count, 1);
  bpeek_groups_begin(&pack->right.groups, room, BPEEK_KINDS);
  for (uint32_t id = 0; id < model->token_count; id++) {
    if (pack->recipe->is_spelt[id]) {
      add_token(pack, id);
    }
  }
}

/* Finds the token in its group, and uses it. */
static place_in_group use_token(side *of, uint32_t id) {
  bpeek_groups *groups = &of->groups;
  unsigned group = of->group_of[id];
  uint32_t begin = bpeek_group_begin(groups, group);
  uint32_t place = of->places[id];
  place_in_group found = {.index = place - begin,
                          .size = bpeek_group_size(groups, group),
                          .group = (uint16_t)group};
  (void)bpeek_groups_use(groups, group, found.index);
  if (bpeek_group_begin(groups, group) > begin) {
    of->places[groups->tokens[place]] = place;
    of->places[id] = begin;
    of->group_of[id]++;
  }
  return found;
}

static void place_merges(packing *pack) {
  const bpeek_model *model = pack->model;
  for (uint32_t i = 0; i < pack->recipe->merge_count; i++) {
    const bpeek_merge *merge = &pack->recipe->merges[i];
    packed_merge *packed = &pack->merges[i];
    packed->left_kind = kinds_of(model, merge->left).last;
    packed->left = use_token(&pack->left, merge->left);
    packed->right = use_token(&pack->right, merge->right);
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

static bool allocate_side(side *of, size_t count,
                          const bpeek_allocator *memory) {
  of->groups.tokens = bpeek_alloc(memory, count, sizeof(uint32_t));
  of->places = bpeek_alloc(memory, count, sizeof(*of->places));
  of->group_of = bpeek_alloc(memory, count, sizeof(*of->group_of));
  return of->groups.tokens != NULL && of->places != NULL &&
         of->group_of != NULL;
}

static void release_side(const side *of, size_t count,
                         const bpeek_allocator *memory) {
  bpeek_release(memory, of->groups.tokens, count, sizeof(uint32_t));
  bpeek_release(memory, of->places, count, sizeof(*of->places));
  bpeek_release(memory, of->group_of, count, sizeof(*of->group_of));
}

static bool allocate(packing *pack, const bpeek_allocator *memory) {
  size_t count = pack->model->token_count;
  pack->merges =
      bpeek_alloc(memory, pack->recipe->merge_count, sizeof(*pack->merges));
  pack->made = bpeek_alloc_zero(memory, count, 1);
  pack->counts = bpeek_alloc_zero(memory, 1, sizeof(*pack->counts));
  pack->codes = bpeek_alloc_zero(memory, 1, sizeof(*pack->codes));
  pack->left.groups.all = pack->left_groups;
  pack->left.groups.room_end = pack->left_room_end;
  pack->right.groups.all = pack->right_groups;
  pack->right.groups.room_end = pack->right_room_end;
  bool left = allocate_side(&pack->left, count, memory);
  bool right = allocate_side(&pack->right, count, memory);
  return left && right && pack->merges != NULL && pack->made != NULL &&
         pack->counts != NULL && pack->codes != NULL;
}

static void release(packing *pack, const bpeek_allocator *memory) {
  size_t count = pack->model->token_count;
  bpeek_release(memory, pack->merges, pack->recipe->merge_count,
                sizeof(*pack->merges));
  bpeek_release(memory, pack->made, count, 1);
  bpeek_release(memory, pack->counts, 1, sizeof(*pack->counts));
  bpeek_release(memory, pack->codes, 1, sizeof(*pack->codes));
  release_side(&pack->left, count, memory);
  release_side(&pack->right, count, memory);
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
