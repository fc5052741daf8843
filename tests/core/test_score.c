/* Models like SentencePiece's: characters, scores, byte fallback, a space put
 * before the text, U+2581 for a space; against a naive telling of the rule. */
#include <string.h>

#include "support.h"

static toy vocabulary;

static const char *const CHARACTERS[] = {
    "a", "b",    "c", " ", "\xE2\x96\x81", "\xED\x95\x9C", "\xF0\x9F\x98\x80",
    "z", "\xFF",
};

static size_t random_characters(random_source *source, uint8_t *text,
                                uint32_t count, uint32_t kinds) {
  size_t length = 0;
  for (uint32_t i = 0; i < count; i++) {
    const char *character = CHARACTERS[random_below(source, kinds)];
    memcpy(text + length, character, strlen(character));
    length += strlen(character);
  }
  return length;
}

/* Tokens over a, b, c, space and one Hangul syllable, with few distinct scores
 * so that ties abound; "z" and the emoji are no tokens. */
static bpeek_model *random_model(random_source *source, bool spaces_inside) {
  static const char *const LETTERS[] = {"a", "b", "c", " ", "\xED\x95\x9C"};
  toy_begin(&vocabulary, BPEEK_SCORE);
  toy_use_characters(&vocabulary);
  for (unsigned i = 0; i < 5; i++) {
    (void)toy_token(&vocabulary, LETTERS[i], strlen(LETTERS[i]));
  }
  for (unsigned tries = 0; tries < 120; tries++) {
    char token[32] = "";
    size_t length = 0;
    uint32_t letters = 2 + random_below(source, 4);
    for (uint32_t i = 0; i < letters; i++) {
      bool no_space = !spaces_inside && i > 0;
      uint32_t letter = random_below(source, 5);
      letter = no_space && letter == 3 ? 0 : letter;
      memcpy(token + length, LETTERS[letter], strlen(LETTERS[letter]));
      length += strlen(LETTERS[letter]);
    }
    bool is_new = true;
    uint32_t begin = vocabulary.ends[260];
    for (uint32_t id = 261; id < vocabulary.parts.token_count; id++) {
      is_new =
          is_new && !(vocabulary.ends[id] - begin == length &&
                      memcmp(vocabulary.bytes + begin, token, length) == 0);
      begin = vocabulary.ends[id];
    }
    if (is_new) {
      (void)toy_token(&vocabulary, token, length);
    }
  }
  for (uint32_t id = 0; id < vocabulary.parts.token_count; id++) {
    vocabulary.scores[id] = -(float)random_below(source, 30) / 4;
  }
  vocabulary.parts.prefix = BPEEK_PREFIX_ALWAYS;
  vocabulary.parts.space_is_2581 = true;
  vocabulary.parts.decoding_drops_space = true;
  return toy_build(&vocabulary);
}

/* ---- The oracle -------------------------------------------------------- */

typedef struct part {
  uint8_t bytes[64];
  size_t length;
} part;

/* The token of these bytes that is not there for byte fallback only. */
static bool find(const part *left, const part *right, uint32_t *id) {
  uint8_t joined[128];
  memcpy(joined, left->bytes, left->length);
  memcpy(joined + left->length, right->bytes, right->length);
  size_t length = left->length + right->length;
  for (uint32_t i = 256; i < vocabulary.parts.token_count; i++) {
    uint32_t begin = vocabulary.ends[i - 1];
    if (vocabulary.ends[i] - begin == length &&
        memcmp(vocabulary.bytes + begin, joined, length) == 0) {
      *id = i;
      return true;
    }
  }
  return false;
}

static size_t cut_into_characters(const uint8_t *text, size_t length,
                                  part *parts) {
  size_t count = 0;
  parts[count++] = (part){.bytes = " ", .length = 1};
  for (size_t at = 0; at < length;) {
    size_t size = text[at] == 0xED   ? 3
                  : text[at] == 0xE2 ? 3
                  : text[at] == 0xF0 ? 4
                                     : 1;
    parts[count].length = size;
    memcpy(parts[count].bytes, text + at, size);
    if (text[at] == 0xE2) {
      parts[count] = (part){.bytes = " ", .length = 1};
    }
    count++;
    at += size;
  }
  return count;
}

static size_t encode_naively(const uint8_t *text, size_t length,
                             uint32_t *ids) {
  static part parts[300];
  static const part nothing;
  size_t count = length == 0 ? 0 : cut_into_characters(text, length, parts);
  for (;;) {
    size_t best = count;
    float best_score = 0;
    for (size_t i = 0; i + 1 < count; i++) {
      uint32_t id = 0;
      if (find(&parts[i], &parts[i + 1], &id) &&
          (best == count || vocabulary.scores[id] > best_score)) {
        best = i;
        best_score = vocabulary.scores[id];
      }
    }
    if (best == count) {
      break;
    }
    memcpy(parts[best].bytes + parts[best].length, parts[best + 1].bytes,
           parts[best + 1].length);
    parts[best].length += parts[best + 1].length;
    count--;
    memmove(&parts[best + 1], &parts[best + 2],
            (count - best - 1) * sizeof *parts);
  }
  size_t made = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t id = 0;
    if (find(&parts[i], &nothing, &id)) {
      ids[made++] = id;
    } else {
      for (size_t k = 0; k < parts[i].length; k++) {
        ids[made++] = toy_byte(&vocabulary, parts[i].bytes[k]);
      }
    }
  }
  return made;
}

/* ---- The tests --------------------------------------------------------- */

static const bpeek_special_policy AS_TEXT = {BPEEK_SPECIAL_IS_TEXT, NULL, 0};

static void check_ends(const uint8_t *text, size_t length,
                       const bpeek_tokens *tokens) {
  uint32_t last = 0;
  for (size_t i = 0; i < tokens->count; i++) {
    assert_true(tokens->begins[i] == last);
    last = tokens->ends[i];
  }
  if (last != (tokens->count == 0 ? 0 : length)) {
    fail_with_text("the last token does not end with the text", text, length);
  }
  assert_int_equal(tokens->piece_count >= 1, length > 0);
}

static void check_text(bpeek_encoder *encoder, const uint8_t *text,
                       size_t length) {
  static uint32_t expected[400];
  size_t count = encode_naively(text, length, expected);
  bpeek_tokens tokens;
  assert_int_equal(bpeek_encode(encoder, text, length, &AS_TEXT,
                                BPEEK_WANT_ENDS | BPEEK_WANT_PIECES, &tokens,
                                NULL),
                   BPEEK_OK);
  if (tokens.count != count ||
      (count > 0 &&
       memcmp(tokens.ids, expected, count * sizeof *expected) != 0)) {
    fail_with_text("other tokens than the definition gives", text, length);
  }
  check_ends(text, length, &tokens);
}

static void encodes_as_defined(void **state) {
  (void)state;
  random_source source = {11};
  for (unsigned round = 0; round < 60; round++) {
    bpeek_model *model = random_model(&source, round % 2 == 0);
    bpeek_encoder *encoder = NULL;
    assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
    for (unsigned trial = 0; trial < 60; trial++) {
      uint8_t text[512];
      uint32_t longest = trial % 10 == 0 ? 90 : 20;
      size_t length =
          random_characters(&source, text, random_below(&source, longest),
                            trial % 3 == 0 ? 9 : 5);
      check_text(encoder, text, length);
    }
    bpeek_encoder_free(encoder);
    bpeek_model_free(model);
  }
}

static void expect_prefix(bpeek_prefix prefix, bool only_first,
                          const char *text, const char *decoded) {
  static const bpeek_special specials[] = {
      {.text = (const uint8_t *)"<s>", .length = 3, .id = 590}};
  toy_begin(&vocabulary, BPEEK_SCORE);
  toy_use_characters(&vocabulary);
  vocabulary.parts.prefix = prefix;
  vocabulary.parts.prefix_only_first = only_first;
  vocabulary.parts.specials = specials;
  vocabulary.parts.special_count = 1;
  bpeek_model *model = toy_build(&vocabulary);
  bpeek_encoder *encoder = NULL;
  assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
  const bpeek_special_policy parsed = {BPEEK_SPECIAL_IS_PARSED, NULL, 0};
  bpeek_tokens tokens;
  assert_int_equal(bpeek_encode(encoder, (const uint8_t *)text, strlen(text),
                                &parsed, 0, &tokens, NULL),
                   BPEEK_OK);
  bpeek_buffer bytes;
  assert_int_equal(bpeek_decode(model, tokens.ids, tokens.count, &bytes, NULL),
                   BPEEK_OK);
  assert_int_equal(bytes.length, strlen(decoded));
  assert_memory_equal(bytes.bytes, decoded, bytes.length);
  bpeek_buffer_free(&bytes);
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
}

static void puts_spaces_where_it_should(void **state) {
  (void)state;
  expect_prefix(BPEEK_PREFIX_NEVER, false, "a<s>b", "a<s>b");
  expect_prefix(BPEEK_PREFIX_ALWAYS, false, "a<s>b", " a<s> b");
  expect_prefix(BPEEK_PREFIX_ALWAYS, false, " a<s><s>", "  a<s><s>");
  expect_prefix(BPEEK_PREFIX_ALWAYS, true, "a<s>b", " a<s>b");
  expect_prefix(BPEEK_PREFIX_ALWAYS, true, "<s>b", "<s>b");
  expect_prefix(BPEEK_PREFIX_UNLESS_SPACE, false, " a<s>b", " a<s> b");
  expect_prefix(BPEEK_PREFIX_ALWAYS, false, "", "");
}

static void decoding_drops_the_prefix(void **state) {
  (void)state;
  random_source source = {12};
  bpeek_model *model = random_model(&source, true);
  bpeek_encoder *encoder = NULL;
  assert_int_equal(bpeek_encoder_new(model, NULL, &encoder, NULL), BPEEK_OK);
  for (unsigned trial = 0; trial < 500; trial++) {
    uint8_t text[128];
    size_t length =
        random_characters(&source, text, random_below(&source, 20), 4);
    bpeek_tokens tokens;
    bpeek_buffer bytes;
    assert_int_equal(
        bpeek_encode(encoder, text, length, &AS_TEXT, 0, &tokens, NULL),
        BPEEK_OK);
    assert_int_equal(
        bpeek_decode(model, tokens.ids, tokens.count, &bytes, NULL), BPEEK_OK);
    if (bytes.length != length ||
        (length > 0 && memcmp(bytes.bytes, text, length) != 0)) {
      fail_with_text("does not decode to itself", text, length);
    }
    bpeek_buffer_free(&bytes);
  }
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
}

static bpeek_status encode_and_free(bpeek_allocator *allocator) {
  bpeek_model *model = NULL;
  bpeek_encoder *encoder = NULL;
  bpeek_tokens tokens;
  bpeek_status status =
      bpeek_model_build(&vocabulary.parts, allocator, &model, NULL);
  if (status == BPEEK_OK) {
    status = bpeek_encoder_new(model, NULL, &encoder, NULL);
  }
  if (status == BPEEK_OK) {
    status = bpeek_encode(encoder, (const uint8_t *)"ab ca \xFF", 7, &AS_TEXT,
                          BPEEK_WANT_ENDS, &tokens, NULL);
  }
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
  return status;
}

static void survives_without_memory(void **state) {
  (void)state;
  random_source source = {13};
  bpeek_model_free(random_model(&source, true));
  survives_every_allocation(encode_and_free);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(encodes_as_defined),
      cmocka_unit_test(puts_spaces_where_it_should),
      cmocka_unit_test(decoding_drops_the_prefix),
      cmocka_unit_test(survives_without_memory),
  };
  return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
