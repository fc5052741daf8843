#include "document_support.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"

/* ---- UTF-16 ------------------------------------------------------------ */

/* The code point at units[*i], or half of a pair; steps over it. */
static uint32_t next_code_point(const uint16_t *units, size_t count,
                                size_t *i) {
  uint32_t unit = units[(*i)++];
  bool is_pair = unit >= 0xD800 && unit < 0xDC00 && *i < count &&
                 units[*i] >= 0xDC00 && units[*i] <= 0xDFFF;
  return is_pair ? 0x10000 + (unit - 0xD800) * 0x400 + (units[(*i)++] - 0xDC00)
                 : unit;
}

/* Writes at most 3 bytes for each unit, and says how many. Halves of pairs are
 * U+FFFD, or else as WTF-8 has them. */
static size_t utf8_of_units(const uint16_t *units, size_t count, uint8_t *out,
                            bool keeps_halves) {
  static const uint8_t leads[] = {0x00, 0xC0, 0xE0, 0xF0};
  size_t length = 0;
  for (size_t i = 0; i < count;) {
    uint32_t code = next_code_point(units, count, &i);
    if (!keeps_halves && code >= 0xD800 && code <= 0xDFFF) {
      code = 0xFFFD;
    }
    unsigned more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    out[length++] = (uint8_t)(leads[more] | code >> (6 * more));
    while (more-- > 0) {
      out[length++] = (uint8_t)(0x80 | (code >> (6 * more) & 0x3F));
    }
  }
  return length;
}

bpeek_status edit_units(bpeek_document *document, size_t from, size_t to,
                        const uint16_t *units, size_t count,
                        bpeek_error *error) {
  uint8_t *bytes = malloc(3 * count + 1);
  assert_non_null(bytes);
  size_t length = utf8_of_units(units, count, bytes, true);
  bpeek_status status =
      bpeek_document_edit(document, from, to, bytes, length, error);
  free(bytes);
  return status;
}

/* ---- A document beside a plain text ------------------------------------ */

void open_twins(twins *both, uint32_t kind) {
  const bpeek_model *model = model_of_kind(kind);
  memset(both, 0, sizeof *both);
  both->kind = kind;
  assert_int_equal(bpeek_encoder_new(model, NULL, &both->encoder, NULL),
                   BPEEK_OK);
  assert_int_equal(bpeek_encoder_new(model, NULL, &both->fresh, NULL),
                   BPEEK_OK);
}

void close_twins(twins *both) {
  bpeek_document_free(both->document);
  bpeek_encoder_free(both->encoder);
  bpeek_encoder_free(both->fresh);
}

void begin_document(twins *both, uint32_t parsed, size_t chunk_size) {
  bpeek_parts parts;
  bpeek_model_parts(model_of_kind(both->kind), &parts);
  both->policy = (bpeek_special_policy){BPEEK_SPECIAL_IS_TEXT, NULL, 0};
  if (parsed == (1U << SPECIALS) - 1) {
    both->policy.mode = BPEEK_SPECIAL_IS_PARSED;
  } else {
    for (uint32_t i = 0; i < SPECIALS; i++) {
      if ((parsed >> i & 1) != 0) {
        both->parsed[both->policy.parsed_count++] = parts.specials[i].id;
      }
    }
    both->policy.parsed = both->parsed;
  }
  bpeek_document_free(both->document);
  both->document = NULL;
  if (bpeek_document_new(both->encoder, &both->policy, NULL, &both->document,
                         NULL) != BPEEK_OK ||
      both->document == NULL) {
    fail();
    return;
  }
  both->document->chunk_size = chunk_size;
  both->length = 0;
}

/* The ids of all tokens that the document has. */
static size_t copy_ids(bpeek_document *document, uint32_t *ids) {
  bpeek_tokens tokens = {0};
  assert_int_equal(
      bpeek_document_tokens_at(document, 0, SIZE_MAX, &tokens, NULL), BPEEK_OK);
  assert_true(tokens.count <= MOST_TOKENS);
  if (tokens.count > 0) {
    memcpy(ids, tokens.ids, tokens.count * sizeof *ids);
  }
  return tokens.count;
}

/* Whether the tokens outside of what the last edit has changed are the same. */
static void check_change(bpeek_document *document, const uint32_t *before,
                         size_t count_before) {
  static uint32_t now[MOST_TOKENS];
  const bpeek_token_change change = bpeek_document_last_change(document);
  const size_t count = copy_ids(document, now);
  const size_t end_before = change.first + change.removed;
  const size_t end = change.first + change.added;
  if (end_before > count_before || end > count ||
      count_before - end_before != count - end ||
      memcmp(before, now, change.first * sizeof *now) != 0 ||
      memcmp(before + end_before, now + end, (count - end) * sizeof *now) !=
          0) {
    fail_msg("the edit has changed other tokens than %zu of %zu from number "
             "%zu on, into %zu of %zu",
             change.removed, count_before, change.first, change.added, count);
  }
}

void edit_twins(twins *both, size_t from, size_t to, const uint16_t *units,
                size_t count) {
  assert_true(both->length - (to - from) + count <= MOST_UNITS);
  memmove(both->text + from + count, both->text + to,
          (both->length - to) * sizeof *both->text);
  if (count > 0) {
    memcpy(both->text + from, units, count * sizeof *units);
  }
  both->length = both->length - (to - from) + count;
  static uint32_t ids_before[MOST_TOKENS];
  const size_t count_before = copy_ids(both->document, ids_before);
  bpeek_error error;
  if (edit_units(both->document, from, to, units, count, &error) != BPEEK_OK) {
    fail_msg("the edit fails: %s", error.message);
  }
  check_change(both->document, ids_before, count_before);
}

/* ---- Comparing --------------------------------------------------------- */

static bool same(const uint32_t *left, const uint32_t *right, size_t count) {
  return count == 0 || (left != NULL && right != NULL &&
                        memcmp(left, right, count * sizeof *left) == 0);
}

static bool same_units(const uint16_t *left, const uint16_t *right,
                       size_t count) {
  return count == 0 ||
         (left != NULL && memcmp(left, right, count * sizeof *left) == 0);
}

static const char *compare_totals(const twins *both, const uint8_t *utf8,
                                  size_t length) {
  bpeek_totals totals = bpeek_document_totals(both->document);
  size_t characters = 0;
  for (size_t i = 0; i < length; i++) {
    characters += (utf8[i] & 0xC0) != 0x80;
  }
  return totals.bytes != length                ? "the number of bytes is wrong"
         : totals.characters != characters     ? "of characters"
         : totals.units != both->length        ? "of units"
         : totals.tokens != both->tokens.count ? "of tokens"
                                               : NULL;
}

const char *compare_twins(twins *both) {
  static uint8_t utf8[3 * MOST_UNITS];
  size_t length = utf8_of_units(both->text, both->length, utf8, false);
  const uint16_t *text = NULL;
  bpeek_tokens tokens = {0};
  bpeek_error error;
  size_t first = 1;
  if (bpeek_encode(both->fresh, utf8, length, &both->policy,
                   BPEEK_WANT_ENDS | BPEEK_WANT_PIECES | BPEEK_WANT_UTF16,
                   &both->tokens, &error) != BPEEK_OK ||
      bpeek_document_tokens_in(both->document, 0, both->length, &first, &tokens,
                               &error) != BPEEK_OK ||
      bpeek_document_text(both->document, 0, both->length, &text, &error) !=
          BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  const bpeek_tokens *fresh = &both->tokens;
  size_t count = fresh->count;
  if (!same_units(text, both->text, both->length)) {
    return "the text is another";
  }
  if (first != 0 || tokens.count != count ||
      !same(tokens.ids, fresh->ids, count)) {
    return "the ids are others";
  }
  if (!same(tokens.ends, fresh->ends, count) ||
      !same(tokens.begins, fresh->begins, count)) {
    return "tokens lie elsewhere";
  }
  if (tokens.piece_count != fresh->piece_count ||
      !same(tokens.piece_ends, fresh->piece_ends, fresh->piece_count)) {
    return "pieces end elsewhere";
  }
  return compare_totals(both, utf8, length);
}

/* Whether token i lies in from .. to, as bpeek_document_tokens_in tells it. */
static bool lies_in(const bpeek_tokens *tokens, size_t i, size_t from,
                    size_t to) {
  uint32_t begin = tokens->begins[i];
  uint32_t end = tokens->ends[i];
  if (begin < end) {
    return begin < to && end > from;
  }
  return end == 0 ? from == 0 : end > from && end <= to;
}

/* Whether `part` is the tokens `first` .. `last` - 1. */
static bool is_part(const twins *both, const bpeek_tokens *part, size_t first,
                    size_t last) {
  const bpeek_tokens *whole = &both->tokens;
  if (part->count != last - first) {
    return false;
  }
  if (part->count == 0) {
    return part->piece_count == 0;
  }
  if (!same(part->ids, whole->ids + first, part->count) ||
      !same(part->begins, whole->begins + first, part->count) ||
      !same(part->ends, whole->ends + first, part->count)) {
    return false;
  }
  /* Each piece end is the end of one token, and they come in order. */
  size_t piece = 0;
  for (size_t i = 0; i < part->count && piece < part->piece_count; i++) {
    piece += part->piece_ends[piece] == part->ends[i];
  }
  return piece == part->piece_count;
}

const char *compare_part(twins *both, size_t from, size_t to) {
  const bpeek_tokens *whole = &both->tokens;
  const uint16_t *text = NULL;
  bpeek_tokens part = {0};
  size_t first = 0;
  bpeek_error error;
  if (bpeek_document_text(both->document, from, to, &text, &error) !=
          BPEEK_OK ||
      bpeek_document_tokens_in(both->document, from, to, &first, &part,
                               &error) != BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  if (!same_units(text, both->text + from, to - from)) {
    return "a part of the text is another";
  }
  size_t begin = 0;
  while (begin < whole->count && whole->ends[begin] <= from &&
         !lies_in(whole, begin, from, to)) {
    begin++;
  }
  size_t end = begin;
  while (end < whole->count && lies_in(whole, end, from, to)) {
    end++;
  }
  if (first != begin || !is_part(both, &part, begin, end)) {
    return "the tokens of a part are others";
  }
  size_t piece_count = part.piece_count;
  if (bpeek_document_tokens_at(both->document, begin, end - begin, &part,
                               &error) != BPEEK_OK) {
    fail_msg("%s", error.message);
  }
  if (part.piece_count != piece_count || !is_part(both, &part, begin, end)) {
    return "the tokens by number are others";
  }
  return NULL;
}
