/*
 * The tokens and merges of bpeek's file, in passes over all merges: results,
 * left tokens, right tokens; then lengths and bytes (format_bpeek_bytes.c).
 * Each pass touches few arrays, and waits for little memory.
 */
#include <string.h>

#include "alloc.h"
#include "bits.h"
#include "error.h"
#include "format_bpeek.h"

/* What is known of an id. */
enum { NOT_MADE, MADE, NO_TOKEN };

/* A Huffman code ready for reading (see bpeek_huffman_table). */
typedef struct code_table {
  const uint16_t *table;
  unsigned bits;
} code_table;

/* All tables, in one allocation. */
enum { TABLES = 1 + BPEEK_KINDS, TABLE_SIZE = 1 << BPEEK_HUFFMAN_LONGEST };

typedef struct unpacking {
  const bpeek_contents *contents;
  bpeek_unpacked *result;
  uint8_t *states;    /* for each id */
  bpeek_kinds *kinds; /* for each id */
  uint16_t *tables;
  code_table left_code;
  code_table right_codes[BPEEK_KINDS]; /* by the left token's last kind */
  bpeek_groups lefts, rights;
  uint32_t left_bounds[BPEEK_ROW], left_room_end[1];
  uint32_t right_bounds[BPEEK_GROUPS], right_room_end[BPEEK_KINDS];
} unpacking;

/* ---- Codes ------------------------------------------------------------- */

static bool make_table(unpacking *un, unsigned number, const uint8_t *lengths,
                       unsigned symbols, code_table *code) {
  uint16_t *table = un->tables + (size_t)number * TABLE_SIZE;
  uint16_t words[BPEEK_HUFFMAN_SYMBOLS];
  if (!bpeek_huffman_codes(lengths, symbols, words)) {
    return false;
  }
  unsigned bits = bpeek_huffman_longest(lengths, symbols);
  bpeek_huffman_table(lengths, words, symbols, bits, table);
  *code = (code_table){table, bits};
  return true;
}

static bool make_tables(unpacking *un, const bpeek_codes *codes) {
  bool good = un->contents->merge_count == 0 ||
              make_table(un, 0, codes->left_lengths, BPEEK_ROW, &un->left_code);
  for (unsigned kind = 0; good && kind < BPEEK_KINDS; kind++) {
    good = !codes->is_left_kind[kind] ||
           make_table(un, 1 + kind, codes->right_lengths[kind], BPEEK_GROUPS,
                      &un->right_codes[kind]);
  }
  return good;
}

static bpeek_status read_codes(unpacking *un, bpeek_error *error) {
  const bpeek_allocator *memory = &un->contents->allocator;
  bpeek_codes *codes = bpeek_alloc_zero(memory, 1, sizeof(*codes));
  if (codes == NULL) {
    return bpeek_fail_memory(error);
  }
  bpeek_status status = bpeek_read_codes(un->contents, codes, error);
  if (status == BPEEK_OK && !make_tables(un, codes)) {
    status = bpeek_fail_section(un->contents, BPEEK_SECTION_CODES, error);
  }
  if (status == BPEEK_OK) {
    bpeek_groups_begin(&un->lefts, &un->contents->token_count, 1);
    bpeek_groups_begin(&un->rights, codes->kind_counts, BPEEK_KINDS);
  }
  bpeek_release(memory, codes, 1, sizeof(*codes));
  return status;
}

/* ---- Tokens that are spelt out ----------------------------------------- */

static bool enter_spelt(unpacking *un, const bpeek_spelt *token) {
  if (token->length == 0) {
    memset(un->states + token->id, NO_TOKEN, token->run);
    return true;
  }
  bpeek_kinds kinds = bpeek_kinds_of(token->bytes, token->length);
  un->states[token->id] = MADE;
  un->kinds[token->id] = kinds;
  un->result->token_ends[token->id] = token->length;
  return bpeek_groups_add(&un->lefts, token->id, 0) &&
         bpeek_groups_add(&un->rights, token->id, kinds.first);
}

static bpeek_status read_spelt_tokens(unpacking *un, bpeek_error *error) {
  bpeek_cursor cursor = bpeek_cursor_of(un->contents, BPEEK_SECTION_TOKENS);
  uint32_t id = 0;
  bpeek_spelt token;
  while (cursor.at < cursor.end) {
    if (!bpeek_next_spelt(un->contents, &cursor, &id, &token) ||
        !enter_spelt(un, &token)) {
      return bpeek_fail_section(un->contents, BPEEK_SECTION_TOKENS, error);
    }
  }
  return BPEEK_OK;
}

/* ---- Merges ------------------------------------------------------------ */

static bpeek_bit_reader bits_of(const unpacking *un, bpeek_section section) {
  const bpeek_payload *payload = &un->contents->sections[section];
  return bpeek_read_bits_of(payload->bytes, payload->length);
}

/* The result of a merge that does not make the next free id. `before` is that
 * of the merge before. */
static uint32_t read_other_result(bpeek_bit_reader *bits, uint32_t before,
                                  uint32_t token_count) {
  return bpeek_bits_take(bits, 1) == 0
             ? before
             : bpeek_bits_take(bits, bpeek_bits_of(token_count - 1));
}

static bpeek_status read_results(unpacking *un, bpeek_error *error) {
  bpeek_bit_reader bits = bits_of(un, BPEEK_SECTION_RESULTS);
  bool any_results = un->contents->sections[BPEEK_SECTION_RESULTS].offset > 0;
  uint32_t count = un->contents->token_count;
  uint32_t next = 0;
  uint32_t result = UINT32_MAX;
  for (uint32_t i = 0; i < un->contents->merge_count; i++) {
    while (next < count && un->states[next] != NOT_MADE) {
      next++;
    }
    result = any_results && bpeek_bits_take(&bits, 1) == 1
                 ? read_other_result(&bits, result, count)
                 : next;
    if (result >= count || un->states[result] == NO_TOKEN) {
      return bpeek_fail_section(un->contents, BPEEK_SECTION_RESULTS, error);
    }
    bool makes = un->states[result] == NOT_MADE;
    un->states[result] = MADE;
    un->result->merges[i].result = result | (makes ? BPEEK_MAKES : 0);
  }
  while (next < count && un->states[next] != NOT_MADE) {
    next++;
  }
  return next == count && bpeek_bits_at_end(&bits)
             ? BPEEK_OK
             : bpeek_fail_section(un->contents, BPEEK_SECTION_RESULTS, error);
}

/* The next token of a merge. */
static inline bool read_token(bpeek_bit_reader *bits, code_table code,
                              bpeek_groups *groups, uint32_t *id) {
  bpeek_bits_fill(bits);
  unsigned entry = code.table[bpeek_bits_peek(bits, code.bits)];
  unsigned group = entry >> 4;
  unsigned length = entry & 15;
  uint32_t size = bpeek_group_size(groups, group);
  if (length == 0 || size == 0) {
    return false;
  }
  bpeek_bits_drop(bits, length);
  *id = bpeek_groups_use(groups, group, bpeek_bits_index(bits, size));
  return true;
}

/*
 * What is under way in a pass over all merges. A pass goes in batches, a call
 * each, so that a WebAssembly engine can put faster code in place meanwhile.
 */
typedef struct pass {
  bpeek_bit_reader bits;
  bpeek_groups groups;
  bool good;
} pass;

enum { MERGES_AT_ONCE = 2048 };

typedef void read_batch(unpacking *un, pass *reading, uint32_t from,
                        uint32_t to);

static __attribute__((noinline)) void read_lefts(unpacking *un, pass *reading,
                                                 uint32_t from, uint32_t to) {
  bpeek_bit_reader bits = reading->bits;
  bpeek_groups groups = reading->groups;
  code_table code = un->left_code;
  bpeek_merge *merges = un->result->merges;
  bool good = true;
  for (uint32_t i = from; good && i < to; i++) {
    good = read_token(&bits, code, &groups, &merges[i].left);
    if (good && merges[i].result & BPEEK_MAKES) {
      good = bpeek_groups_add(&groups, merges[i].result & ~BPEEK_MAKES, 0);
    }
  }
  reading->bits = bits;
  reading->good = good;
}

static __attribute__((noinline)) void read_rights(unpacking *un, pass *reading,
                                                  uint32_t from, uint32_t to) {
  bpeek_bit_reader bits = reading->bits;
  bpeek_groups groups = reading->groups;
  bpeek_kinds *kinds = un->kinds;
  bpeek_merge *merges = un->result->merges;
  bool good = true;
  for (uint32_t i = from; good && i < to; i++) {
    bpeek_kinds left = kinds[merges[i].left];
    good = read_token(&bits, un->right_codes[left.last], &groups,
                      &merges[i].right);
    if (good && merges[i].result & BPEEK_MAKES) {
      uint32_t id = merges[i].result & ~BPEEK_MAKES;
      kinds[id] = bpeek_kinds_join(left, kinds[merges[i].right]);
      good = bpeek_groups_add(&groups, id, left.first);
    }
  }
  reading->bits = bits;
  reading->good = good;
}

static bpeek_status read_side(unpacking *un, bpeek_section section,
                              const bpeek_groups *groups, read_batch *read,
                              bpeek_error *error) {
  pass reading = {bits_of(un, section), *groups, true};
  const uint32_t count = un->contents->merge_count;
  for (uint32_t at = 0; reading.good && at < count;) {
    uint32_t end = count - at > MERGES_AT_ONCE ? at + MERGES_AT_ONCE : count;
    read(un, &reading, at, end);
    at = end;
  }
  return reading.good && bpeek_bits_at_end(&reading.bits)
             ? BPEEK_OK
             : bpeek_fail_section(un->contents, section, error);
}

/* ---- All of it --------------------------------------------------------- */

static bpeek_status unpack(unpacking *un, bpeek_error *error) {
  bpeek_status status = read_codes(un, error);
  if (status == BPEEK_OK) {
    status = read_spelt_tokens(un, error);
  }
  if (status == BPEEK_OK) {
    status = read_results(un, error);
  }
  if (status == BPEEK_OK) {
    status = read_side(un, BPEEK_SECTION_LEFTS, &un->lefts, read_lefts, error);
  }
  if (status == BPEEK_OK) {
    status =
        read_side(un, BPEEK_SECTION_RIGHTS, &un->rights, read_rights, error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_join_bytes(un->contents, un->result, error);
  }
  return status;
}

static bool allocate(unpacking *un) {
  const bpeek_allocator *memory = &un->contents->allocator;
  size_t count = un->contents->token_count;
  bpeek_unpacked *result = un->result;
  result->token_bytes =
      bpeek_alloc(memory, (size_t)un->contents->token_bytes + BPEEK_SLACK, 1);
  result->token_ends = bpeek_alloc_zero(memory, count, sizeof(uint32_t));
  result->merges =
      bpeek_alloc(memory, un->contents->merge_count, sizeof(*result->merges));
  un->states = bpeek_alloc_zero(memory, count, 1);
  un->kinds = bpeek_alloc(memory, count, sizeof(*un->kinds));
  un->tables =
      bpeek_alloc(memory, (size_t)TABLES * TABLE_SIZE, sizeof(*un->tables));
  bool all = result->token_bytes != NULL && result->token_ends != NULL &&
             result->merges != NULL && un->states != NULL && un->kinds != NULL;
  bpeek_groups *groups[] = {&un->lefts, &un->rights};
  for (unsigned i = 0; i < 2; i++) {
    groups[i]->ids = bpeek_alloc(memory, count, sizeof(uint32_t));
    groups[i]->uses = bpeek_alloc(memory, count, sizeof(uint32_t));
    all = all && groups[i]->ids != NULL && groups[i]->uses != NULL;
  }
  return all && un->tables != NULL;
}

static void release(unpacking *un) {
  const bpeek_allocator *memory = &un->contents->allocator;
  size_t count = un->contents->token_count;
  bpeek_release(memory, un->states, count, 1);
  bpeek_release(memory, un->kinds, count, sizeof(*un->kinds));
  bpeek_release(memory, un->tables, (size_t)TABLES * TABLE_SIZE,
                sizeof(*un->tables));
  bpeek_groups *groups[] = {&un->lefts, &un->rights};
  for (unsigned i = 0; i < 2; i++) {
    bpeek_release(memory, groups[i]->ids, count, sizeof(uint32_t));
    bpeek_release(memory, groups[i]->uses, count, sizeof(uint32_t));
  }
}

/* Before there are codes: tables of one entry, which is no symbol's. */
static void begin(unpacking *un) {
  static const uint16_t no_symbol[1] = {0};
  un->left_code = (code_table){no_symbol, 0};
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    un->right_codes[kind] = (code_table){no_symbol, 0};
  }
  un->lefts.bounds = un->left_bounds;
  un->lefts.room_end = un->left_room_end;
  un->rights.bounds = un->right_bounds;
  un->rights.room_end = un->right_room_end;
}

bpeek_status bpeek_unpack_tokens(const bpeek_contents *contents,
                                 bpeek_unpacked *unpacked, bpeek_error *error) {
  unpacking un = {.contents = contents, .result = unpacked};
  begin(&un);
  bpeek_status status =
      allocate(&un) ? unpack(&un, error) : bpeek_fail_memory(error);
  release(&un);
  return status;
}

void bpeek_unpacked_free(const bpeek_contents *contents,
                         bpeek_unpacked *unpacked) {
  const bpeek_allocator *memory = &contents->allocator;
  bpeek_release(memory, unpacked->token_bytes,
                (size_t)contents->token_bytes + BPEEK_SLACK, 1);
  bpeek_release(memory, unpacked->token_ends, contents->token_count,
                sizeof(*unpacked->token_ends));
  bpeek_release(memory, unpacked->merges, contents->merge_count,
                sizeof(*unpacked->merges));
}
