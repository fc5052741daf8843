/*
 * Text to ids: special tokens, then the pieces between them, then their tokens.
 */
#include "encode.h"

#include <string.h>

#include "alloc.h"
#include "apart.h"
#include "error.h"
#include "normalize.h"
#include "offsets.h"
#include "special.h"
#include "tokenize.h"

/* Of most texts a little more. */
enum { BYTES_OF_A_TOKEN = 3 };

/* What one call wants, and how far it has come. */
typedef struct job {
  const uint8_t *text;
  size_t length;
  bool continues, goes_on; /* see bpeek_part */
  const bpeek_special_policy *policy;
  bool keeps_ids; /* else only counts */
  bool wants_ends, wants_pieces;
  size_t count; /* tokens so far, where no ids are kept */
} job;

/* ---- Where tokens and pieces end --------------------------------------- */

/* Writes down where the ids from `first` on begin and end. They are the tokens
 * of these pieces, side by side in each. */
static BPEEK_APART bpeek_status put_ends(bpeek_encoder *encoder, size_t first,
                                         const bpeek_span *pieces, size_t count,
                                         uint32_t base, bpeek_error *error) {
  size_t more = encoder->ids.count - first;
  if (!bpeek_reserve(encoder, &encoder->begins, more) ||
      !bpeek_reserve(encoder, &encoder->ends, more)) {
    return bpeek_fail_memory(error);
  }
  const uint32_t *id = encoder->ids.at + first;
  uint32_t *begins = encoder->begins.at + encoder->begins.count;
  uint32_t *ends = encoder->ends.at + encoder->ends.count;
  for (size_t i = 0; i < count; i++) {
    for (uint32_t at = pieces[i].begin; at < pieces[i].end;) {
      *begins++ = base + at;
      at += bpeek_token_length(encoder->model, *id++);
      *ends++ = base + at;
    }
  }
  encoder->begins.count += more;
  encoder->ends.count += more;
  return BPEEK_OK;
}

static BPEEK_APART bpeek_status put_piece_ends(bpeek_encoder *encoder,
                                               const bpeek_span *pieces,
                                               size_t count, uint32_t base,
                                               bpeek_error *error) {
  if (!bpeek_reserve(encoder, &encoder->piece_ends, count)) {
    return bpeek_fail_memory(error);
  }
  for (size_t i = 0; i < count; i++) {
    encoder->piece_ends.at[encoder->piece_ends.count++] = base + pieces[i].end;
  }
  return BPEEK_OK;
}

static bpeek_status put_special(bpeek_encoder *encoder, job *work,
                                const bpeek_special *special, size_t at,
                                bpeek_error *error) {
  if (!work->keeps_ids) {
    work->count++;
    return BPEEK_OK;
  }
  if (!bpeek_reserve(encoder, &encoder->ids, 1) ||
      !bpeek_reserve(encoder, &encoder->begins, 1) ||
      !bpeek_reserve(encoder, &encoder->ends, 1)) {
    return bpeek_fail_memory(error);
  }
  bpeek_span place = {(uint32_t)at, (uint32_t)(at + special->length)};
  encoder->ids.at[encoder->ids.count++] = special->id;
  encoder->begins.at[encoder->begins.count++] = place.begin;
  encoder->ends.at[encoder->ends.count++] = place.end;
  return put_piece_ends(encoder, &place, 1, 0, error);
}

/* ---- Ordinary text ----------------------------------------------------- */

/* What is split: a run of the text, or a normal form of it. Offsets into it
 * are `base` less than those written down. */
typedef struct subject {
  const uint8_t *text;
  size_t length;
  uint32_t base;
} subject;

static bpeek_status encode_batch(bpeek_encoder *encoder, job *work,
                                 const subject *whole, const bpeek_span *pieces,
                                 size_t count, bpeek_error *error) {
  if (!work->keeps_ids) {
    return bpeek_tokenize_count(encoder, whole->text, whole->length, pieces,
                                count, &work->count, error);
  }
  size_t first = encoder->ids.count;
  bpeek_status status =
      bpeek_tokenize(encoder, whole->text, whole->length, pieces, count, error);
  if (status == BPEEK_OK && work->wants_ends) {
    status = put_ends(encoder, first, pieces, count, whole->base, error);
  }
  /* Cuts before spaces are a short way to the same tokens, no pieces. */
  if (status == BPEEK_OK && work->wants_pieces &&
      !encoder->model->cuts_before_spaces) {
    status = put_piece_ends(encoder, pieces, count, whole->base, error);
  }
  return status;
}

/* Where the run of spaces begins that follows the piece at `from`. */
static size_t next_space(const subject *whole, size_t from) {
  size_t at = from;
  while (at < whole->length && whole->text[at] == ' ') {
    at++;
  }
  while (at < whole->length && whole->text[at] != ' ') {
    at++;
  }
  return at;
}

static size_t pieces_between_spaces(const subject *whole, size_t *from,
                                    bpeek_span *pieces, size_t capacity) {
  size_t count = 0;
  while (count < capacity && *from < whole->length) {
    size_t end = next_space(whole, *from);
    pieces[count++] = (bpeek_span){(uint32_t)*from, (uint32_t)end};
    *from = end;
  }
  return count;
}

static bpeek_status encode_pieces(bpeek_encoder *encoder, job *work,
                                  const subject *whole, bpeek_error *error) {
  bool cuts = encoder->model->cuts_before_spaces;
  bpeek_span *pieces = encoder->pieces;
  bpeek_status status =
      bpeek_split_begin(encoder->splitter, whole->text, whole->length, error);
  size_t cut = 0;
  size_t count = 1;
  while (status == BPEEK_OK && count > 0) {
    if (cuts) {
      count = pieces_between_spaces(whole, &cut, pieces, BPEEK_PIECES_AT_ONCE);
    } else {
      status = bpeek_split_next(encoder->splitter, pieces, BPEEK_PIECES_AT_ONCE,
                                &count, error);
    }
    if (status == BPEEK_OK && count > 0) {
      status = encode_batch(encoder, work, whole, pieces, count, error);
    }
  }
  if (status == BPEEK_PATTERN_LIMIT && error != NULL) {
    error->offset += whole->base;
  }
  return status;
}

/* How many numbers each array holds. */
typedef struct fill_marks {
  size_t begins, ends, piece_ends;
} fill_marks;

static void ends_as_written(bpeek_encoder *encoder, const job *work,
                            const bpeek_normal *normal, bpeek_span run,
                            const fill_marks *marks) {
  bpeek_numbers *arrays[] = {&encoder->begins, &encoder->ends,
                             &encoder->piece_ends};
  const size_t from[] = {marks->begins, marks->ends, marks->piece_ends};
  for (unsigned i = 0; i < 3; i++) {
    size_t count = arrays[i]->count - from[i];
    if (count == 0) {
      continue;
    }
    uint32_t *numbers = arrays[i]->at + from[i];
    bpeek_offsets_as_written(normal, work->text + run.begin,
                             run.end - run.begin, numbers, count);
    for (size_t k = 0; k < count; k++) {
      numbers[k] += run.begin;
    }
  }
}

static bpeek_run_start start_of(const job *work, bpeek_span run) {
  return run.begin > 0     ? BPEEK_RUN_AFTER_SPECIAL
         : work->continues ? BPEEK_RUN_CONTINUED
                           : BPEEK_RUN_BEGINS_TEXT;
}

static bpeek_status encode_normalized(bpeek_encoder *encoder, job *work,
                                      bpeek_span run, bpeek_error *error) {
  size_t length = run.end - run.begin;
  if (!bpeek_grow(&encoder->allocator, (void **)&encoder->normal,
                  &encoder->normal_capacity, bpeek_normal_size(length), 1)) {
    return bpeek_fail_memory(error);
  }
  bpeek_normal normal =
      bpeek_normalize(encoder->model, work->text + run.begin, length,
                      start_of(work, run), encoder->normal);
  fill_marks marks = {encoder->begins.count, encoder->ends.count,
                      encoder->piece_ends.count};
  subject whole = {normal.text, normal.length, 0};
  bpeek_status status = encode_pieces(encoder, work, &whole, error);
  if (status == BPEEK_OK) {
    ends_as_written(encoder, work, &normal, run, &marks);
  } else if (status == BPEEK_PATTERN_LIMIT && error != NULL) {
    uint32_t offset = (uint32_t)error->offset;
    bpeek_offsets_as_written(&normal, work->text + run.begin, length, &offset,
                             1);
    error->offset = run.begin + offset;
  }
  return status;
}

static bpeek_status encode_ordinary(bpeek_encoder *encoder, job *work,
                                    size_t begin, size_t end,
                                    bpeek_error *error) {
  if (begin == end) {
    return BPEEK_OK;
  }
  bpeek_span run = {(uint32_t)begin, (uint32_t)end};
  subject whole = {work->text + begin, end - begin, run.begin};
  bpeek_status status = bpeek_model_normalizes(encoder->model)
                            ? encode_normalized(encoder, work, run, error)
                            : encode_pieces(encoder, work, &whole, error);
  bool goes_on = work->goes_on && end == work->length;
  if (status == BPEEK_OK && work->wants_pieces &&
      encoder->model->cuts_before_spaces && !goes_on) {
    status = put_piece_ends(encoder, &run, 1, 0, error);
  }
  return status;
}

/* ---- Whole texts ------------------------------------------------------- */

static bpeek_status fail_special(const bpeek_special *special, size_t at,
                                 bpeek_error *error) {
  return bpeek_fail(error, BPEEK_SPECIAL_TOKEN, at,
                    "The text holds the special token %.*s at byte %zu; parse "
                    "it, or take it as text.",
                    (int)(special->length < 100 ? special->length : 100),
                    (const char *)special->text, at);
}

/* Encodes the special tokens that begin before `limit`, and the text before
 * each. *rest is where the text after the last of them begins. */
static bpeek_status encode_specials(bpeek_encoder *encoder, job *work,
                                    size_t limit, size_t *rest,
                                    bpeek_error *error) {
  *rest = 0;
  for (;;) {
    size_t at = 0;
    bool is_parsed = false;
    const bpeek_special *special =
        bpeek_special_next(&encoder->model->special_index, work->policy,
                           work->text, work->length, *rest, &at, &is_parsed);
    if (special == NULL || at >= limit) {
      return BPEEK_OK;
    }
    if (!is_parsed) {
      return fail_special(special, at, error);
    }
    bpeek_status status = encode_ordinary(encoder, work, *rest, at, error);
    if (status == BPEEK_OK) {
      status = put_special(encoder, work, special, at, error);
    }
    if (status != BPEEK_OK) {
      return status;
    }
    *rest = at + special->length;
  }
}

static const bpeek_special_policy ERROR_POLICY = {BPEEK_SPECIAL_IS_ERROR, NULL,
                                                  0};

static bpeek_status start(job *work, const uint8_t *text, size_t length,
                          const bpeek_special_policy *policy,
                          bpeek_error *error) {
  *work = (job){.text = text,
                .length = length,
                .policy = policy == NULL ? &ERROR_POLICY : policy};
  if (length >= UINT32_MAX) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "The text has 4 GiB or more; encode it in parts.");
  }
  return BPEEK_OK;
}

static bpeek_status encode_all(bpeek_encoder *encoder, job *work,
                               bpeek_error *error) {
  size_t rest = 0;
  bpeek_status status =
      encode_specials(encoder, work, work->length, &rest, error);
  if (status == BPEEK_OK) {
    status = encode_ordinary(encoder, work, rest, work->length, error);
  }
  return status;
}

/* One walk through the text for all: tokens do not overlap, and where a piece
 * ends a token does. */
static void to_utf16(bpeek_encoder *encoder, const job *work) {
  bpeek_utf16_cursor cursor = {work->text, work->length, 0, 0};
  bpeek_numbers *pieces = &encoder->piece_ends;
  size_t piece = 0;
  for (size_t i = 0; i < encoder->ends.count; i++) {
    uint32_t end = encoder->ends.at[i];
    encoder->begins.at[i] = bpeek_utf16_at(&cursor, encoder->begins.at[i]);
    encoder->ends.at[i] = bpeek_utf16_at(&cursor, end);
    while (piece < pieces->count && pieces->at[piece] <= end) {
      pieces->at[piece++] = encoder->ends.at[i];
    }
  }
  if (piece < pieces->count) {
    bpeek_offsets_to_utf16(work->text, work->length, pieces->at + piece,
                           pieces->count - piece);
  }
}

bpeek_status bpeek_encode(bpeek_encoder *encoder, const uint8_t *text,
                          size_t length, const bpeek_special_policy *policy,
                          unsigned want, bpeek_tokens *tokens,
                          bpeek_error *error) {
  const bpeek_part whole = {.text = text, .length = length};
  return bpeek_encode_part(encoder, &whole, policy, want, tokens, error);
}

bpeek_status bpeek_encode_part(bpeek_encoder *encoder, const bpeek_part *part,
                               const bpeek_special_policy *policy,
                               unsigned want, bpeek_tokens *tokens,
                               bpeek_error *error) {
  job work;
  bpeek_status status = start(&work, part->text, part->length, policy, error);
  if (status != BPEEK_OK) {
    return status;
  }
  work.continues = part->continues;
  work.goes_on = part->goes_on;
  work.keeps_ids = true;
  work.wants_ends = (want & BPEEK_WANT_ENDS) != 0;
  work.wants_pieces = (want & BPEEK_WANT_PIECES) != 0;
  encoder->ids.count = 0;
  encoder->begins.count = 0;
  encoder->ends.count = 0;
  encoder->piece_ends.count = 0;
  /* Room for as many tokens as prose has, so that they are seldom moved. */
  if (!bpeek_reserve(encoder, &encoder->ids, part->length / BYTES_OF_A_TOKEN)) {
    return bpeek_fail_memory(error);
  }
  status = encode_all(encoder, &work, error);
  if (status != BPEEK_OK) {
    return status;
  }
  if ((want & BPEEK_WANT_UTF16) != 0) {
    to_utf16(encoder, &work);
  }
  *tokens = (bpeek_tokens){.ids = encoder->ids.at, .count = encoder->ids.count};
  if (work.wants_ends) {
    tokens->begins = encoder->begins.at;
    tokens->ends = encoder->ends.at;
  }
  if (work.wants_pieces) {
    tokens->piece_ends = encoder->piece_ends.at;
    tokens->piece_count = encoder->piece_ends.count;
  }
  return BPEEK_OK;
}

bpeek_status bpeek_count(bpeek_encoder *encoder, const uint8_t *text,
                         size_t length, const bpeek_special_policy *policy,
                         size_t *count, bpeek_error *error) {
  job work;
  bpeek_status status = start(&work, text, length, policy, error);
  if (status == BPEEK_OK) {
    status = encode_all(encoder, &work, error);
  }
  if (status == BPEEK_OK) {
    *count = work.count;
  }
  return status;
}

bpeek_status bpeek_count_part(bpeek_encoder *encoder, const uint8_t *text,
                              size_t length, const bpeek_special_policy *policy,
                              size_t *count, size_t *used, bpeek_error *error) {
  job work;
  bpeek_status status = start(&work, text, length, policy, error);
  if (status != BPEEK_OK) {
    return status;
  }
  /* A special token that begins later might be cut off, or be the beginning
   * of a longer one. */
  size_t longest = encoder->model->special_index.longest;
  size_t limit = length > longest ? length - longest : 0;
  size_t rest = 0;
  size_t cut = 0;
  if (!bpeek_model_streams(encoder->model)) {
    *count = 0;
    *used = 0;
    return BPEEK_OK;
  }
  status = encode_specials(encoder, &work, limit, &rest, error);
  if (status == BPEEK_OK && limit > rest) {
    cut = bpeek_split_safe_cut(encoder->model->pattern, text + rest,
                               length - rest, limit - rest);
    status = encode_ordinary(encoder, &work, rest, rest + cut, error);
  }
  if (status == BPEEK_OK) {
    *count = work.count;
    *used = rest + cut;
  }
  return status;
}
