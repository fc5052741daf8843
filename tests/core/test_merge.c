/* The merge loop against the definition, told as simply as possible. */
#include <string.h>

#include "support.h"

#include "merge.h"

/* ---- The oracle -------------------------------------------------------- */

typedef struct symbol {
  uint32_t id;
  const uint8_t *bytes;
  size_t length;
} symbol;

enum { SCORES = 20 };

/* The best score first. */
static uint32_t score_rank(const toy *vocabulary, uint32_t id) {
  return SCORES - (uint32_t)vocabulary->scores[id];
}

/* Tries every pair of neighbours and merges the best, until none merges. */
static uint32_t next_merge(const toy *vocabulary, const bpeek_model *model,
                           const symbol *left, uint32_t *result) {
  const symbol *right = left + 1;
  if (vocabulary->parts.rule != BPEEK_MERGE_LIST) {
    bool found = bpeek_model_find_token(model, left->bytes,
                                        left->length + right->length, result);
    return !found ? UINT32_MAX
           : vocabulary->parts.rule == BPEEK_RANK_BY_BYTES
               ? *result
               : score_rank(vocabulary, *result);
  }
  for (uint32_t i = 0; i < vocabulary->parts.merge_count; i++) {
    const bpeek_merge *merge = &vocabulary->merges[i];
    if (merge->left == left->id && merge->right == right->id) {
      *result = merge->result;
      return i;
    }
  }
  return UINT32_MAX;
}

static uint32_t merge_naively(const toy *vocabulary, const bpeek_model *model,
                              const uint8_t *piece, uint32_t length,
                              symbol *symbols) {
  uint32_t count = length;
  for (uint32_t i = 0; i < length; i++) {
    symbols[i] = (symbol){toy_byte(vocabulary, piece[i]), piece + i, 1};
  }
  for (;;) {
    uint32_t best_rank = UINT32_MAX;
    uint32_t best = 0;
    uint32_t best_result = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
      uint32_t result = 0;
      uint32_t rank = next_merge(vocabulary, model, &symbols[i], &result);
      if (rank < best_rank) {
        best_rank = rank;
        best = i;
        best_result = result;
      }
    }
    if (best_rank == UINT32_MAX) {
      return count;
    }
    symbols[best].id = best_result;
    symbols[best].length += symbols[best + 1].length;
    count--;
    memmove(&symbols[best + 1], &symbols[best + 2],
            (count - best - 1) * sizeof *symbols);
  }
}

/* ---- The tests --------------------------------------------------------- */

static const char *const ALPHABETS[] = {"a", "ab", "abc", "abcdefgh "};

enum { LONGEST_PIECE = 300 };

static void ignore_symbol(bpeek_recorder *recorder, bpeek_symbol symbol) {
  (void)recorder;
  (void)symbol;
}

static void ignore_merge(bpeek_recorder *recorder,
                         const bpeek_merge_event *event) {
  (void)recorder;
  (void)event;
}

/* Merges as ever (a long piece block by block), or as what is recorded: all in
 * one go. */
static bpeek_merged merge(bpeek_merger *merger, const uint8_t *piece,
                          uint32_t length, bool is_recorded) {
  bpeek_recorder recorder = {ignore_symbol, ignore_merge, ignore_symbol};
  bpeek_merged merged;
  assert_int_equal(bpeek_merge_piece(merger, piece, length,
                                     is_recorded ? &recorder : NULL, &merged,
                                     NULL),
                   BPEEK_OK);
  return merged;
}

static void compare(const toy *vocabulary, const bpeek_model *model,
                    bpeek_merger *merger, const uint8_t *piece,
                    uint32_t length) {
  static symbol expected[LONGEST_PIECE];
  uint32_t count = merge_naively(vocabulary, model, piece, length, expected);
  for (int is_recorded = 0; is_recorded < 2; is_recorded++) {
    bpeek_merged merged = merge(merger, piece, length, is_recorded != 0);
    bool same = merged.count == count;
    for (uint32_t i = 0; same && i < count; i++) {
      same = merged.ids[i] == expected[i].id;
    }
    if (!same) {
      fail_with_text("merges otherwise than the definition says", piece,
                     length);
    }
  }
}

/* Many tokens have the same score. */
static void score_at_random(toy *vocabulary, random_source *source) {
  for (uint32_t id = 0; id < vocabulary->parts.token_count; id++) {
    vocabulary->scores[id] = (float)random_below(source, SCORES);
  }
}

static void merge_as_defined(bpeek_merge_rule rule) {
  random_source source = {1};
  static toy vocabulary;
  for (unsigned round = 0; round < 120 / ROUNDS_SHARE; round++) {
    const char *alphabet = ALPHABETS[round % 4];
    toy_begin(&vocabulary, rule);
    if (rule == BPEEK_SCORE) {
      toy_use_characters(&vocabulary);
    }
    toy_fill(&vocabulary, &source, alphabet, 256 + random_below(&source, 300));
    score_at_random(&vocabulary, &source);
    bpeek_model *model = toy_build(&vocabulary);
    bpeek_allocator memory = model->allocator;
    bpeek_merger *merger = NULL;
    assert_int_equal(bpeek_merger_new(model, &memory, &merger, NULL), BPEEK_OK);
    for (unsigned trial = 0; trial < 40; trial++) {
      uint8_t piece[LONGEST_PIECE];
      uint32_t longest = trial % 8 == 0 ? LONGEST_PIECE : 70;
      uint32_t length = 1 + random_below(&source, longest);
      random_text(&source, alphabet, piece, length);
      compare(&vocabulary, model, merger, piece, length);
    }
    bpeek_merger_free(merger);
    bpeek_model_free(model);
  }
}

static void merges_by_bytes_as_defined(void **state) {
  (void)state;
  merge_as_defined(BPEEK_RANK_BY_BYTES);
}

static void merges_by_list_as_defined(void **state) {
  (void)state;
  merge_as_defined(BPEEK_MERGE_LIST);
}

static void merges_by_score_as_defined(void **state) {
  (void)state;
  merge_as_defined(BPEEK_SCORE);
}

enum { LONGEST_LONG = 5000 };

static void compare_with_recorded(bpeek_merger *merger, const uint8_t *piece,
                                  uint32_t length) {
  static uint32_t expected[LONGEST_LONG];
  bpeek_merged merged = merge(merger, piece, length, true);
  uint32_t count = merged.count;
  memcpy(expected, merged.ids, count * sizeof *expected);
  merged = merge(merger, piece, length, false);
  if (merged.count != count ||
      memcmp(merged.ids, expected, count * sizeof *expected) != 0) {
    fail_with_text("merges otherwise block by block", piece, length);
  }
}

/* Random bytes of an alphabet, or a short pattern again and again, with a
 * byte out of step now and then. */
static uint32_t long_piece(random_source *source, const char *alphabet,
                           uint8_t *piece) {
  uint32_t length = 65 + random_below(source, LONGEST_LONG - 65);
  random_text(source, alphabet, piece, length);
  if (random_below(source, 2) == 0) {
    uint32_t period = 1 + random_below(source, 9);
    for (uint32_t i = period; i < length; i++) {
      if (random_below(source, 700) != 0) {
        piece[i] = piece[i - period];
      }
    }
  }
  return length;
}

static void long_pieces_go_block_by_block(void **state) {
  (void)state;
  random_source source = {2};
  static toy vocabulary;
  static uint8_t piece[LONGEST_LONG];
  for (unsigned round = 0; round < 90 / ROUNDS_SHARE; round++) {
    const char *alphabet = ALPHABETS[round % 4];
    toy_begin(&vocabulary, (bpeek_merge_rule)(round % 3));
    if (round % 3 == BPEEK_SCORE) {
      toy_use_characters(&vocabulary);
    }
    toy_fill(&vocabulary, &source, alphabet, 256 + random_below(&source, 300));
    score_at_random(&vocabulary, &source);
    bpeek_model *model = toy_build(&vocabulary);
    bpeek_allocator memory = model->allocator;
    bpeek_merger *merger = NULL;
    assert_int_equal(bpeek_merger_new(model, &memory, &merger, NULL), BPEEK_OK);
    for (unsigned trial = 0; trial < 12; trial++) {
      uint32_t length = long_piece(&source, alphabet, piece);
      compare_with_recorded(merger, piece, length);
    }
    bpeek_merger_free(merger);
    bpeek_model_free(model);
  }
}

/* A byte that is in no merge stays what it is, wherever it stands. */
static void keeps_single_bytes(void **state) {
  (void)state;
  static toy vocabulary;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_allocator memory = model->allocator;
  bpeek_merger *merger = NULL;
  assert_int_equal(bpeek_merger_new(model, &memory, &merger, NULL), BPEEK_OK);
  uint8_t piece[256];
  for (unsigned i = 0; i < 256; i++) {
    piece[i] = (uint8_t)i;
  }
  bpeek_merged merged;
  assert_int_equal(bpeek_merge_piece(merger, piece, 256, NULL, &merged, NULL),
                   BPEEK_OK);
  assert_int_equal(merged.count, 256);
  for (unsigned i = 0; i < 256; i++) {
    assert_int_equal(merged.ids[i], toy_byte(&vocabulary, (uint8_t)i));
  }
  bpeek_merger_free(merger);
  bpeek_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(merges_by_bytes_as_defined),
      cmocka_unit_test(merges_by_list_as_defined),
      cmocka_unit_test(merges_by_score_as_defined),
      cmocka_unit_test(long_pieces_go_block_by_block),
      cmocka_unit_test(keeps_single_bytes),
  };
  return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
