#include "split.h"

#include <string.h>

#include "alloc.h"
#include "error.h"
#include "split_pcre2.h"
#include "split_scan.h"

/* What gives the pieces: a scanner, else a regex, else (both NULL) the whole
 * text is one. */
struct bpeek_pattern {
  bpeek_allocator allocator;
  uint8_t *text;
  size_t length;
  bool keep_unmatched;
  bpeek_scanner *scanner;
  bpeek_regex *regex;
};

struct bpeek_splitter {
  bpeek_allocator allocator;
  const bpeek_pattern *pattern;
  bpeek_matcher *matcher; /* NULL without a regex */
  const uint8_t *text;
  size_t length;
  size_t at; /* no piece that is still to come begins before */
  /* A match found already, whose gap before it was a piece: end 0 if none. */
  bpeek_span waiting;
};

/* ---- Patterns ---------------------------------------------------------- */

typedef struct known_pattern {
  const char *text;
  bpeek_scanner *scanner;
} known_pattern;

/*
 * Spellings that match the same in every text. Between them differ: possessive
 * forms, which have nothing to give back where the next item is of another
 * class; contractions written out; `\s*[\r\n]`, which ends after the run's
 * last newline just as `\s*[\r\n]+` does; and `\s++$` beside `\s+(?!\S)`, which
 * takes what ends the text too. Only cl100k's `\s++$` comes before its
 * `\s*[\r\n]`, so that it is another pattern than those below it.
 */
static const known_pattern known_patterns[] = {
    /* gpt2, r50k, p50k: in tiktoken now, in minbpe, in GPT-2 */
    {"'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|"
     "\\s++$|\\s+(?!\\S)|\\s",
     bpeek_scan_gpt2},
    {"'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
     "\\s+(?!\\S)|\\s+",
     bpeek_scan_gpt2},
    {"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
     "\\s+(?!\\S)|\\s+",
     bpeek_scan_gpt2},
    /* cl100k in tiktoken now */
    {"'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+|"
     " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
     bpeek_scan_cl100k},
    /* minbpe's gpt4; llama3, which is cl100k's first spelling */
    {"'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}|"
     " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
     bpeek_scan_llama3},
    {"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
     " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
     bpeek_scan_llama3},
    /* o200k */
    {"[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
     "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
     "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
     "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
     "\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|"
     "\\s+(?!\\S)|\\s+",
     bpeek_scan_o200k},
};

static bpeek_scanner *scanner_for(const uint8_t *pattern, size_t length) {
  const size_t count = sizeof known_patterns / sizeof known_patterns[0];
  for (size_t i = 0; i < count; i++) {
    const known_pattern *known = &known_patterns[i];
    if (strlen(known->text) == length &&
        memcmp(known->text, pattern, length) == 0) {
      return known->scanner;
    }
  }
  return NULL;
}

bpeek_status bpeek_pattern_build(const uint8_t *pattern, size_t pattern_length,
                                 bool keep_unmatched,
                                 const bpeek_allocator *allocator,
                                 bpeek_pattern **out, bpeek_error *error) {
  const bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_pattern *built = bpeek_alloc_zero(&memory, 1, sizeof *built);
  if (built == NULL) {
    return bpeek_fail_memory(error);
  }
  built->allocator = memory;
  built->keep_unmatched = keep_unmatched;
  built->length = pattern_length;
  bpeek_status status = BPEEK_OK;
  if (pattern_length > 0) {
    built->text = bpeek_alloc(&memory, pattern_length, 1);
    if (built->text == NULL) {
      bpeek_pattern_free(built);
      return bpeek_fail_memory(error);
    }
    memcpy(built->text, pattern, pattern_length);
    built->scanner = scanner_for(pattern, pattern_length);
    if (built->scanner == NULL) {
      status = bpeek_regex_compile(pattern, pattern_length, &memory,
                                   &built->regex, error);
    }
  }
  if (status != BPEEK_OK) {
    bpeek_pattern_free(built);
    return status;
  }
  *out = built;
  return BPEEK_OK;
}

void bpeek_pattern_free(bpeek_pattern *pattern) {
  if (pattern != NULL) {
    const bpeek_allocator memory = pattern->allocator;
    bpeek_regex_free(pattern->regex);
    bpeek_release(&memory, pattern->text, pattern->length, 1);
    bpeek_release(&memory, pattern, 1, sizeof *pattern);
  }
}

const uint8_t *bpeek_pattern_text(const bpeek_pattern *pattern, size_t *length,
                                  bool *keep_unmatched) {
  *length = pattern->length;
  *keep_unmatched = pattern->keep_unmatched;
  return pattern->text;
}

bool bpeek_pattern_streams(const bpeek_pattern *pattern) {
  return pattern->scanner != NULL;
}

/* ---- Splitting --------------------------------------------------------- */

bpeek_status bpeek_splitter_new(const bpeek_pattern *pattern,
                                const bpeek_allocator *allocator,
                                bpeek_splitter **out, bpeek_error *error) {
  const bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_splitter *splitter = bpeek_alloc_zero(&memory, 1, sizeof *splitter);
  if (splitter == NULL) {
    return bpeek_fail_memory(error);
  }
  splitter->allocator = memory;
  splitter->pattern = pattern;
  if (pattern->regex != NULL) {
    const bpeek_status status =
        bpeek_matcher_new(pattern->regex, &memory, &splitter->matcher, error);
    if (status != BPEEK_OK) {
      bpeek_splitter_free(splitter);
      return status;
    }
  }
  *out = splitter;
  return BPEEK_OK;
}

void bpeek_splitter_free(bpeek_splitter *splitter) {
  if (splitter != NULL) {
    const bpeek_allocator memory = splitter->allocator;
    bpeek_matcher_free(splitter->matcher);
    bpeek_release(&memory, splitter, 1, sizeof *splitter);
  }
}

bpeek_status bpeek_split_begin(bpeek_splitter *splitter, const uint8_t *text,
                               size_t length, bpeek_error *error) {
  if ((uint64_t)length > UINT32_MAX) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "The text has %zu bytes, more than the 4 GiB that can be "
                      "split at once; give it in parts.",
                      length);
  }
  if (splitter->matcher != NULL) {
    const bpeek_status status =
        bpeek_matcher_begin(splitter->matcher, text, length, error);
    if (status != BPEEK_OK) {
      return status;
    }
  }
  splitter->text = text;
  splitter->length = length;
  splitter->at = 0;
  splitter->waiting = (bpeek_span){0, 0};
  return BPEEK_OK;
}

/* The next piece that the regex gives; *found false at the end of the text. */
static bpeek_status next_by_regex(bpeek_splitter *splitter, bpeek_span *piece,
                                  bool *found, bpeek_error *error) {
  bpeek_span match = splitter->waiting;
  *found = match.end != 0;
  if (!*found) {
    const bpeek_status status =
        bpeek_matcher_next(splitter->matcher, &match, found, error);
    if (status != BPEEK_OK) {
      return status;
    }
  }
  const size_t gap_end = *found ? match.begin : splitter->length;
  if (splitter->pattern->keep_unmatched && splitter->at < gap_end) {
    *piece = (bpeek_span){(uint32_t)splitter->at, (uint32_t)gap_end};
    splitter->at = gap_end;
    splitter->waiting = *found ? match : (bpeek_span){0, 0};
    *found = true;
    return BPEEK_OK;
  }
  *piece = match;
  splitter->at = *found ? match.end : splitter->length;
  splitter->waiting = (bpeek_span){0, 0};
  return BPEEK_OK;
}

static bpeek_status fill_by_regex(bpeek_splitter *splitter, bpeek_span *pieces,
                                  size_t capacity, size_t *count,
                                  bpeek_error *error) {
  size_t filled = 0;
  bool found = true;
  while (filled < capacity && splitter->at < splitter->length) {
    const bpeek_status status =
        next_by_regex(splitter, &pieces[filled], &found, error);
    if (status != BPEEK_OK) {
      return status;
    }
    filled += found ? 1 : 0;
  }
  *count = filled;
  return BPEEK_OK;
}

bpeek_status bpeek_split_next(bpeek_splitter *splitter, bpeek_span *pieces,
                              size_t capacity, size_t *count,
                              bpeek_error *error) {
  const bpeek_pattern *pattern = splitter->pattern;
  const size_t length = splitter->length;
  if (pattern->regex != NULL) {
    return fill_by_regex(splitter, pieces, capacity, count, error);
  }
  if (splitter->at == length) {
    *count = 0;
  } else if (pattern->scanner != NULL) {
    *count = pattern->scanner(splitter->text, length, splitter->at, pieces,
                              capacity);
    splitter->at = pieces[*count - 1].end;
  } else {
    pieces[0] = (bpeek_span){0, (uint32_t)length};
    *count = 1;
    splitter->at = length;
  }
  return BPEEK_OK;
}

/* ---- Cutting a text in two --------------------------------------------- */

/* The class of the well-formed character that ends at `end`; 0 if none does. */
static unsigned class_before(const uint8_t *text, size_t end) {
  for (size_t back = 1; back <= 4 && back <= end; back++) {
    const size_t at = end - back;
    if (!bpeek_is_continuation(text[at])) {
      const bpeek_step step = bpeek_step_at(text, end, at);
      return step.length == back && bpeek_utf8_step(text, end, at) != 0
                 ? step.class_bits
                 : 0U;
    }
  }
  return 0;
}

static bool is_safe_cut(const uint8_t *text, size_t length, size_t at) {
  if (bpeek_utf8_step(text, length, at) == 0) {
    return false;
  }
  const unsigned after = bpeek_class_at(text, length, at);
  const unsigned before = class_before(text, at);
  if ((before & BPEEK_LETTER) != 0) {
    return (after & (BPEEK_LETTER | BPEEK_MARK)) == 0 && text[at] != '\'';
  }
  if (before == BPEEK_NUMBER) {
    return after != BPEEK_NUMBER;
  }
  return (before & (BPEEK_OTHER | BPEEK_MARK)) != 0 && after == BPEEK_SPACE &&
         !bpeek_is_newline(text[at]);
}

size_t bpeek_split_safe_cut(const bpeek_pattern *pattern, const uint8_t *text,
                            size_t length, size_t limit) {
  if (!bpeek_pattern_streams(pattern) || length == 0) {
    return 0;
  }
  size_t at = limit < length ? limit : length - 1;
  while (at > 0 && !is_safe_cut(text, length, at)) {
    at--;
  }
  return at;
}
