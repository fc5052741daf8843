#include "split.h"

#include <string.h>

#include "alloc.h"
#include "error.h"
#include "split_pcre2.h"
#include "split_scan.h"

enum { MOST_PATTERNS = 8 };

/* What gives the pieces: a scanner, else a regex, else (both NULL) the whole
 * text is one. */
typedef struct stage {
  bpeek_scanner *scanner;
  bpeek_regex *regex;
} stage;

struct bpeek_pattern {
  bpeek_allocator allocator;
  uint8_t *text;
  size_t length;
  bool keep_unmatched;
  /* The pieces of each are the texts of the next. */
  stage stages[MOST_PATTERNS];
  unsigned stage_count;
};

/* How far a stage has come with its text. */
typedef struct stage_run {
  bpeek_matcher *matcher; /* NULL without a regex */
  const uint8_t *text;
  size_t length;
  uint32_t base; /* where this text begins in the whole text */
  size_t at;     /* no piece that is still to come begins before */
  /* A match found already, whose gap before it was a piece: end 0 if none. */
  bpeek_span waiting;
} stage_run;

struct bpeek_splitter {
  bpeek_allocator allocator;
  const bpeek_pattern *pattern;
  stage_run runs[MOST_PATTERNS];
  unsigned level; /* the last of the stages that have a text */
};

/* ---- Patterns ---------------------------------------------------------- */

static bpeek_status build_stage(stage *built, const uint8_t *pattern,
                                size_t length, const bpeek_allocator *memory,
                                bpeek_error *error) {
  if (length == 0) {
    return BPEEK_OK;
  }
  built->scanner = bpeek_scanner_for(pattern, length);
  return built->scanner != NULL ? BPEEK_OK
                                : bpeek_regex_compile(pattern, length, memory,
                                                      &built->regex, error);
}

/* Builds what stands between NULs, each as a stage. */
static bpeek_status build_stages(bpeek_pattern *built, bpeek_error *error) {
  size_t from = 0;
  for (bool is_last = built->length == 0; !is_last;) {
    const uint8_t *text = built->text + from;
    const uint8_t *end = memchr(text, 0, built->length - from);
    is_last = end == NULL;
    const size_t length = is_last ? built->length - from : (size_t)(end - text);
    if (built->stage_count == MOST_PATTERNS) {
      return bpeek_fail(error, BPEEK_BAD_PATTERN, from,
                        "More than %u split patterns follow each other; join "
                        "some of them.",
                        (unsigned)MOST_PATTERNS);
    }
    const bpeek_status status =
        build_stage(&built->stages[built->stage_count++], text, length,
                    &built->allocator, error);
    if (status != BPEEK_OK) {
      if (status == BPEEK_BAD_PATTERN && error != NULL) {
        error->offset += from;
      }
      return status;
    }
    from += length + 1;
  }
  return BPEEK_OK;
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
      status = bpeek_fail_memory(error);
    } else {
      memcpy(built->text, pattern, pattern_length);
      status = build_stages(built, error);
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
    for (unsigned i = 0; i < pattern->stage_count; i++) {
      bpeek_regex_free(pattern->stages[i].regex);
    }
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
  return pattern->stage_count == 1 && pattern->stages[0].scanner != NULL;
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
  bpeek_status status = BPEEK_OK;
  for (unsigned i = 0; status == BPEEK_OK && i < pattern->stage_count; i++) {
    const bpeek_regex *regex = pattern->stages[i].regex;
    if (regex != NULL) {
      status =
          bpeek_matcher_new(regex, &memory, &splitter->runs[i].matcher, error);
    }
  }
  if (status != BPEEK_OK) {
    bpeek_splitter_free(splitter);
    return status;
  }
  *out = splitter;
  return BPEEK_OK;
}

void bpeek_splitter_free(bpeek_splitter *splitter) {
  if (splitter != NULL) {
    const bpeek_allocator memory = splitter->allocator;
    for (unsigned i = 0; i < MOST_PATTERNS; i++) {
      bpeek_matcher_free(splitter->runs[i].matcher);
    }
    bpeek_release(&memory, splitter, 1, sizeof *splitter);
  }
}

/* Gives the stage at `level` a text: bytes of the whole from `base` on. */
static bpeek_status begin_stage(bpeek_splitter *splitter, unsigned level,
                                const uint8_t *text, size_t length,
                                uint32_t base, bpeek_error *error) {
  stage_run *run = &splitter->runs[level];
  if (run->matcher != NULL) {
    const bpeek_status status =
        bpeek_matcher_begin(run->matcher, text, length, error);
    if (status != BPEEK_OK) {
      return status;
    }
  }
  *run = (stage_run){
      .matcher = run->matcher, .text = text, .length = length, .base = base};
  splitter->level = level;
  return BPEEK_OK;
}

bpeek_status bpeek_split_begin(bpeek_splitter *splitter, const uint8_t *text,
                               size_t length, bpeek_error *error) {
  if ((uint64_t)length > UINT32_MAX) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "The text has %zu bytes, more than the 4 GiB that can be "
                      "split at once; give it in parts.",
                      length);
  }
  return begin_stage(splitter, 0, text, length, 0, error);
}

/* The next piece that the regex gives; *found false at the end of the text. */
static bpeek_status next_by_regex(stage_run *run, bool keep_unmatched,
                                  bpeek_span *piece, bool *found,
                                  bpeek_error *error) {
  bpeek_span match = run->waiting;
  *found = match.end != 0;
  if (!*found) {
    const bpeek_status status =
        bpeek_matcher_next(run->matcher, &match, found, error);
    if (status != BPEEK_OK) {
      return status;
    }
  }
  const size_t gap_end = *found ? match.begin : run->length;
  if (keep_unmatched && run->at < gap_end) {
    *piece = (bpeek_span){(uint32_t)run->at, (uint32_t)gap_end};
    run->at = gap_end;
    run->waiting = *found ? match : (bpeek_span){0, 0};
    *found = true;
    return BPEEK_OK;
  }
  *piece = match;
  run->at = *found ? match.end : run->length;
  run->waiting = (bpeek_span){0, 0};
  return BPEEK_OK;
}

static bpeek_status fill_by_regex(stage_run *run, bool keep_unmatched,
                                  bpeek_span *pieces, size_t capacity,
                                  size_t *count, bpeek_error *error) {
  size_t filled = 0;
  bool found = true;
  while (filled < capacity && run->at < run->length) {
    const bpeek_status status =
        next_by_regex(run, keep_unmatched, &pieces[filled], &found, error);
    if (status != BPEEK_OK) {
      return status;
    }
    filled += found ? 1 : 0;
  }
  *count = filled;
  return BPEEK_OK;
}

/* The next pieces of the text that the stage at `level` has. */
static bpeek_status next_of_stage(bpeek_splitter *splitter, unsigned level,
                                  bpeek_span *pieces, size_t capacity,
                                  size_t *count, bpeek_error *error) {
  const bpeek_pattern *pattern = splitter->pattern;
  bpeek_scanner *scanner = pattern->stages[level].scanner;
  stage_run *run = &splitter->runs[level];
  if (run->matcher != NULL) {
    return fill_by_regex(run, pattern->keep_unmatched, pieces, capacity, count,
                         error);
  }
  if (run->at == run->length) {
    *count = 0;
  } else if (scanner != NULL) {
    *count = scanner(run->text, run->length, run->at, pieces, capacity);
    run->at = pieces[*count - 1].end;
  } else {
    pieces[0] = (bpeek_span){0, (uint32_t)run->length};
    *count = 1;
    run->at = run->length;
  }
  return BPEEK_OK;
}

/* Turns places in a stage's text into places in the whole text. */
static void add_base(bpeek_span *pieces, size_t count, uint32_t base) {
  for (size_t i = 0; base > 0 && i < count; i++) {
    pieces[i].begin += base;
    pieces[i].end += base;
  }
}

bpeek_status bpeek_split_next(bpeek_splitter *splitter, bpeek_span *pieces,
                              size_t capacity, size_t *count,
                              bpeek_error *error) {
  const unsigned stages = splitter->pattern->stage_count;
  const unsigned last = stages == 0 ? 0 : stages - 1;
  for (;;) {
    const unsigned level = splitter->level;
    const stage_run *run = &splitter->runs[level];
    bpeek_status status = next_of_stage(
        splitter, level, pieces, level == last ? capacity : 1, count, error);
    if (status == BPEEK_PATTERN_LIMIT && error != NULL) {
      error->offset += run->base;
    }
    if (status == BPEEK_OK && *count > 0 && level < last) {
      status = begin_stage(splitter, level + 1, run->text + pieces[0].begin,
                           pieces[0].end - pieces[0].begin,
                           run->base + pieces[0].begin, error);
    } else if (status == BPEEK_OK && *count == 0 && level > 0) {
      splitter->level--;
    } else {
      add_base(pieces, status == BPEEK_OK ? *count : 0, run->base);
      return status;
    }
    if (status != BPEEK_OK) {
      return status;
    }
  }
}
