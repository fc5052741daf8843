/* The recorded steps: replayed one by one they are the encoding, and each is
 * the best pair there was. */
#include <string.h>

#include "support.h"

static toy vocabulary;

enum { LONGEST = 200 };

typedef struct token {
  uint32_t id, end;
} token;

static uint32_t rank_of_pair(const bpeek_model *model, const uint8_t *piece,
                             uint32_t begin, const token *left) {
  uint32_t id = 0;
  if (vocabulary.parts.rule == BPEEK_RANK_BY_BYTES) {
    bool found =
        bpeek_model_find_token(model, piece + begin, left[1].end - begin, &id);
    return found ? id : UINT32_MAX;
  }
  for (uint32_t i = 0; i < vocabulary.parts.merge_count; i++) {
    if (vocabulary.merges[i].left == left[0].id &&
        vocabulary.merges[i].right == left[1].id) {
      return i;
    }
  }
  return UINT32_MAX;
}

/* Does step `step` on `tokens`, having seen that no pair was better. */
static void replay(const bpeek_model *model, const uint8_t *piece,
                   uint32_t length, token *tokens, size_t *count,
                   const bpeek_merge_step *step) {
  size_t place = *count;
  uint32_t begin = 0;
  for (size_t i = 0; i + 1 < *count; i++) {
    uint32_t rank = rank_of_pair(model, piece, begin, &tokens[i]);
    if (begin == step->at) {
      place = i;
      assert_int_equal(rank, step->rank);
    }
    if (rank < step->rank || (rank == step->rank && begin < step->at)) {
      fail_with_text("a better pair was passed over", piece, length);
    }
    begin = tokens[i].end;
  }
  assert_true(place < *count);
  assert_int_equal(tokens[place].id, step->left);
  assert_int_equal(tokens[place + 1].id, step->right);
  tokens[place] = (token){step->result, tokens[place + 1].end};
  --*count;
  memmove(&tokens[place + 1], &tokens[place + 2],
          (*count - place - 1) * sizeof *tokens);
}

static void check_boundary(const bpeek_model *model, const uint8_t *piece,
                           const bpeek_explanation *explanation, size_t index) {
  const bpeek_boundary *boundary = &explanation->boundaries[index];
  uint32_t begin = index == 0 ? 0 : explanation->ends[index - 1];
  uint32_t id = 0;
  bool is_token = bpeek_model_find_token(
      model, piece + begin, explanation->ends[index + 1] - begin, &id);
  assert_int_equal(boundary->at, explanation->ends[index]);
  switch (boundary->reason) {
  case BPEEK_BOUNDARY_NO_TOKEN:
    assert_false(is_token);
    break;
  case BPEEK_BOUNDARY_NO_MERGE:
    assert_true(is_token);
    assert_int_equal(vocabulary.parts.rule, BPEEK_MERGE_LIST);
    break;
  case BPEEK_BOUNDARY_LOST: {
    assert_true(boundary->winner < explanation->step_count);
    const bpeek_merge_step *winner = &explanation->steps[boundary->winner];
    assert_true(winner->rank <= boundary->lost.rank);
    assert_true(boundary->lost.at < boundary->at);
    assert_true(winner->at == boundary->at || winner->at < boundary->at);
    break;
  }
  }
}

static void check_piece(const bpeek_model *model, bpeek_encoder *encoder,
                        const uint8_t *piece, uint32_t length) {
  bpeek_explanation explanation;
  assert_int_equal(bpeek_explain(encoder, piece, length, &explanation, NULL),
                   BPEEK_OK);
  token tokens[LONGEST] = {{0, 0}};
  size_t count = explanation.start_count;
  assert_int_equal(count, length);
  for (size_t i = 0; i < count; i++) {
    tokens[i] = (token){explanation.starts[i], explanation.start_ends[i]};
    assert_int_equal(tokens[i].id, toy_byte(&vocabulary, piece[i]));
    assert_int_equal(tokens[i].end, i + 1);
  }
  for (size_t i = 0; i < explanation.step_count; i++) {
    replay(model, piece, length, tokens, &count, &explanation.steps[i]);
  }
  assert_int_equal(count, explanation.count);
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(tokens[i].id, explanation.ids[i]);
    assert_int_equal(tokens[i].end, explanation.ends[i]);
  }
  for (size_t i = 0; i + 1 < count; i++) {
    check_boundary(model, piece, &explanation, i);
  }
  bool is_whole = explanation.whole_piece != BPEEK_NO_ID;
  uint32_t whole_id = explanation.whole_piece;
  bpeek_tokens encoded;
  assert_int_equal(
      bpeek_encode(encoder, piece, length, NULL, 0, &encoded, NULL), BPEEK_OK);
  assert_int_equal(encoded.count, is_whole ? 1 : count);
  for (size_t i = 0; i < encoded.count; i++) {
    assert_int_equal(encoded.ids[i], is_whole ? whole_id : tokens[i].id);
  }
}

static void explain_what_encode_does(bpeek_merge_rule rule) {
  random_source source = {21};
  for (unsigned round = 0; round < 60; round++) {
    const char *alphabet = round % 2 == 0 ? "ab" : "abcdef";
    toy_begin(&vocabulary, rule);
    toy_fill(&vocabulary, &source, alphabet, 256 + random_below(&source, 200));
    bpeek_model *model = toy_build(&vocabulary);
    bpeek_encoder *encoder = NULL;
    assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
    for (unsigned trial = 0; trial < 30; trial++) {
      uint8_t piece[LONGEST];
      uint32_t longest = trial % 8 == 0 ? LONGEST : 20;
      uint32_t length = 1 + random_below(&source, longest);
      random_text(&source, alphabet, piece, length);
      check_piece(model, encoder, piece, length);
    }
    bpeek_encoder_free(encoder);
    bpeek_model_free(model);
  }
}

static void explains_ranks_by_bytes(void **state) {
  (void)state;
  explain_what_encode_does(BPEEK_RANK_BY_BYTES);
}

static void explains_merge_lists(void **state) {
  (void)state;
  explain_what_encode_does(BPEEK_MERGE_LIST);
}

/* "abc" where b and c merge, but a and b go first. */
static void tells_who_went_first(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  uint32_t ab = toy_token(&vocabulary, "ab", 2);
  uint32_t bc = toy_token(&vocabulary, "bc", 2);
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_encoder *encoder = NULL;
  assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
  bpeek_explanation explanation;
  assert_int_equal(
      bpeek_explain(encoder, (const uint8_t *)"abcd", 4, &explanation, NULL),
      BPEEK_OK);
  assert_int_equal(explanation.count, 3);
  assert_int_equal(explanation.steps[0].result, ab);
  const bpeek_boundary *lost = &explanation.boundaries[0];
  assert_int_equal(lost->reason, BPEEK_BOUNDARY_LOST);
  assert_int_equal(lost->at, 2);
  assert_int_equal(lost->lost.at, 1);
  assert_int_equal(lost->lost.result, bc);
  assert_int_equal(lost->winner, 0);
  assert_int_equal(explanation.boundaries[1].reason, BPEEK_BOUNDARY_NO_TOKEN);
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
}

static void knows_parents(void **state) {
  (void)state;
  random_source source = {22};
  for (unsigned rule = 0; rule < 2; rule++) {
    toy_begin(&vocabulary, (bpeek_merge_rule)rule);
    toy_fill(&vocabulary, &source, "abc", 400);
    bpeek_model *model = toy_build(&vocabulary);
    bpeek_encoder *encoder = NULL;
    assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
    unsigned with_parents = 0;
    for (uint32_t id = 0; id < vocabulary.parts.token_count + 1; id++) {
      bool found = false;
      uint32_t left = 0;
      uint32_t right = 0;
      assert_int_equal(
          bpeek_token_parents(encoder, id, &found, &left, &right, NULL),
          BPEEK_OK);
      assert_true(id >= 256 || !found);
      if (found) {
        size_t lengths[3] = {0};
        const uint8_t *whole = bpeek_model_token(model, id, &lengths[0]);
        const uint8_t *begin = bpeek_model_token(model, left, &lengths[1]);
        const uint8_t *end = bpeek_model_token(model, right, &lengths[2]);
        assert_int_equal(lengths[0], lengths[1] + lengths[2]);
        assert_memory_equal(whole, begin, lengths[1]);
        assert_memory_equal(whole + lengths[1], end, lengths[2]);
        with_parents++;
      }
    }
    assert_true(with_parents > 20);
    bpeek_encoder_free(encoder);
    bpeek_model_free(model);
  }
}

static bpeek_status explain_and_free(bpeek_allocator *allocator) {
  bpeek_model *model = NULL;
  bpeek_encoder *encoder = NULL;
  bpeek_explanation explanation;
  uint8_t piece[100];
  memset(piece, 'a', sizeof piece);
  bpeek_status status =
      bpeek_model_build(&vocabulary.parts, allocator, &model, NULL);
  if (status == BPEEK_OK) {
    status = bpeek_encoder_new(model, NULL, &encoder, NULL);
  }
  if (status == BPEEK_OK) {
    status = bpeek_explain(encoder, piece, sizeof piece, &explanation, NULL);
  }
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
  return status;
}

static void survives_without_memory(void **state) {
  (void)state;
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  (void)toy_token(&vocabulary, "aa", 2);
  survives_every_allocation(explain_and_free);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(explains_ranks_by_bytes),
      cmocka_unit_test(explains_merge_lists),
      cmocka_unit_test(tells_who_went_first),
      cmocka_unit_test(knows_parents),
      cmocka_unit_test(survives_without_memory),
  };
  return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
