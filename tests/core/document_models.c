/* The models and words of document_support.h. */
#include <string.h>

#include "document_support.h"
#include "split_support.h"

/* ---- Words ------------------------------------------------------------- */

#define WORD(text)                                                             \
  { text, sizeof(text) / sizeof(uint16_t) - 1 }

const word words[WORDS] = {
    WORD(u"a"),
    WORD(u"b"),
    WORD(u"ab"),
    WORD(u"ba"),
    WORD(u"s"),
    WORD(u"A"),
    WORD(u"BAb"),
    WORD(u" "),
    WORD(u" "),
    WORD(u"  "),
    WORD(u"     "),
    WORD(u" a"),
    WORD(u" b"),
    WORD(u"\n"),
    WORD(u"\r\n"),
    WORD(u"\n\n"),
    WORD(u"\t"),
    WORD(u"1"),
    WORD(u"12"),
    WORD(u"1212121"),
    WORD(u"'"),
    WORD(u"'s"),
    WORD(u"'S"),
    WORD(u"!"),
    WORD(u"!!"),
    WORD(u"/"),
    WORD(u"."),
    WORD(u"\xD55C"),
    WORD(u"\xD55C\xD55C "),
    WORD(u"\xD83D\xDE00"),
    WORD(u"\xD83D"),
    WORD(u"\xDE00"),
    WORD(u"\xDE00\xD83D"),
    WORD(u"\x2581"),
    WORD(u"a\x2581"
         "b"),
    WORD(u"\xFFFD"),
    WORD(u"\x0E01\x0E31"),
    WORD(u"\x0301"),
    WORD(u"\x017F"),
    WORD(u"\x00E9"),
    WORD(u"<"),
    WORD(u"<e"),
    WORD(u"<e>"),
    WORD(u"<e><o>"),
    WORD(u"e>b"),
    WORD(u"a<e"),
    WORD(u"\0"),
    WORD(u"ab ab ab ab a b a b a'b 1 1 12 ab"),
};

/* ---- Special tokens ---------------------------------------------------- */

static bpeek_special special(const char *text, uint32_t id) {
  return (bpeek_special){
      .text = (const uint8_t *)text, .length = strlen(text), .id = id};
}

/* They overlap, hold spaces, digits and what stands for half of a pair, and
 * one is longer than small chunks. */
static const bpeek_special *all_specials(void) {
  static const char *const texts[SPECIALS] = {
      "<e>",   "<e><o>", "e>b",
      "b a b", "12",     "\xEF\xBF\xBD",
      "ab<e",  " b",     "ab ab ab ab a b a b a'b 1 1 12 ab",
  };
  static bpeek_special specials[SPECIALS];
  for (uint32_t i = 0; i < SPECIALS; i++) {
    specials[i] = special(texts[i], 1000 + i);
  }
  return specials;
}

/* ---- Models ------------------------------------------------------------ */

#define BYTES "ab1b a2s'\n!<e\xED\x95\x9C\xF0\x9F\x98\x80"
/* The same without the space. */
#define NO_SPACE "ab1ba2s'\n!<e\xED\x95\x9C\xF0\x9F\x98\x80"

static toy vocabulary;

static void use_pattern(const char *pattern) {
  vocabulary.parts.pattern = (const uint8_t *)pattern;
  vocabulary.parts.pattern_length = strlen(pattern);
}

static void use_merges(random_source *source, const char *pattern) {
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  toy_fill(&vocabulary, source, BYTES, 560);
  use_pattern(pattern);
}

static void use_ranks(random_source *source, const char *pattern) {
  toy_begin(&vocabulary, BPEEK_RANK_BY_BYTES);
  toy_fill(&vocabulary, source, BYTES, 560);
  use_pattern(pattern);
}

/* Tokens that have spaces only at the beginning: with no pattern, such a model
 * can be cut before spaces. */
static void use_leading_spaces(random_source *source) {
  static const char *const more[] = {
      "  ",
      "   ",
      " a",
      " ab",
      "  b",
      " \xED\x95\x9C",
      "\xED\x95\x9C",
      "\xF0\x9F\x98\x80",
      "a\xED\x95\x9C",
      " 1",
      " <",
  };
  toy_begin(&vocabulary, BPEEK_SCORE);
  toy_use_characters(&vocabulary);
  for (const char *letter = " ab12s'\n!<e>"; *letter != '\0'; letter++) {
    (void)toy_token(&vocabulary, letter, 1);
  }
  for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
    (void)toy_token(&vocabulary, more[i], strlen(more[i]));
  }
  toy_fill(&vocabulary, source, NO_SPACE, 500);
  for (uint32_t id = 0; id < vocabulary.parts.token_count; id++) {
    vocabulary.scores[id] = -(float)random_below(source, 60);
  }
}

static void use_leading_space_merges(random_source *source) {
  toy_begin(&vocabulary, BPEEK_MERGE_LIST);
  toy_fill(&vocabulary, source, NO_SPACE, 256 + 150);
  const uint32_t space = toy_byte(&vocabulary, ' ');
  const uint32_t spaces = toy_merge(&vocabulary, space, space);
  for (uint32_t i = 0; i < 40; i++) {
    (void)toy_merge(&vocabulary, i % 3 == 0 ? spaces : space, 256 + i * 3);
  }
}

const char *const kind_names[MODEL_KINDS] = {
    "gpt2, ranks",
    "cl100k, ranks",
    "o200k, ranks",
    "llama3, merges",
    "o200k, merges, whole pieces first",
    "PCRE2, merges",
    "PCRE2, ranks, text left out",
    "PCRE2, ranks, text left out kept",
    "no pattern, ranks, spaces inside",
    "no pattern, scores, prefix, U+2581",
    "no pattern, scores, prefix unless space, only first",
    "gpt2, merges, prefix, U+2581",
    "no pattern, merges, spaces at the beginning",
};

static void use_kind(uint32_t kind) {
  random_source source = {kind + 100};
  switch (kind) {
  case 0:
  case 1:
  case 2:
    use_ranks(&source, known_patterns[kind]);
    break;
  case 3:
    use_merges(&source, known_patterns[3]);
    break;
  case 4:
    use_merges(&source, known_patterns[2]);
    vocabulary.parts.whole_piece_first = true;
    break;
  case 5:
    use_merges(&source, "\\p{L}+|\\s+|[^\\s\\p{L}]{1,4}");
    break;
  case 6:
  case 7:
    use_ranks(&source, "\\p{L}+[^\\p{L}]|\\p{N}+(?=\\s)");
    vocabulary.parts.keep_unmatched = kind == 7;
    break;
  case 8:
    use_ranks(&source, "");
    break;
  case 9:
    use_leading_spaces(&source);
    vocabulary.parts.prefix = BPEEK_PREFIX_ALWAYS;
    vocabulary.parts.space_is_2581 = true;
    break;
  case 10:
    use_leading_spaces(&source);
    vocabulary.parts.prefix = BPEEK_PREFIX_UNLESS_SPACE;
    vocabulary.parts.prefix_only_first = true;
    break;
  case 11:
    use_merges(&source, known_patterns[0]);
    vocabulary.parts.prefix = BPEEK_PREFIX_ALWAYS;
    vocabulary.parts.space_is_2581 = true;
    break;
  default:
    use_leading_space_merges(&source);
    break;
  }
}

static bpeek_model *models[MODEL_KINDS];

const bpeek_model *model_of_kind(uint32_t kind) {
  if (models[kind] == NULL) {
    use_kind(kind);
    vocabulary.parts.specials = all_specials();
    vocabulary.parts.special_count = SPECIALS;
    models[kind] = toy_build(&vocabulary);
  }
  return models[kind];
}

void forget_models(void) {
  for (uint32_t kind = 0; kind < MODEL_KINDS; kind++) {
    bpeek_model_free(models[kind]);
    models[kind] = NULL;
  }
}
