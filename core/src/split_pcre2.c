#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stddef.h>
#include <string.h>

#include "alloc.h"
#include "error.h"
#include "split_pcre2.h"
#include "split_spaces.h"
#include "unicode.h"

/*
 * What one match may cost: steps of PCRE2's matcher from one start position,
 * nested steps that may be gone back to, and kibibytes of memory for those.
 * Patterns of tokenizers take a few steps, and at worst one for each character
 * of a long run, which leaves room for runs of megabytes.
 */
enum {
  MATCH_LIMIT = 10000000,
  DEPTH_LIMIT = 1000000,
  HEAP_LIMIT = 128 * 1024,
};

/* `$` is the end of the text only; no \C, which could part a character. PCRE2
 * 10.42 takes `\P{N}*\P{L}` for `\P{N}*+\P{L}`, as if nothing could be both: it
 * must not make repeats possessive on its own. */
static const uint32_t compile_options =
    PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C |
    PCRE2_NO_AUTO_POSSESS;

struct bpeek_regex {
  bpeek_allocator allocator;
  pcre2_general_context *general;
  pcre2_code *code;
};

struct bpeek_matcher {
  bpeek_allocator allocator;
  pcre2_general_context *general;
  pcre2_match_context *limits;
  pcre2_match_data *data;
  const pcre2_code *code;
  const uint8_t *subject; /* the text, or `copy` */
  size_t length;
  size_t at; /* where the next search begins */
  /* The text without its malformed bytes, if it has any. */
  uint8_t *copy;
  size_t copy_capacity;
};

/* ---- Memory ------------------------------------------------------------ */

/* PCRE2 does not say how large a block is that it frees: it is written in
 * front of it. */
typedef union block_head {
  size_t size;
  max_align_t alignment;
} block_head;

static void *allocate_block(size_t size, void *allocator) {
  if (size > SIZE_MAX - sizeof(block_head)) {
    return NULL;
  }
  size += sizeof(block_head);
  block_head *head = bpeek_alloc(allocator, size, 1);
  if (head == NULL) {
    return NULL;
  }
  head->size = size;
  return head + 1;
}

static void free_block(void *block, void *allocator) {
  if (block != NULL) {
    block_head *head = (block_head *)block - 1;
    bpeek_release(allocator, head, head->size, 1);
  }
}

/* ---- Compiling --------------------------------------------------------- */

static bpeek_status compile_failure(int code, size_t offset,
                                    bpeek_error *error) {
  if (code == PCRE2_ERROR_HEAP_FAILED) {
    return bpeek_fail_memory(error);
  }
  PCRE2_UCHAR message[BPEEK_MESSAGE_SIZE];
  (void)pcre2_get_error_message(code, message, sizeof message);
  return bpeek_fail(error, BPEEK_BAD_PATTERN, offset,
                    "The split pattern is wrong at byte %zu: %s.", offset,
                    (const char *)message);
}

static bpeek_status compile(const bpeek_regex *regex, const uint8_t *pattern,
                            size_t length, uint32_t options, pcre2_code **code,
                            bpeek_error *error) {
  pcre2_compile_context *context = pcre2_compile_context_create(regex->general);
  if (context == NULL) {
    return bpeek_fail_memory(error);
  }
  int failure = 0;
  PCRE2_SIZE offset = 0;
  *code = pcre2_compile(pattern, length, compile_options | options, &failure,
                        &offset, context);
  pcre2_compile_context_free(context);
  return *code != NULL ? BPEEK_OK : compile_failure(failure, offset, error);
}

static int note_item(pcre2_callout_enumerate_block *block, void *is_item) {
  ((bool *)is_item)[block->pattern_position] = true;
  return 0;
}

/* Where PCRE2 sees the items of the pattern begin: at automatic callouts. */
static bpeek_status find_items(const bpeek_regex *regex, const uint8_t *pattern,
                               size_t length, bool *is_item,
                               bpeek_error *error) {
  pcre2_code *code = NULL;
  const bpeek_status status =
      compile(regex, pattern, length, PCRE2_AUTO_CALLOUT, &code, error);
  if (status == BPEEK_OK) {
    (void)pcre2_callout_enumerate(code, note_item, is_item);
    pcre2_code_free(code);
  }
  return status;
}

/* Compiles the pattern anew with its `\s` and `\S` written out. */
static bpeek_status compile_spelled(bpeek_regex *regex, const uint8_t *pattern,
                                    size_t length, const bool *is_item,
                                    bpeek_error *error) {
  const bpeek_allocator *memory = &regex->allocator;
  bpeek_spelled spelled = {NULL, 0, 0};
  bpeek_status status =
      bpeek_spell_spaces(pattern, length, is_item, memory, &spelled, error);
  if (status == BPEEK_OK) {
    pcre2_code *code = NULL;
    status = compile(regex, spelled.bytes, spelled.length, 0, &code, error);
    if (status == BPEEK_OK) {
      pcre2_code_free(regex->code);
      regex->code = code;
    }
  }
  bpeek_release(memory, spelled.bytes, spelled.capacity, 1);
  return status;
}

static bpeek_status compile_with_spaces(bpeek_regex *regex,
                                        const uint8_t *pattern, size_t length,
                                        bpeek_error *error) {
  /* One more, for the pattern's end is an item too. */
  bool *is_item = bpeek_alloc_zero(&regex->allocator, length + 1, 1);
  if (is_item == NULL) {
    return bpeek_fail_memory(error);
  }
  bpeek_status status = find_items(regex, pattern, length, is_item, error);
  if (status == BPEEK_OK) {
    status = compile_spelled(regex, pattern, length, is_item, error);
  }
  bpeek_release(&regex->allocator, is_item, length + 1, 1);
  return status;
}

static int note_position(pcre2_callout_enumerate_block *block, void *position) {
  *(size_t *)position = block->pattern_position;
  return 1;
}

/* A callout calls a function of the program that matches: there is none. */
static bpeek_status refuse_callouts(const bpeek_regex *regex,
                                    bpeek_error *error) {
  size_t position = 0;
  if (pcre2_callout_enumerate(regex->code, note_position, &position) == 0) {
    return BPEEK_OK;
  }
  return bpeek_fail(error, BPEEK_BAD_PATTERN, position,
                    "The split pattern has a callout before byte %zu, which "
                    "does nothing here; take it out.",
                    position);
}

bpeek_status bpeek_regex_compile(const uint8_t *pattern, size_t length,
                                 const bpeek_allocator *allocator,
                                 bpeek_regex **out, bpeek_error *error) {
  const bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_regex *regex = bpeek_alloc_zero(&memory, 1, sizeof *regex);
  if (regex == NULL) {
    return bpeek_fail_memory(error);
  }
  regex->allocator = memory;
  regex->general = pcre2_general_context_create(allocate_block, free_block,
                                                &regex->allocator);
  bpeek_status status =
      regex->general == NULL
          ? bpeek_fail_memory(error)
          : compile(regex, pattern, length, 0, &regex->code, error);
  if (status == BPEEK_OK) {
    status = refuse_callouts(regex, error);
  }
  if (status == BPEEK_OK && bpeek_has_space_escape(pattern, length)) {
    status = compile_with_spaces(regex, pattern, length, error);
  }
  if (status != BPEEK_OK) {
    bpeek_regex_free(regex);
    return status;
  }
  *out = regex;
  return BPEEK_OK;
}

void bpeek_regex_free(bpeek_regex *regex) {
  if (regex != NULL) {
    const bpeek_allocator memory = regex->allocator;
    pcre2_code_free(regex->code);
    pcre2_general_context_free(regex->general);
    bpeek_release(&memory, regex, 1, sizeof *regex);
  }
}

/* ---- Matching ---------------------------------------------------------- */

bpeek_status bpeek_matcher_new(const bpeek_regex *regex,
                               const bpeek_allocator *allocator,
                               bpeek_matcher **out, bpeek_error *error) {
  const bpeek_allocator memory = bpeek_allocator_or_default(allocator);
  bpeek_matcher *matcher = bpeek_alloc_zero(&memory, 1, sizeof *matcher);
  if (matcher == NULL) {
    return bpeek_fail_memory(error);
  }
  matcher->allocator = memory;
  matcher->code = regex->code;
  matcher->general = pcre2_general_context_create(allocate_block, free_block,
                                                  &matcher->allocator);
  if (matcher->general != NULL) {
    matcher->limits = pcre2_match_context_create(matcher->general);
    /* Room for where the match itself begins and ends, not for its groups. */
    matcher->data = pcre2_match_data_create(1, matcher->general);
  }
  if (matcher->limits == NULL || matcher->data == NULL) {
    bpeek_matcher_free(matcher);
    return bpeek_fail_memory(error);
  }
  (void)pcre2_set_match_limit(matcher->limits, MATCH_LIMIT);
  (void)pcre2_set_depth_limit(matcher->limits, DEPTH_LIMIT);
  (void)pcre2_set_heap_limit(matcher->limits, HEAP_LIMIT);
  *out = matcher;
  return BPEEK_OK;
}

void bpeek_matcher_free(bpeek_matcher *matcher) {
  if (matcher != NULL) {
    const bpeek_allocator memory = matcher->allocator;
    pcre2_match_data_free(matcher->data);
    pcre2_match_context_free(matcher->limits);
    pcre2_general_context_free(matcher->general);
    bpeek_release(&memory, matcher->copy, matcher->copy_capacity, 1);
    bpeek_release(&memory, matcher, 1, sizeof *matcher);
  }
}

bpeek_status bpeek_matcher_begin(bpeek_matcher *matcher, const uint8_t *text,
                                 size_t length, bpeek_error *error) {
  size_t malformed = bpeek_utf8_valid_length(text, length);
  const uint8_t *subject = text;
  if (malformed < length) {
    if (!bpeek_grow(&matcher->allocator, (void **)&matcher->copy,
                    &matcher->copy_capacity, length, 1)) {
      return bpeek_fail_memory(error);
    }
    memcpy(matcher->copy, text, length);
    while (malformed < length) {
      matcher->copy[malformed++] = 0x1A;
      malformed +=
          bpeek_utf8_valid_length(text + malformed, length - malformed);
    }
    subject = matcher->copy;
  }
  matcher->subject = subject;
  matcher->length = length;
  matcher->at = 0;
  return BPEEK_OK;
}

static int match_from(bpeek_matcher *matcher, size_t at, uint32_t options) {
  /* The subject is well-formed, and `at` is where a character begins. */
  return pcre2_match(matcher->code, matcher->subject, matcher->length, at,
                     options | PCRE2_NO_UTF_CHECK, matcher->data,
                     matcher->limits);
}

static size_t after_character(const bpeek_matcher *matcher, size_t at) {
  return at < matcher->length
             ? at + bpeek_utf8_step(matcher->subject, matcher->length, at)
             : matcher->length;
}

/* PCRE2 gave up on a search, but does not say on which start position: tries
 * them one by one. */
static bpeek_status match_failure(bpeek_matcher *matcher, int code,
                                  bpeek_error *error) {
  if (code == PCRE2_ERROR_NOMEMORY) {
    return bpeek_fail_memory(error);
  }
  size_t at = matcher->at;
  while (at < matcher->length &&
         match_from(matcher, at, PCRE2_ANCHORED) == PCRE2_ERROR_NOMATCH) {
    at = after_character(matcher, at);
  }
  PCRE2_UCHAR message[BPEEK_MESSAGE_SIZE];
  (void)pcre2_get_error_message(code, message, sizeof message);
  return bpeek_fail(
      error, BPEEK_PATTERN_LIMIT, at,
      "The split pattern takes too long to match the text at byte "
      "%zu (%s): make the pattern simpler.",
      at, (const char *)message);
}

bpeek_status bpeek_matcher_next(bpeek_matcher *matcher, bpeek_span *match,
                                bool *found, bpeek_error *error) {
  while (matcher->at < matcher->length) {
    const int code = match_from(matcher, matcher->at, 0);
    if (code == PCRE2_ERROR_NOMATCH) {
      matcher->at = matcher->length;
      break;
    }
    if (code < 0) {
      return match_failure(matcher, code, error);
    }
    const PCRE2_SIZE *bounds = pcre2_get_ovector_pointer(matcher->data);
    /* With \K in a group that a lookaround calls, a match may begin before
     * the search did, or end before it begins. */
    const size_t begin = bounds[0] < matcher->at ? matcher->at : bounds[0];
    const size_t end = bounds[1] < matcher->at ? matcher->at : bounds[1];
    if (begin < end) {
      *match = (bpeek_span){(uint32_t)begin, (uint32_t)end};
      *found = true;
      matcher->at = end;
      return BPEEK_OK;
    }
    matcher->at = after_character(matcher, end);
  }
  *found = false;
  return BPEEK_OK;
}
