/*
 * Text to ids: special tokens, then the pieces between them, then their tokens.
 */
#include <string.h>

#include "alloc.h"
#include "encoder.h"
#include "error.h"
#include "normalize.h"
#include "offsets.h"
#include "special.h"

/* What one call wants, and how far it has come. */
typedef struct job {
  const uint8_t *text;
  size_t length;
  const bpeek_special_policy *policy;
  bool keeps_ids; /* else only counts */
  bool wants_ends, wants_pieces;
  size_t count; /* tokens so far */
} job;

/* The ids of one piece. */
typedef struct piece_tokens {
  const uint32_t *ids;
  uint32_t count;
} piece_tokens;

/* ---- One piece --------------------------------------------------------- */

/* `single` is where the id of a piece that is one token is put. */
static bpeek_status tokenize(bpeek_encoder *encoder, const uint8_t *piece,
                             uint32_t length, uint32_t *single,
                             piece_tokens *tokens, bpeek_error *error) {
  if (encoder->model->whole_piece_first) {
    *single = bpeek_token_of(encoder->model, piece, length);
    if (*single != BPEEK_NO_ID) {
      *tokens = (piece_tokens){single, 1};
      return BPEEK_OK;
    }
  }
  bpeek_merged merged;
  bpeek_status status =
      bpeek_merge_piece(encoder->merger, piece, length, NULL, &merged, error);
  if (status == BPEEK_OK) {
    *tokens = (piece_tokens){merged.ids, merged.count};
  }
  return status;
}

/* ---- Writing down ------------------------------------------------------ */

static bool reserve(bpeek_encoder *encoder, bpeek_numbers *array, size_t more) {
  return bpeek_grow(&encoder->allocator, (void **)&array->at, &array->capacity,
                    array->count + more, sizeof(uint32_t));
}

/* Room for the tokens and the end of one piece, in every array of the job. */
static bool reserve_piece(bpeek_encoder *encoder, const job *work,
                          size_t tokens) {
  return reserve(encoder, &encoder->ids, tokens) &&
         (!work->wants_ends || (reserve(encoder, &encoder->begins, tokens) &&
                                reserve(encoder, &encoder->ends, tokens))) &&
         (!work->wants_pieces || reserve(encoder, &encoder->piece_ends, 1));
}

/* Writes down where the last `count` ids begin and end: the tokens of a piece
 * stand side by side from `at` on. */
static void put_ends(bpeek_encoder *encoder, const uint32_t *ids,
                     uint32_t count, uint32_t at) {
  const bpeek_model *model = encoder->model;
  for (uint32_t i = 0; i < count; i++) {
    encoder->begins.at[encoder->begins.count++] = at;
    at += bpeek_token_length(model, ids[i]);
    encoder->ends.at[encoder->ends.count++] = at;
  }
}

static bpeek_status put_piece(bpeek_encoder *encoder, job *work,
                              piece_tokens tokens, bpeek_span span,
                              bpeek_error *error) {
  work->count += tokens.count;
  if (!work->keeps_ids) {
    return BPEEK_OK;
  }
  if (!reserve_piece(encoder, work, tokens.count)) {
    return bpeek_fail_memory(error);
  }
  uint32_t *out = encoder->ids.at + encoder->ids.count;
  memcpy(out, tokens.ids, tokens.count * sizeof *out);
  encoder->ids.count += tokens.count;
  if (work->wants_ends) {
    put_ends(encoder, out, tokens.count, span.begin);
  }
  if (work->wants_pieces && !encoder->model->cuts_before_spaces) {
    encoder->piece_ends.at[encoder->piece_ends.count++] = span.end;
  }
  return BPEEK_OK;
}

static bpeek_status put_special(bpeek_encoder *encoder, job *work,
                                const bpeek_special *special, size_t at,
                                bpeek_error *error) {
  work->count++;
  if (!work->keeps_ids) {
    return BPEEK_OK;
  }
  if (!reserve_piece(encoder, work, 1)) {
    return bpeek_fail_memory(error);
  }
  uint32_t end = (uint32_t)(at + special->length);
  encoder->ids.at[encoder->ids.count++] = special->id;
  if (work->wants_ends) {
    encoder->begins.at[encoder->begins.count++] = (uint32_t)at;
    encoder->ends.at[encoder->ends.count++] = end;
  }
  if (work->wants_pieces) {
    encoder->piece_ends.at[encoder->piece_ends.count++] = end;
  }
  return BPEEK_OK;
}

/* ---- Ordinary text ----------------------------------------------------- */

/* What is split: a run of the text, or a normal form of it. Offsets into it
 * are `base` less than those written down. */
typedef struct subject {
  const uint8_t *text;
  size_t length;
  uint32_t base;
} subject;

static bpeek_status encode_piece(bpeek_encoder *encoder, job *work,
                                 const subject *from, bpeek_span span,
                                 bpeek_error *error) {
  const uint8_t *piece = from->text + span.begin;
  uint32_t length = span.end - span.begin;
  bpeek_span place = {from->base + span.begin, from->base + span.end};
  bpeek_piece_entry *entry = NULL;
  bpeek_piece_key key = {0, 0};
  if (length <= BPEEK_CACHED_PIECE) {
    key = bpeek_piece_key_of(piece, length, from->length - span.begin);
    entry = bpeek_piece_place(encoder->cache, key);
    if (bpeek_piece_is(entry, key)) {
      uint32_t count = bpeek_piece_count(entry);
      uint32_t ids[BPEEK_CACHED_TOKENS];
      memcpy(ids, entry->ids, sizeof ids);
      ids[0] &= BPEEK_ID_MASK;
      return put_piece(encoder, work, (piece_tokens){ids, count}, place, error);
    }
  }
  uint32_t single = 0;
  piece_tokens tokens;
  bpeek_status status =
      tokenize(encoder, piece, length, &single, &tokens, error);
  if (status != BPEEK_OK) {
    return status;
  }
  if (entry != NULL && tokens.count <= BPEEK_CACHED_TOKENS) {
    bpeek_piece_store(entry, key, tokens.ids, tokens.count);
  }
  return put_piece(encoder, work, tokens, place, error);
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

static bpeek_status encode_between_spaces(bpeek_encoder *encoder, job *work,
                                          const subject *whole,
                                          bpeek_error *error) {
  bpeek_status status = BPEEK_OK;
  for (size_t at = 0; status == BPEEK_OK && at < whole->length;) {
    size_t end = next_space(whole, at);
    bpeek_span span = {(uint32_t)at, (uint32_t)end};
    status = encode_piece(encoder, work, whole, span, error);
    at = end;
  }
  return status;
}

static bpeek_status encode_pieces(bpeek_encoder *encoder, job *work,
                                  const subject *whole, bpeek_error *error) {
  if (encoder->model->cuts_before_spaces) {
    return encode_between_spaces(encoder, work, whole, error);
  }
  bpeek_status status =
      bpeek_split_begin(encoder->splitter, whole->text, whole->length, error);
  size_t count = 1;
  while (status == BPEEK_OK && count > 0) {
    status = bpeek_split_next(encoder->splitter, encoder->pieces,
                              BPEEK_PIECES_AT_ONCE, &count, error);
    for (size_t i = 0; status == BPEEK_OK && i < count; i++) {
      status = encode_piece(encoder, work, whole, encoder->pieces[i], error);
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
    uint32_t *numbers = arrays[i]->at + from[i];
    size_t count = arrays[i]->count - from[i];
    bpeek_offsets_as_written(normal, work->text + run.begin,
                             run.end - run.begin, numbers, count);
    for (size_t k = 0; k < count; k++) {
      numbers[k] += run.begin;
    }
  }
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
                      run.begin == 0, encoder->normal);
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
  if (status == BPEEK_OK && work->wants_pieces &&
      encoder->model->cuts_before_spaces) {
    /* Such cuts are a short way to the same tokens: the run is one piece. */
    if (!reserve(encoder, &encoder->piece_ends, 1)) {
      return bpeek_fail_memory(error);
    }
    encoder->piece_ends.at[encoder->piece_ends.count++] = run.end;
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

static void to_utf16(bpeek_encoder *encoder, const job *work) {
  bpeek_numbers *arrays[] = {&encoder->begins, &encoder->ends,
                             &encoder->piece_ends};
  for (unsigned i = 0; i < 3; i++) {
    bpeek_offsets_to_utf16(work->text, work->length, arrays[i]->at,
                           arrays[i]->count);
  }
}

bpeek_status bpeek_encode(bpeek_encoder *encoder, const uint8_t *text,
                          size_t length, const bpeek_special_policy *policy,
                          unsigned want, bpeek_tokens *tokens,
                          bpeek_error *error) {
  job work;
  bpeek_status status = start(&work, text, length, policy, error);
  if (status != BPEEK_OK) {
    return status;
  }
  work.keeps_ids = true;
  work.wants_ends = (want & BPEEK_WANT_ENDS) != 0;
  work.wants_pieces = (want & BPEEK_WANT_PIECES) != 0;
  encoder->ids.count = 0;
  encoder->begins.count = 0;
  encoder->ends.count = 0;
  encoder->piece_ends.count = 0;
  status = encode_all(encoder, &work, error);
  if (status != BPEEK_OK) {
    return status;
  }
  if ((want & BPEEK_WANT_UTF16) != 0) {
    to_utf16(encoder, &work);
  }
  *tokens = (bpeek_tokens){.ids = encoder->ids.at, .count = work.count};
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
