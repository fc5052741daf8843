/* What bpeek's own file is coded with: bits, Huffman codes, groups of tokens,
 * kinds of characters, checksums. */
#include <string.h>

#include "support.h"

#include "bits.h"
#include "character_kinds.h"
#include "checksum.h"
#include "huffman.h"
#include "token_groups.h"

static const bpeek_allocator *libc(void) {
  static memory_watch watch;
  static bpeek_allocator allocator;
  watch = (memory_watch){0};
  allocator = watched(&watch);
  return &allocator;
}

/* ---- Bits -------------------------------------------------------------- */

static void reads_the_bits_written(void **state) {
  (void)state;
  enum { NUMBERS = 3000 };
  static uint32_t values[NUMBERS];
  static unsigned sizes[NUMBERS];
  random_source source = {31};
  bpeek_output output = {.allocator = *libc()};
  bpeek_bit_writer writer = {.output = &output};
  for (unsigned i = 0; i < NUMBERS; i++) {
    sizes[i] = random_below(&source, 33);
    values[i] = random_below(&source, UINT32_MAX) &
                (uint32_t)(((uint64_t)1 << sizes[i]) - 1);
    bpeek_bits_put(&writer, values[i], sizes[i]);
  }
  bpeek_bits_finish(&writer);
  bpeek_bit_reader reader = bpeek_read_bits_of(output.bytes, output.length);
  for (unsigned i = 0; i < NUMBERS; i++) {
    assert_int_equal(bpeek_bits_take(&reader, sizes[i]), values[i]);
  }
  assert_true(bpeek_bits_at_end(&reader));
  (void)bpeek_bits_take(&reader, 8);
  assert_true(bpeek_bits_overrun(&reader));
  bpeek_output_free(&output);
}

static void reads_every_index_of_every_size(void **state) {
  (void)state;
  bpeek_output output = {.allocator = *libc()};
  for (uint32_t size = 1; size <= 300; size++) {
    output.length = 0;
    bpeek_bit_writer writer = {.output = &output};
    for (uint32_t index = 0; index < size; index++) {
      bpeek_bits_put_index(&writer, index, size);
    }
    bpeek_bits_finish(&writer);
    bpeek_bit_reader reader = bpeek_read_bits_of(output.bytes, output.length);
    for (uint32_t index = 0; index < size; index++) {
      unsigned used;
      uint64_t ahead = bpeek_bits_ahead(&reader);
      assert_int_equal(bpeek_index_in(ahead, size, &used), index);
      reader.at += used;
    }
    assert_true(bpeek_bits_at_end(&reader));
  }
  bpeek_output_free(&output);
}

/* Whatever the bits, an index is below its size. */
static void gives_no_index_too_large(void **state) {
  (void)state;
  random_source source = {32};
  for (unsigned round = 0; round < 100000; round++) {
    uint64_t bits = (uint64_t)random_below(&source, UINT32_MAX) << 9;
    uint32_t size = 1 + random_below(&source, (uint32_t)BPEEK_MAX_ID);
    unsigned used;
    assert_true(bpeek_index_in(bits, size, &used) < size);
    assert_true(used <= 22);
  }
}

/* ---- Huffman codes ----------------------------------------------------- */

/* The least number of bits, by joining the two least counts again and again:
 * each joint adds a bit to all below it. */
static uint64_t least_bits(const uint32_t *counts, unsigned symbols) {
  uint64_t trees[64];
  unsigned left = 0;
  for (unsigned i = 0; i < symbols; i++) {
    if (counts[i] > 0) {
      trees[left++] = counts[i];
    }
  }
  uint64_t bits = left == 1 ? trees[0] : 0;
  while (left > 1) {
    for (unsigned end = left; end > left - 2; end--) {
      unsigned least = 0;
      for (unsigned i = 1; i < end; i++) {
        least = trees[i] < trees[least] ? i : least;
      }
      uint64_t tree = trees[least];
      trees[least] = trees[end - 1];
      trees[end - 1] = tree;
    }
    trees[left - 2] += trees[left - 1];
    bits += trees[left - 2];
    left--;
  }
  return bits;
}

static uint64_t bits_of_code(const uint32_t *counts, const uint8_t *lengths,
                             unsigned symbols) {
  uint64_t bits = 0;
  for (unsigned i = 0; i < symbols; i++) {
    assert_int_equal(counts[i] > 0, lengths[i] > 0);
    assert_true(lengths[i] <= BPEEK_HUFFMAN_LONGEST);
    bits += (uint64_t)counts[i] * lengths[i];
  }
  return bits;
}

/* Every code word is found in the table, whatever follows it. */
static void table_decodes(const uint8_t *lengths, unsigned symbols) {
  static uint16_t words[BPEEK_HUFFMAN_SYMBOLS];
  static uint16_t table[1 << BPEEK_HUFFMAN_LONGEST];
  assert_true(bpeek_huffman_codes(lengths, symbols, words));
  unsigned bits = bpeek_huffman_longest(lengths, symbols);
  bpeek_huffman_table(lengths, words, symbols, bits, table);
  unsigned filled = 0;
  for (unsigned at = 0; at < 1U << bits; at++) {
    if (table[at] != 0) {
      unsigned symbol = table[at] >> 4;
      unsigned length = table[at] & 15;
      assert_int_equal(length, lengths[symbol]);
      assert_int_equal(at & ((1U << length) - 1), words[symbol]);
      filled++;
    }
  }
  /* A lone symbol has half of the table. */
  assert_true(filled == 1U << bits || (bits == 1 && filled == 1));
}

static void makes_the_best_codes(void **state) {
  (void)state;
  random_source source = {33};
  for (unsigned round = 0; round < 2000; round++) {
    uint32_t counts[64] = {0};
    uint8_t lengths[64];
    unsigned symbols = 1 + random_below(&source, 64);
    for (unsigned i = 0; i < symbols; i++) {
      counts[i] = random_below(&source, 3) == 0 ? 0 : random_below(&source, 50);
    }
    bpeek_huffman_lengths(counts, symbols, lengths);
    if (bpeek_huffman_longest(lengths, symbols) == 0) {
      assert_false(bpeek_huffman_codes(lengths, symbols, (uint16_t[64]){0}));
      continue;
    }
    uint64_t bits = bits_of_code(counts, lengths, symbols);
    uint64_t least = least_bits(counts, symbols);
    /* The limit of the length costs something at times. */
    assert_true(bits >= least && bits <= least + least / 100);
    table_decodes(lengths, symbols);
  }
}

static void keeps_to_the_longest_length(void **state) {
  (void)state;
  /* Fibonacci's numbers give the longest codes. */
  uint32_t counts[40] = {1, 1};
  uint8_t lengths[40];
  for (unsigned i = 2; i < 40; i++) {
    counts[i] = counts[i - 1] + counts[i - 2];
  }
  bpeek_huffman_lengths(counts, 40, lengths);
  (void)bits_of_code(counts, lengths, 40);
  table_decodes(lengths, 40);

  static uint32_t many[BPEEK_HUFFMAN_SYMBOLS];
  static uint8_t their_lengths[BPEEK_HUFFMAN_SYMBOLS];
  for (unsigned i = 0; i < BPEEK_HUFFMAN_SYMBOLS; i++) {
    many[i] = i < 20 ? 1U << i : 1;
  }
  bpeek_huffman_lengths(many, BPEEK_HUFFMAN_SYMBOLS, their_lengths);
  (void)bits_of_code(many, their_lengths, BPEEK_HUFFMAN_SYMBOLS);
  table_decodes(their_lengths, BPEEK_HUFFMAN_SYMBOLS);
}

static void refuses_lengths_of_no_code(void **state) {
  (void)state;
  const uint8_t wrong[][4] = {{1, 1, 1, 0}, {1, 2, 0, 0},  {2, 2, 2, 0},
                              {2, 0, 0, 0}, {1, 2, 3, 12}, {3, 3, 2, 2},
                              {0, 0, 0, 0}, {1, 2, 2, 3}};
  uint16_t words[4];
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    assert_false(bpeek_huffman_codes(wrong[i], 4, words));
  }
  assert_true(bpeek_huffman_codes((const uint8_t[]){0, 1, 0, 0}, 4, words));
  assert_true(bpeek_huffman_codes((const uint8_t[]){1, 2, 3, 3}, 4, words));
}

/* ---- Groups of tokens -------------------------------------------------- */

enum { TOKENS = 200 };

typedef struct group_test {
  uint32_t tokens[TOKENS];
  bpeek_group all[BPEEK_GROUPS];
  uint32_t room_end[BPEEK_KINDS];
  bpeek_groups groups;
  uint32_t added;
  unsigned kinds[TOKENS], levels[TOKENS]; /* of each token */
  uint32_t uses[BPEEK_GROUPS];            /* of the group's tokens */
} group_test;

/* Every token that was added is once in the group of its kind and level.
 * Returns where `token` is. */
static uint32_t place_in_groups(const group_test *test, uint32_t token) {
  uint32_t found = 0;
  uint32_t place = UINT32_MAX;
  bool is_seen[TOKENS] = {false};
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    for (unsigned level = 0; level < BPEEK_LEVELS; level++) {
      unsigned group = kind * BPEEK_ROW + level;
      uint32_t first = bpeek_group_begin(&test->groups, group);
      for (uint32_t i = 0; i < bpeek_group_size(&test->groups, group); i++) {
        uint32_t here = test->tokens[first + i];
        assert_int_equal(test->kinds[here], kind);
        assert_int_equal(test->levels[here], level);
        assert_false(is_seen[here]);
        is_seen[here] = true;
        place = here == token ? first + i : place;
        found++;
      }
    }
  }
  assert_int_equal(found, test->added);
  return place;
}

static void use_some(group_test *test, random_source *source) {
  uint32_t token = random_below(source, test->added);
  /* Now and then so often that the highest level is reached. */
  uint32_t times = random_below(source, 300) == 0 ? 20000 : 1;
  uint32_t place = place_in_groups(test, token);
  for (; times > 0; times--) {
    unsigned level = test->levels[token];
    unsigned group = test->kinds[token] * BPEEK_ROW + level;
    uint32_t index = place - bpeek_group_begin(&test->groups, group);
    assert_int_equal(bpeek_groups_use(&test->groups, group, index), token);
    uint32_t every = level < 2 ? 1 : 1U << (level - 1);
    if (level < BPEEK_LEVELS - 1 && ++test->uses[group] % every == 0) {
      test->levels[token]++;
      place = place_in_groups(test, token);
    }
  }
}

static void keeps_tokens_in_their_groups(void **state) {
  (void)state;
  static group_test test;
  random_source source = {34};
  for (unsigned round = 0; round < 20; round++) {
    memset(&test, 0, sizeof test);
    test.groups = (bpeek_groups){test.tokens, test.all, test.room_end};
    uint32_t room[BPEEK_KINDS] = {0};
    for (uint32_t token = 0; token < TOKENS; token++) {
      test.kinds[token] = random_below(&source, 3) * 13;
      room[test.kinds[token]]++;
    }
    bpeek_groups_begin(&test.groups, room, BPEEK_KINDS);
    while (test.added < TOKENS) {
      assert_true(
          bpeek_groups_add(&test.groups, test.added, test.kinds[test.added]));
      test.added++;
      for (unsigned i = random_below(&source, 20); i > 0; i--) {
        use_some(&test, &source);
      }
    }
    assert_false(bpeek_groups_add(&test.groups, 0, test.kinds[0]));
  }
}

/* ---- Kinds of characters ----------------------------------------------- */

static void joins_kinds_as_it_joins_bytes(void **state) {
  (void)state;
  random_source source = {35};
  for (unsigned round = 0; round < 200000; round++) {
    uint8_t bytes[8];
    uint32_t length = 2 + random_below(&source, 7);
    random_text(&source, "aZ0 \n.\xC3\xA9\xD0\xB4\xE0\xA4\xE4\xBD\xA0\xF0\x9F",
                bytes, length);
    uint32_t at = 1 + random_below(&source, length - 1);
    bpeek_kinds whole = bpeek_kinds_of(bytes, length);
    bpeek_kinds joined = bpeek_kinds_join(
        bpeek_kinds_of(bytes, at), bpeek_kinds_of(bytes + at, length - at));
    assert_int_equal(whole.first, joined.first);
    assert_int_equal(whole.last, joined.last);
    assert_true(whole.first < BPEEK_KINDS && whole.last < BPEEK_KINDS);
  }
}

/* The kind decides how files are read: each is here to stay. */
static void knows_the_kind_of_every_byte(void **state) {
  (void)state;
  static const struct {
    unsigned from, to, kind;
  } ranges[] = {
      {0x00, 0x1F, 5},  {0x20, 0x20, 4},  {0x21, 0x2F, 6},  {0x30, 0x39, 3},
      {0x3A, 0x40, 6},  {0x41, 0x5A, 2},  {0x5B, 0x60, 6},  {0x61, 0x7A, 1},
      {0x7B, 0x7F, 6},  {0x80, 0xBF, 0},  {0xC2, 0xC3, 9},  {0xD0, 0xD1, 16},
      {0xDE, 0xDF, 23}, {0xE0, 0xE0, 24}, {0xEF, 0xEF, 39}, {0xF0, 0xFF, 7}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    for (unsigned b = ranges[i].from; b <= ranges[i].to; b++) {
      uint8_t byte = (uint8_t)b;
      assert_int_equal(bpeek_kinds_of(&byte, 1).first, ranges[i].kind);
      assert_int_equal(bpeek_kinds_of(&byte, 1).last, ranges[i].kind);
    }
  }
}

/* ---- Checksums --------------------------------------------------------- */

static void notices_damage(void **state) {
  (void)state;
  uint8_t bytes[100];
  random_source source = {36};
  for (unsigned round = 0; round < 20000; round++) {
    size_t length = 1 + random_below(&source, sizeof bytes);
    random_text(&source, "ab", bytes, length);
    uint64_t sum = bpeek_checksum(bytes, length, round);
    size_t at = random_below(&source, (uint32_t)length);
    bytes[at] ^= (uint8_t)(1U << random_below(&source, 8));
    assert_true(bpeek_checksum(bytes, length, round) != sum);
    assert_true(bpeek_checksum(bytes, length - 1, round) != sum);
  }
}

/* Part of the file format as well. */
static void keeps_its_sums(void **state) {
  (void)state;
  const uint8_t bytes[] = "0123456789";
  assert_true(bpeek_checksum(bytes, 0, 0) == 0);
  assert_true(bpeek_checksum(bytes, 8, 1) == 0xC82DB409047217D5ULL);
  assert_true(bpeek_checksum(bytes, 10, 1) == 0x42018BE3E6A17FA7ULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_the_bits_written),
      cmocka_unit_test(reads_every_index_of_every_size),
      cmocka_unit_test(gives_no_index_too_large),
      cmocka_unit_test(makes_the_best_codes),
      cmocka_unit_test(keeps_to_the_longest_length),
      cmocka_unit_test(refuses_lengths_of_no_code),
      cmocka_unit_test(keeps_tokens_in_their_groups),
      cmocka_unit_test(joins_kinds_as_it_joins_bytes),
      cmocka_unit_test(knows_the_kind_of_every_byte),
      cmocka_unit_test(notices_damage),
      cmocka_unit_test(keeps_its_sums),
  };
  return cmocka_run_group_tests_name("format_coding", tests, NULL, NULL);
}
