/*
 * How bpeek's file codes a token that takes part in a merge.
 *
 * A token that has been on the left of merges often will be so again. Hence
 * tokens are grouped by how often they have been used so far: level 0 never, 1
 * once, 2 about two or three times, and so on in powers of two. A token is
 * coded as its level (with a Huffman code) and its index within the level (all
 * being equally likely). Reader and writer keep the groups alike as they go; so
 * no frequencies of tokens need to be stored.
 *
 * No uses of single tokens are counted, which would be memory to be waited for:
 * one use in two of those of level 2 makes the token rise that is used, one in
 * four of level 3, and so on. (Counting with a chance is Morris's, 1978; here
 * every second or fourth use takes the place of chance.)
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
  BPEEK_LEVELS = 15, /* 0 to 13, and 14 for about 8192 uses and more */
  BPEEK_ROW = 16,    /* group = kind * BPEEK_ROW + level */
  BPEEK_GROUPS = BPEEK_KINDS * BPEEK_ROW,
};
_Static_assert((int)BPEEK_GROUPS <= (int)BPEEK_HUFFMAN_SYMBOLS,
               "a group is a symbol of a Huffman code");

typedef struct bpeek_group {
  uint32_t end;  /* behind its last token */
  uint32_t uses; /* of its tokens, so far */
} bpeek_group;

/*
 * A kind has a part of `tokens` to itself, with its levels one after the other,
 * the highest first: group g is from all[g + 1].end to all[g].end - 1. A token
 * rises to the next level by trading places with the first of its group, and
 * the bound between the two moving past it.
 *
 *            all[3].end     all[2].end     all[1].end     all[0].end  room_end
 *   tokens    ... | level 2      | level 1      | level 0      | free |
 */
typedef struct bpeek_groups {
  uint32_t *tokens;
  bpeek_group *all;   /* BPEEK_ROW for each kind */
  uint32_t *room_end; /* one for each kind */
} bpeek_groups;

/* Empties the groups, and gives kind k room for room[k] tokens. */
static inline void bpeek_groups_begin(bpeek_groups *groups,
                                      const uint32_t *room, unsigned kinds) {
  uint32_t at = 0;
  for (unsigned kind = 0; kind < kinds; kind++) {
    for (unsigned i = 0; i < BPEEK_ROW; i++) {
      groups->all[kind * BPEEK_ROW + i] = (bpeek_group){.end = at};
    }
    at += room[kind];
    groups->room_end[kind] = at;
  }
}

static inline uint32_t bpeek_group_begin(const bpeek_groups *groups,
                                         unsigned group) {
  return groups->all[group + 1].end;
}

static inline uint32_t bpeek_group_size(const bpeek_groups *groups,
                                        unsigned group) {
  return groups->all[group].end - bpeek_group_begin(groups, group);
}

/* A new token, not used yet. False if its kind has no room. */
static inline bool bpeek_groups_add(bpeek_groups *groups, uint32_t token,
                                    unsigned kind) {
  uint32_t *end = &groups->all[kind * BPEEK_ROW].end;
  if (*end == groups->room_end[kind]) {
    return false;
  }
  groups->tokens[(*end)++] = token;
  return true;
}

/* For each level: of how many uses one makes a token rise, less one. All bits
 * are set below that power of two. Nothing rises from the highest level. */
static const uint32_t bpeek_between_rises[BPEEK_ROW] = {
    0, 0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047, 4095, UINT32_MAX};

/* Uses the group's token at `index`, which must exist, and returns it. There is
 * no branch in it, since none could be foretold. */
static inline uint32_t bpeek_groups_use(const bpeek_groups *groups,
                                        unsigned group, uint32_t index) {
  bpeek_group *its = &groups->all[group];
  bpeek_group *next = its + 1;
  uint32_t place = next->end + index;
  uint32_t token = groups->tokens[place];
  its->uses++;
  bool rises = (its->uses & bpeek_between_rises[group % BPEEK_ROW]) == 0;
  uint32_t target = place - (index & (0 - (uint32_t)rises));
  groups->tokens[place] = groups->tokens[target];
  groups->tokens[target] = token;
  next->end += rises;
  return token;
}

#endif
