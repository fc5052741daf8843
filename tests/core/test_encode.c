/* Encoding, counting and decoding with small models, each against a slow and
 * obvious way to get the same. */
#include <string.h>

#include "support.h"

#include "model.h"

#define GPT2                                                                   \
  "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| "                               \
  "?[^\\s\\p{L}\\p{N}]++|\\s++$|\\s+(?!\\S)|\\s"

static toy vocabulary;
static bpeek_model *model;
static bpeek_encoder *encoder;

static bpeek_special special(const char *text, uint32_t id) {
  return (bpeek_special){
      .text = (const uint8_t *)text, .length = strlen(text), .id = id};
}

static const bpeek_special_policy AS_ERROR = {BPEEK_SPECIAL_IS_ERROR, NULL, 0};
static const bpeek_special_policy AS_TEXT = {BPEEK_SPECIAL_IS_TEXT, NULL, 0};
static const bpeek_special_policy PARSED = {BPEEK_SPECIAL_IS_PARSED, NULL, 0};

enum { END = 1000, END_OF_TEXT = 1001, PAD = 1002 };

static int make_model(void **state) {
  (void)state;
  static bpeek_special specials[3];
  specials[0] = special("<end>", END);
  specials[1] = special("<end><of>", END_OF_TEXT);
  specials[2] = special("pad", PAD);
  random_source source = {3};
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  toy_fill(&vocabulary, &source, "abpd <>enof'", 500);
  vocabulary.parts.specials = specials;
  vocabulary.parts.special_count = 3;
  vocabulary.parts.pattern = (const uint8_t *)GPT2;
  vocabulary.parts.pattern_length = strlen(GPT2);
  model = toy_build(&vocabulary);
  return bpeek_encoder_new(model, NULL, &encoder, NULL) == BPEEK_OK ? 0 : 1;
}

static int free_model(void **state) {
  (void)state;
  bpeek_encoder_free(encoder);
  bpeek_model_free(model);
  return 0;
}

static const uint8_t *bytes(const char *text) { return (const uint8_t *)text; }

static bpeek_tokens encode(const uint8_t *text, size_t length,
                           const bpeek_special_policy *policy, unsigned want) {
  bpeek_tokens tokens = {0};
  bpeek_error error;
  if (bpeek_encode(encoder, text, length, policy, want, &tokens, &error) !=
      BPEEK_OK) {
    fail_with_text(error.message, text, length);
  }
  return tokens;
}

static void check_decoding(const uint8_t *text, size_t length,
                           const bpeek_tokens *tokens) {
  bpeek_buffer decoded = {0};
  assert_int_equal(
      bpeek_decode(model, tokens->ids, tokens->count, &decoded, NULL),
      BPEEK_OK);
  if (decoded.length != length ||
      (length > 0 && memcmp(decoded.bytes, text, length) != 0)) {
    fail_with_text("does not decode to itself", text, length);
  }
  bpeek_buffer_free(&decoded);
}

/* Tokens lie side by side, each as long as its bytes; pieces end with tokens.
 */
static void check_ends(const uint8_t *text, size_t length,
                       const bpeek_tokens *tokens) {
  uint32_t at = 0;
  size_t piece = 0;
  for (size_t i = 0; i < tokens->count; i++) {
    size_t token_length = 0;
    const uint8_t *token =
        bpeek_model_token(model, tokens->ids[i], &token_length);
    assert_int_equal(tokens->begins[i], at);
    if (memcmp(text + at, token, token_length) != 0) {
      fail_with_text("a token stands where its bytes are not", text, length);
    }
    at += (uint32_t)token_length;
    assert_int_equal(tokens->ends[i], at);
    if (piece < tokens->piece_count && tokens->piece_ends[piece] == at) {
      piece++;
    }
  }
  assert_int_equal(at, length);
  assert_int_equal(piece, tokens->piece_count);
}

static const char *const WORDS[] = {
    "<end>", "<end><of>", "pad",          "<end",
    "<of>",  "pa",        "end",          " ",
    "\n",    "a",         "\xED\x95\x9C", "\xF0\x9F\x98\x80",
    "\xFF",  "\xE2\x82",  "\xED\xA0\x80", "'",
    "  ",    "ab",
};

static size_t random_words(random_source *source, uint8_t *text,
                           uint32_t words) {
  size_t length = 0;
  for (uint32_t i = 0; i < words; i++) {
    const char *word =
        WORDS[random_below(source, sizeof WORDS / sizeof WORDS[0])];
    memcpy(text + length, word, strlen(word));
    length += strlen(word);
  }
  return length;
}

static void tokens_are_the_text(void **state) {
  (void)state;
  random_source source = {4};
  for (unsigned trial = 0; trial < 5000; trial++) {
    uint8_t text[256];
    size_t length = random_words(&source, text, random_below(&source, 25));
    const bpeek_special_policy *policy = trial % 2 == 0 ? &AS_TEXT : &PARSED;
    bpeek_tokens tokens =
        encode(text, length, policy, BPEEK_WANT_ENDS | BPEEK_WANT_PIECES);
    check_ends(text, length, &tokens);
    check_decoding(text, length, &tokens);
    size_t count = 0;
    assert_int_equal(bpeek_count(encoder, text, length, policy, &count, NULL),
                     BPEEK_OK);
    assert_int_equal(count, tokens.count);
  }
}

/* Where byte `offset` is in UTF-16: characters that begin before it, each one
 * or two units, bytes that are not UTF-8 one each. */
static uint32_t utf16_naively(const uint8_t *text, size_t length,
                              size_t offset) {
  uint32_t units = 0;
  for (size_t at = 0; at < offset;) {
    static const struct {
      uint8_t first_low, first_high, second_low, second_high, size;
    } FORMS[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
        {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    size_t size = 1;
    for (unsigned f = 0; f < sizeof FORMS / sizeof FORMS[0]; f++) {
      bool fits =
          text[at] >= FORMS[f].first_low && text[at] <= FORMS[f].first_high &&
          at + FORMS[f].size <= length && text[at + 1] >= FORMS[f].second_low &&
          text[at + 1] <= FORMS[f].second_high;
      for (size_t i = 2; fits && i < FORMS[f].size; i++) {
        fits = (text[at + i] & 0xC0) == 0x80;
      }
      size = fits ? FORMS[f].size : size;
    }
    units += size == 4 ? 2 : 1;
    at += size;
  }
  return units;
}

static void positions_in_utf16(void **state) {
  (void)state;
  random_source source = {5};
  for (unsigned trial = 0; trial < 2000; trial++) {
    uint8_t text[256];
    size_t length = random_words(&source, text, random_below(&source, 25));
    uint32_t ends[256] = {0};
    bpeek_tokens tokens = encode(text, length, &PARSED, BPEEK_WANT_ENDS);
    size_t count = tokens.count;
    memcpy(ends, tokens.ends, count * sizeof *ends);
    tokens = encode(text, length, &PARSED, BPEEK_WANT_ENDS | BPEEK_WANT_UTF16);
    for (size_t i = 0; i < count; i++) {
      if (tokens.ends[i] != utf16_naively(text, length, ends[i])) {
        fail_with_text("an end in UTF-16 is elsewhere", text, length);
      }
    }
  }
}

static void expect_ids(const char *text, const bpeek_special_policy *policy,
                       const uint32_t *specials, size_t count) {
  bpeek_tokens tokens = encode(bytes(text), strlen(text), policy, 0);
  size_t found = 0;
  for (size_t i = 0; i < tokens.count; i++) {
    if (tokens.ids[i] >= END) {
      uint32_t expected = found < count ? specials[found] : BPEEK_NO_ID;
      assert_int_equal(tokens.ids[i], expected);
      found++;
    }
  }
  assert_int_equal(found, count);
}

static void special_tokens_follow_the_policy(void **state) {
  (void)state;
  const uint32_t longest[] = {END, END_OF_TEXT, PAD, END};
  expect_ids("x<end>y<end><of>pad<end><o", &PARSED, longest, 4);
  expect_ids("x<end>y<end><of>pad<end><o", &AS_TEXT, NULL, 0);
  const uint32_t only_end = END;
  const bpeek_special_policy listed = {BPEEK_SPECIAL_IS_TEXT, &only_end, 1};
  const uint32_t twice[] = {END, END};
  expect_ids("<end>pad<end><of>", &listed, twice, 2);
}

static void expect_special_error(const char *text,
                                 const bpeek_special_policy *policy,
                                 size_t offset, const char *part) {
  bpeek_tokens tokens = {0};
  bpeek_error error = {0};
  assert_int_equal(bpeek_encode(encoder, bytes(text), strlen(text), policy, 0,
                                &tokens, &error),
                   BPEEK_SPECIAL_TOKEN);
  assert_int_equal(error.offset, offset);
  assert_non_null(strstr(error.message, part));
  assert_null(tokens.ids);
  size_t count = 77;
  assert_int_equal(
      bpeek_count(encoder, bytes(text), strlen(text), policy, &count, NULL),
      BPEEK_SPECIAL_TOKEN);
  assert_int_equal(count, 77);
}

static void a_special_token_can_be_an_error(void **state) {
  (void)state;
  expect_special_error("ab <end><of>", &AS_ERROR, 3, "<end><of>");
  expect_special_error("ab <end>", NULL, 3, "<end>");
  const uint32_t only_pad = PAD;
  const bpeek_special_policy pad_parsed = {BPEEK_SPECIAL_IS_ERROR, &only_pad,
                                           1};
  expect_special_error("pad <end>", &pad_parsed, 4, "<end>");
  const uint32_t pads[] = {PAD, PAD};
  expect_ids("pad pad", &pad_parsed, pads, 2);
}

/* Counting in parts, cut anywhere, gives the count of the whole. */
static void counts_in_parts(void **state) {
  (void)state;
  random_source source = {6};
  for (unsigned trial = 0; trial < 3000; trial++) {
    uint8_t text[512];
    size_t length = random_words(&source, text, random_below(&source, 40));
    size_t whole = 0;
    assert_int_equal(bpeek_count(encoder, text, length, &PARSED, &whole, NULL),
                     BPEEK_OK);
    size_t total = 0;
    size_t from = 0;
    for (size_t seen = 0; seen < length;) {
      seen += 1 + random_below(&source, 40);
      seen = seen > length ? length : seen;
      size_t count = 0;
      size_t used = 0;
      assert_int_equal(bpeek_count_part(encoder, text + from, seen - from,
                                        &PARSED, &count, &used, NULL),
                       BPEEK_OK);
      total += count;
      from += used;
      assert_true(from <= seen);
    }
    size_t rest = 0;
    assert_int_equal(
        bpeek_count(encoder, text + from, length - from, &PARSED, &rest, NULL),
        BPEEK_OK);
    if (total + rest != whole) {
      fail_with_text("counts otherwise in parts", text, length);
    }
  }
}

static void parts_are_used_up(void **state) {
  (void)state;
  const char *text = "one two three four five six seven eight nine ten";
  size_t count = 0;
  size_t used = 0;
  assert_true(bpeek_model_streams(model));
  assert_int_equal(bpeek_count_part(encoder, bytes(text), strlen(text),
                                    &AS_TEXT, &count, &used, NULL),
                   BPEEK_OK);
  assert_true(used > strlen(text) / 2);
}

static void refuses_ids_that_are_none(void **state) {
  (void)state;
  const uint32_t ids[] = {1, 2, 999, 3};
  bpeek_buffer decoded = {0};
  bpeek_error error = {0};
  assert_int_equal(bpeek_decode(model, ids, 4, &decoded, &error), BPEEK_BAD_ID);
  assert_int_equal(error.offset, 2);
  assert_non_null(strstr(error.message, "999"));
  assert_null(decoded.bytes);
}

static void nothing_is_no_tokens(void **state) {
  (void)state;
  bpeek_tokens tokens = encode(NULL, 0, NULL, BPEEK_WANT_ENDS);
  assert_int_equal(tokens.count, 0);
  bpeek_buffer decoded = {0};
  assert_int_equal(bpeek_decode(model, NULL, 0, &decoded, NULL), BPEEK_OK);
  assert_int_equal(decoded.length, 0);
  bpeek_buffer_free(&decoded);
}

static void check_decoded(const uint32_t *ids, size_t count,
                          bpeek_text_form form, const void *expected,
                          size_t length) {
  bpeek_buffer text = {0};
  bpeek_text_form found = BPEEK_TEXT_BYTES;
  assert_int_equal(bpeek_decode_text(model, ids, count, &text, &found, NULL),
                   BPEEK_OK);
  assert_int_equal(found, form);
  assert_int_equal(text.length, length);
  assert_memory_equal(text.bytes, expected, length);
  bpeek_buffer_free(&text);
}

static void decodes_to_what_strings_are_made_of(void **state) {
  (void)state;
  const uint8_t text[] = "\xEC\x95\x88\xF0\x9F\x98\x89"
                         "a";
  const uint16_t units[] = {0xC548, 0xD83D, 0xDE09, 'a'};
  const bpeek_tokens tokens = encode(text, 8, &AS_TEXT, BPEEK_WANT_ENDS);
  assert_int_equal(tokens.count, 8);
  uint32_t ids[8];
  memcpy(ids, tokens.ids, sizeof ids);
  check_decoded(ids, 8, BPEEK_TEXT_UTF16, units, sizeof units);
  check_decoded(ids, 3, BPEEK_TEXT_UTF16, units, sizeof *units);
  /* Half a character; ASCII alone; nothing. */
  check_decoded(ids, 5, BPEEK_TEXT_BYTES, text, 5);
  check_decoded(ids + 7, 1, BPEEK_TEXT_ASCII, "a", 1);
  check_decoded(ids, 0, BPEEK_TEXT_ASCII, "", 0);
}

static bpeek_status decode_and_free(bpeek_allocator *allocator) {
  const bpeek_allocator before = model->allocator;
  const uint8_t text[] = "\xEC\x95\x88";
  const bpeek_tokens tokens = encode(text, 3, &AS_TEXT, BPEEK_WANT_ENDS);
  bpeek_buffer decoded = {0};
  bpeek_text_form form = BPEEK_TEXT_BYTES;
  model->allocator = *allocator;
  const bpeek_status status =
      bpeek_decode_text(model, tokens.ids, tokens.count, &decoded, &form, NULL);
  bpeek_buffer_free(&decoded);
  model->allocator = before;
  return status;
}

static void decoding_survives_without_memory(void **state) {
  (void)state;
  survives_every_allocation(decode_and_free);
}

static bpeek_status encode_and_free(bpeek_allocator *allocator) {
  bpeek_encoder *own = NULL;
  bpeek_status status = bpeek_encoder_new(model, allocator, &own, NULL);
  if (status != BPEEK_OK) {
    return status;
  }
  static uint8_t text[2000];
  random_source source = {7};
  random_text(&source, "abpd <>enof'", text, sizeof text);
  bpeek_tokens tokens;
  status = bpeek_encode(own, text, sizeof text, &PARSED,
                        BPEEK_WANT_ENDS | BPEEK_WANT_PIECES, &tokens, NULL);
  memset(text, 'a', sizeof text);
  if (status == BPEEK_OK) {
    status = bpeek_encode(own, text, sizeof text, &PARSED, 0, &tokens, NULL);
  }
  bpeek_encoder_free(own);
  return status;
}

static void survives_without_memory(void **state) {
  (void)state;
  survives_every_allocation(encode_and_free);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tokens_are_the_text),
      cmocka_unit_test(positions_in_utf16),
      cmocka_unit_test(special_tokens_follow_the_policy),
      cmocka_unit_test(a_special_token_can_be_an_error),
      cmocka_unit_test(counts_in_parts),
      cmocka_unit_test(parts_are_used_up),
      cmocka_unit_test(refuses_ids_that_are_none),
      cmocka_unit_test(nothing_is_no_tokens),
      cmocka_unit_test(decodes_to_what_strings_are_made_of),
      cmocka_unit_test(decoding_survives_without_memory),
      cmocka_unit_test(survives_without_memory),
  };
  return cmocka_run_group_tests_name("encode", tests, make_model, free_model);
}
