/* What merges join, in bpeek's file: left tokens and right tokens, each a code
 * word for a group and an index in it (token_groups.h). */
#include "alloc.h"
#include "bits.h"
#include "error.h"
#include "format_bpeek.h"

/* A Huffman code ready for reading (see bpeek_huffman_table). */
typedef struct code_table {
  const uint16_t *table;
  uint32_t mask; /* the table's size, less one */
} code_table;

/* Before there are codes: a table of one entry, which is no symbol's. */
static const uint16_t NO_SYMBOL[1] = {0};

/* All tables, in one allocation. */
enum { TABLES = 1 + BPEEK_KINDS, TABLE_SIZE = 1 << BPEEK_HUFFMAN_LONGEST };

struct bpeek_pair_reader {
  const bpeek_making *making;
  bpeek_kinds *kinds; /* of each token */
  uint16_t *tables;
  code_table left_code;
  code_table right_codes[BPEEK_KINDS]; /* by the left token's last kind */
  bpeek_bit_reader left_bits, right_bits;
  bpeek_groups lefts, rights;
  bpeek_group left_groups[BPEEK_ROW], right_groups[BPEEK_GROUPS];
  uint32_t left_room_end[1], right_room_end[BPEEK_KINDS];
};

/* ---- Codes ------------------------------------------------------------- */

static bool make_table(bpeek_pair_reader *reader, unsigned number,
                       const uint8_t *lengths, unsigned symbols,
                       code_table *code) {
  uint16_t *table = reader->tables + (size_t)number * TABLE_SIZE;
  uint16_t words[BPEEK_HUFFMAN_SYMBOLS];
  if (!bpeek_huffman_codes(lengths, symbols, words)) {
    return false;
  }
  unsigned bits = bpeek_huffman_longest(lengths, symbols);
  bpeek_huffman_table(lengths, words, symbols, bits, table);
  *code = (code_table){table, ((uint32_t)1 << bits) - 1};
  return true;
}

static bool make_tables(bpeek_pair_reader *reader, const bpeek_codes *codes) {
  reader->left_code = (code_table){NO_SYMBOL, 0};
  bool good =
      reader->making->contents->merge_count == 0 ||
      make_table(reader, 0, codes->left_lengths, BPEEK_ROW, &reader->left_code);
  for (unsigned kind = 0; good && kind < BPEEK_KINDS; kind++) {
    reader->right_codes[kind] = (code_table){NO_SYMBOL, 0};
    good = !codes->is_left_kind[kind] ||
           make_table(reader, 1 + kind, codes->right_lengths[kind],
                      BPEEK_GROUPS, &reader->right_codes[kind]);
  }
  return good;
}

static bpeek_status read_codes(bpeek_pair_reader *reader, bpeek_error *error) {
  const bpeek_contents *contents = reader->making->contents;
  bpeek_codes *codes =
      bpeek_alloc_zero(&contents->allocator, 1, sizeof(*codes));
  if (codes == NULL) {
    return bpeek_fail_memory(error);
  }
  bpeek_status status = bpeek_read_codes(contents, codes, error);
  if (status == BPEEK_OK && !make_tables(reader, codes)) {
    status = bpeek_fail_section(contents, BPEEK_SECTION_CODES, error);
  }
  if (status == BPEEK_OK) {
    bpeek_groups_begin(&reader->lefts, &contents->token_count, 1);
    bpeek_groups_begin(&reader->rights, codes->kind_counts, BPEEK_KINDS);
  }
  bpeek_release(&contents->allocator, codes, 1, sizeof(*codes));
  return status;
}

/* ---- Tokens that are spelt out ----------------------------------------- */

static bpeek_status add_spelt(bpeek_pair_reader *reader, bpeek_error *error) {
  const bpeek_contents *contents = reader->making->contents;
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_TOKENS);
  uint32_t id = 0;
  uint32_t number = 0;
  bpeek_spelt token;
  while (bpeek_next_token(contents, &cursor, &id, &token)) {
    bpeek_kinds kinds = bpeek_kinds_of(token.bytes, token.length);
    reader->kinds[number] = kinds;
    if (!bpeek_groups_add(&reader->lefts, number, 0) ||
        !bpeek_groups_add(&reader->rights, number, kinds.first)) {
      return bpeek_fail_section(contents, BPEEK_SECTION_TOKENS, error);
    }
    number++;
  }
  return BPEEK_OK;
}

/* ---- Pairs ------------------------------------------------------------- */

/* The next token of a merge. Local copies of reader and groups stay in
 * registers if this is inlined. */
static inline __attribute__((always_inline)) bool
read_token(bpeek_bit_reader *bits, code_table code, const bpeek_groups *groups,
           uint32_t *token) {
  uint64_t ahead = bpeek_bits_ahead(bits);
  unsigned entry = code.table[ahead & code.mask];
  unsigned group = entry >> 4;
  unsigned length = entry & 15;
  uint32_t size = bpeek_group_size(groups, group);
  if (length == 0 || size == 0) {
    return false;
  }
  unsigned used;
  uint32_t index = bpeek_index_in(ahead >> length, size, &used);
  bits->at += length + used;
  *token = bpeek_groups_use(groups, group, index);
  return true;
}

static __attribute__((noinline)) bool read_lefts(bpeek_pair_reader *reader,
                                                 bpeek_pairs *pairs) {
  const bpeek_making *making = reader->making;
  bpeek_bit_reader bits = reader->left_bits;
  bpeek_groups groups = reader->lefts;
  const code_table code = reader->left_code;
  uint32_t next = pairs->made;
  bool good = true;
  for (uint32_t i = 0; good && i < pairs->count; i++) {
    good = read_token(&bits, code, &groups, &pairs->left[i]);
    if (good && bpeek_makes_token(making, pairs->first + i)) {
      good = bpeek_groups_add(&groups, next++, 0);
    }
  }
  reader->left_bits = bits;
  return good && !bpeek_bits_overrun(&bits);
}

static __attribute__((noinline)) bool read_rights(bpeek_pair_reader *reader,
                                                  bpeek_pairs *pairs) {
  const bpeek_making *making = reader->making;
  bpeek_bit_reader bits = reader->right_bits;
  bpeek_groups groups = reader->rights;
  bpeek_kinds *kinds = reader->kinds;
  uint32_t next = pairs->made;
  bool good = true;
  for (uint32_t i = 0; good && i < pairs->count; i++) {
    bpeek_kinds left = kinds[pairs->left[i]];
    good = read_token(&bits, reader->right_codes[left.last], &groups,
                      &pairs->right[i]);
    if (good && bpeek_makes_token(making, pairs->first + i)) {
      kinds[next] = bpeek_kinds_join(left, kinds[pairs->right[i]]);
      good = bpeek_groups_add(&groups, next++, left.first);
    }
  }
  reader->right_bits = bits;
  return good && !bpeek_bits_overrun(&bits);
}

bpeek_status bpeek_read_pairs(bpeek_pair_reader *reader, bpeek_pairs *pairs,
                              bpeek_error *error) {
  const bpeek_contents *contents = reader->making->contents;
  if (!read_lefts(reader, pairs)) {
    return bpeek_fail_section(contents, BPEEK_SECTION_LEFTS, error);
  }
  return read_rights(reader, pairs)
             ? BPEEK_OK
             : bpeek_fail_section(contents, BPEEK_SECTION_RIGHTS, error);
}

bpeek_status bpeek_pairs_end(const bpeek_pair_reader *reader,
                             bpeek_error *error) {
  const bpeek_contents *contents = reader->making->contents;
  if (!bpeek_bits_at_end(&reader->left_bits)) {
    return bpeek_fail_section(contents, BPEEK_SECTION_LEFTS, error);
  }
  return bpeek_bits_at_end(&reader->right_bits)
             ? BPEEK_OK
             : bpeek_fail_section(contents, BPEEK_SECTION_RIGHTS, error);
}

/* ---- The reader -------------------------------------------------------- */

static bpeek_bit_reader bits_of(const bpeek_contents *contents,
                                bpeek_section section) {
  const bpeek_payload *payload = &contents->sections[section];
  return bpeek_read_bits_of(payload->bytes, payload->length);
}

static bool allocate(bpeek_pair_reader *reader) {
  const bpeek_contents *contents = reader->making->contents;
  const bpeek_allocator *memory = &contents->allocator;
  size_t count = contents->token_count;
  reader->kinds = bpeek_alloc(memory, count, sizeof(*reader->kinds));
  reader->tables =
      bpeek_alloc(memory, (size_t)TABLES * TABLE_SIZE, sizeof(uint16_t));
  uint32_t *lefts = bpeek_alloc(memory, count, sizeof(uint32_t));
  uint32_t *rights = bpeek_alloc(memory, count, sizeof(uint32_t));
  reader->lefts =
      (bpeek_groups){lefts, reader->left_groups, reader->left_room_end};
  reader->rights =
      (bpeek_groups){rights, reader->right_groups, reader->right_room_end};
  return reader->kinds != NULL && reader->tables != NULL && lefts != NULL &&
         rights != NULL;
}

bpeek_status bpeek_pair_reader_new(const bpeek_making *making,
                                   bpeek_pair_reader **reader,
                                   bpeek_error *error) {
  const bpeek_contents *contents = making->contents;
  *reader = bpeek_alloc_zero(&contents->allocator, 1, sizeof(**reader));
  if (*reader == NULL) {
    return bpeek_fail_memory(error);
  }
  (*reader)->making = making;
  (*reader)->left_bits = bits_of(contents, BPEEK_SECTION_LEFTS);
  (*reader)->right_bits = bits_of(contents, BPEEK_SECTION_RIGHTS);
  if (!allocate(*reader)) {
    return bpeek_fail_memory(error);
  }
  bpeek_status status = read_codes(*reader, error);
  return status == BPEEK_OK ? add_spelt(*reader, error) : status;
}

void bpeek_pair_reader_free(bpeek_pair_reader *reader) {
  if (reader == NULL) {
    return;
  }
  const bpeek_allocator *memory = &reader->making->contents->allocator;
  size_t count = reader->making->contents->token_count;
  bpeek_release(memory, reader->kinds, count, sizeof(*reader->kinds));
  bpeek_release(memory, reader->tables, (size_t)TABLES * TABLE_SIZE,
                sizeof(uint16_t));
  bpeek_release(memory, reader->lefts.tokens, count, sizeof(uint32_t));
  bpeek_release(memory, reader->rights.tokens, count, sizeof(uint32_t));
  bpeek_release(memory, reader, 1, sizeof(*reader));
}
