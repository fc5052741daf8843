/*
 * How bpeek's file codes a token that takes part in a merge.
 *
 * A token that has been on the left of merges often will be so again. Hence
 * tokens are grouped by how often they have been used so far: level 0 never, 1
 * once, 2 two or three times, and so on in powers of two. A token is coded as
 * its level (with a Huffman code) and its index within the level (all being
 * equally likely). Reader and writer keep the groups alike as they go; so no
 * frequencies of tokens need to be stored.
 *
 * For tokens on the right there are separate groups for each kind of first
 * character, and the code of the group depends on the kind of the left token's
 * last: what follows a Greek letter is a Greek letter.
 */
#ifndef BPEEK_TOKEN_GROUPS_H
#define BPEEK_TOKEN_GROUPS_H

#include <stdbool.h>

#include "character_kinds.h"
#include "huffman.h"

enum {
  BPEEK_LEVELS = 15, /* 0 to 13, and 14 for 8192 uses and more */
  BPEEK_ROW = 16,    /* group = kind * BPEEK_ROW + level */
  BPEEK_GROUPS = BPEEK_KINDS * BPEEK_ROW,
};
_Static_assert((int)BPEEK_GROUPS <= (int)BPEEK_HUFFMAN_SYMBOLS,
               "a group is a symbol of a Huffman code");

/*
 * A kind has a part of `ids` to itself, with its levels one after the other,
 * the highest first: group g is ids[bounds[g + 1]] to ids[bounds[g] - 1]. A
 * token rises to the next level by trading places with the first of its group,
 * and the bound between the two moving past it.
 *
 *         bounds[g + 3]  bounds[g + 2]  bounds[g + 1]  bounds[g]  room_end
 *   ids    ... | level 2      | level 1      | level 0      | free |
 */
typedef struct bpeek_groups {
  uint32_t *ids;
  uint32_t *uses;     /* of the token at that place, from level 2 on */
  uint32_t *bounds;   /* BPEEK_ROW for each kind */
  uint32_t *room_end; /* one for each kind */
  uint32_t *places;   /* token id -> index in `ids`; NULL: not wanted */
} bpeek_groups;

/* Empties the groups, and gives kind k room for room[k] tokens. */
static inline void bpeek_groups_begin(bpeek_groups *groups,
                                      const uint32_t *room, unsigned kinds) {
  uint32_t at = 0;
  for (unsigned kind = 0; kind < kinds; kind++) {
    for (unsigned i = 0; i < BPEEK_ROW; i++) {
      groups->bounds[kind * BPEEK_ROW + i] = at;
    }
    at += room[kind];
    groups->room_end[kind] = at;
  }
}

static inline uint32_t bpeek_group_size(const bpeek_groups *groups,
                                        unsigned group) {
  return groups->bounds[group] - groups->bounds[group + 1];
}

static inline void bpeek_groups_put(bpeek_groups *groups, uint32_t place,
                                    uint32_t id) {
  groups->ids[place] = id;
  if (groups->places != NULL) {
    groups->places[id] = place;
  }
}

/* A new token, not used yet. False if its kind has no room. */
static inline bool bpeek_groups_add(bpeek_groups *groups, uint32_t id,
                                    unsigned kind) {
  uint32_t *end = &groups->bounds[kind * BPEEK_ROW];
  if (*end == groups->room_end[kind]) {
    return false;
  }
  bpeek_groups_put(groups, (*end)++, id);
  return true;
}

/*
 * Counts a use of the group's token at `index`, which must exist; its id.
 *
 * After a first or second use a token always rises: the count of rare tokens,
 * the great majority, need not be fetched before the bounds are known again.
 */
static inline uint32_t bpeek_groups_use(bpeek_groups *groups, unsigned group,
                                        uint32_t index) {
  unsigned level = group % BPEEK_ROW;
  uint32_t first = groups->bounds[group + 1];
  uint32_t place = first + index;
  uint32_t id = groups->ids[place];
  uint32_t uses = level + 1;
  bool rises = true;
  if (level >= 2) {
    uses = groups->uses[place] + 1;
    rises = uses >> level != 0 && level < BPEEK_LEVELS - 1;
  }
  uint32_t target = rises ? first : place;
  if (level >= 2) {
    groups->uses[place] = groups->uses[target];
  }
  groups->uses[target] = uses;
  bpeek_groups_put(groups, place, groups->ids[target]);
  bpeek_groups_put(groups, target, id);
  groups->bounds[group + 1] += rises;
  return id;
}

#endif
