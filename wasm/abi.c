/*
 * What WebAssembly exports: the functions of bpeek.h with arguments that
 * JavaScript can pass, that is numbers and addresses. Results go to one fixed
 * block, which abi.ts reads right after the call. Nothing is decided here.
 *
 * Besides these the module exports the C library's malloc and free, with which
 * abi.ts makes room for what it copies in.
 */
#include "bpeek.h"

/* The results of the last call. abi-layout.ts has the offsets: see the end. */
typedef struct abi_block {
  bpeek_error error;
  bpeek_model *model;
  bpeek_encoder *encoder;
  bpeek_tokens tokens;
  bpeek_buffer buffer;
  size_t length;
  uint32_t id_limit;
  const bpeek_special *specials;
  uint32_t special_count;
  const uint8_t *pattern;
  size_t pattern_length;
  bpeek_normalization normalization;
  bpeek_parts parts;
  bpeek_buffer vocab;
  uint32_t left, right;
  bpeek_document *document;
  bpeek_totals totals;
  size_t first;
  const uint16_t *units;
  bpeek_trainer *trainer;
  const bpeek_pair_count *pairs;
  size_t pair_count;
  bpeek_explanation explanation;
  bpeek_token_change change;
  bpeek_text_form text_form;
} abi_block;

static abi_block block;

/* Prototypes, since no header declares what only JavaScript calls. */
abi_block *bpeek_abi_block(void);
bpeek_status bpeek_abi_load_bpeek(const uint8_t *file, size_t length);
bpeek_status bpeek_abi_load_tiktoken(const uint8_t *file, size_t length,
                                     const uint8_t *pattern,
                                     size_t pattern_length,
                                     const bpeek_special *specials,
                                     uint32_t special_count,
                                     bpeek_normalization normalization);
bpeek_status bpeek_abi_load_minbpe(const uint8_t *file, size_t length);
bpeek_status bpeek_abi_build(const bpeek_parts *parts);
bpeek_status bpeek_abi_save_bpeek(const bpeek_model *model);
bpeek_status bpeek_abi_save_tiktoken(const bpeek_model *model);
bpeek_status bpeek_abi_save_minbpe(const bpeek_model *model);
bpeek_status bpeek_abi_token_parents(bpeek_encoder *encoder, uint32_t id);
void bpeek_abi_model_parts(const bpeek_model *model);
const uint8_t *bpeek_abi_model_token(const bpeek_model *model, uint32_t id);
void bpeek_abi_model_free(bpeek_model *model);
bpeek_status bpeek_abi_encoder_new(const bpeek_model *model);
void bpeek_abi_encoder_free(bpeek_encoder *encoder);
bpeek_status bpeek_abi_encode(bpeek_encoder *encoder, const uint8_t *text,
                              size_t length, bpeek_special_mode mode,
                              const uint32_t *parsed, size_t parsed_count,
                              unsigned want);
bpeek_status bpeek_abi_count(bpeek_encoder *encoder, const uint8_t *text,
                             size_t length, bpeek_special_mode mode,
                             const uint32_t *parsed, size_t parsed_count);
bpeek_status bpeek_abi_decode(const bpeek_model *model, const uint32_t *ids,
                              size_t count);
bpeek_status bpeek_abi_decode_text(const bpeek_model *model,
                                   const uint32_t *ids, size_t count);
void bpeek_abi_buffer_free(void);
void bpeek_abi_vocab_free(void);
bpeek_status bpeek_abi_document_new(bpeek_encoder *encoder,
                                    bpeek_special_mode mode,
                                    const uint32_t *parsed,
                                    size_t parsed_count);
void bpeek_abi_document_free(bpeek_document *document);
bpeek_status bpeek_abi_document_edit(bpeek_document *document, size_t from,
                                     size_t to, const uint8_t *text,
                                     size_t length);
bpeek_status bpeek_abi_document_tokens_in(bpeek_document *document, size_t from,
                                          size_t to);
bpeek_status bpeek_abi_document_tokens_at(bpeek_document *document,
                                          size_t index, size_t count);
bpeek_status bpeek_abi_document_text(bpeek_document *document, size_t from,
                                     size_t to);
bpeek_status bpeek_abi_explain(bpeek_encoder *encoder, const uint8_t *piece,
                               size_t length);
bpeek_status bpeek_abi_trainer_new(const uint8_t *text, size_t length,
                                   const uint8_t *pattern,
                                   size_t pattern_length,
                                   uint32_t vocabulary_size);
void bpeek_abi_trainer_free(bpeek_trainer *trainer);
bpeek_trainer_state bpeek_abi_trainer_state(const bpeek_trainer *trainer);
bpeek_status bpeek_abi_trainer_step(bpeek_trainer *trainer, uint32_t steps);
void bpeek_abi_trainer_merges(const bpeek_trainer *trainer);
bpeek_status bpeek_abi_trainer_candidates(bpeek_trainer *trainer, size_t most);
size_t bpeek_abi_trainer_token_count(const bpeek_trainer *trainer);
bpeek_status bpeek_abi_trainer_model(const bpeek_trainer *trainer,
                                     const bpeek_special *specials,
                                     uint32_t special_count);

/* The address of the block; it never moves. */
abi_block *bpeek_abi_block(void) { return &block; }

/* -> model */
bpeek_status bpeek_abi_load_bpeek(const uint8_t *file, size_t length) {
  return bpeek_load_bpeek(file, length, NULL, &block.model, &block.error);
}

/* -> model */
bpeek_status bpeek_abi_load_tiktoken(const uint8_t *file, size_t length,
                                     const uint8_t *pattern,
                                     size_t pattern_length,
                                     const bpeek_special *specials,
                                     uint32_t special_count,
                                     bpeek_normalization normalization) {
  const bpeek_parts extras = {
      .normalization = normalization,
      .pattern = pattern,
      .pattern_length = pattern_length,
      .specials = specials,
      .special_count = special_count,
  };
  return bpeek_load_tiktoken(file, length, &extras, NULL, &block.model,
                             &block.error);
}

/* -> model */
bpeek_status bpeek_abi_load_minbpe(const uint8_t *file, size_t length) {
  return bpeek_load_minbpe(file, length, NULL, &block.model, &block.error);
}

/* -> model */
bpeek_status bpeek_abi_build(const bpeek_parts *parts) {
  return bpeek_model_build(parts, NULL, &block.model, &block.error);
}

/* -> buffer, to be freed with bpeek_abi_buffer_free */
bpeek_status bpeek_abi_save_bpeek(const bpeek_model *model) {
  return bpeek_save_bpeek(model, &block.buffer, &block.error);
}

/* -> buffer, to be freed with bpeek_abi_buffer_free */
bpeek_status bpeek_abi_save_tiktoken(const bpeek_model *model) {
  return bpeek_save_tiktoken(model, &block.buffer, &block.error);
}

/* -> buffer, to be freed with bpeek_abi_buffer_free, and vocab, to be freed
 * with bpeek_abi_vocab_free */
bpeek_status bpeek_abi_save_minbpe(const bpeek_model *model) {
  return bpeek_save_minbpe(model, &block.buffer, &block.vocab, &block.error);
}

/* -> length (1 if the token has parents, else 0), left, right */
bpeek_status bpeek_abi_token_parents(bpeek_encoder *encoder, uint32_t id) {
  bool found = false;
  bpeek_status status = bpeek_token_parents(encoder, id, &found, &block.left,
                                            &block.right, &block.error);
  block.length = found ? 1 : 0;
  return status;
}

/* -> id_limit, specials, special_count, pattern, pattern_length,
 * normalization; and parts: all of them, borrowed from the model */
void bpeek_abi_model_parts(const bpeek_model *model) {
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  block.id_limit = bpeek_model_id_limit(model);
  block.specials = parts.specials;
  block.special_count = parts.special_count;
  block.pattern = parts.pattern;
  block.pattern_length = parts.pattern_length;
  block.normalization = parts.normalization;
  block.parts = parts;
}

/* -> length */
const uint8_t *bpeek_abi_model_token(const bpeek_model *model, uint32_t id) {
  return bpeek_model_token(model, id, &block.length);
}

void bpeek_abi_model_free(bpeek_model *model) { bpeek_model_free(model); }

/* -> encoder */
bpeek_status bpeek_abi_encoder_new(const bpeek_model *model) {
  return bpeek_encoder_new(model, NULL, &block.encoder, &block.error);
}

void bpeek_abi_encoder_free(bpeek_encoder *encoder) {
  bpeek_encoder_free(encoder);
}

/* -> tokens */
bpeek_status bpeek_abi_encode(bpeek_encoder *encoder, const uint8_t *text,
                              size_t length, bpeek_special_mode mode,
                              const uint32_t *parsed, size_t parsed_count,
                              unsigned want) {
  const bpeek_special_policy policy = {mode, parsed, parsed_count};
  return bpeek_encode(encoder, text, length, &policy, want, &block.tokens,
                      &block.error);
}

/* -> length: the number of tokens */
bpeek_status bpeek_abi_count(bpeek_encoder *encoder, const uint8_t *text,
                             size_t length, bpeek_special_mode mode,
                             const uint32_t *parsed, size_t parsed_count) {
  const bpeek_special_policy policy = {mode, parsed, parsed_count};
  return bpeek_count(encoder, text, length, &policy, &block.length,
                     &block.error);
}

/* -> buffer, to be freed with bpeek_abi_buffer_free */
bpeek_status bpeek_abi_decode(const bpeek_model *model, const uint32_t *ids,
                              size_t count) {
  return bpeek_decode(model, ids, count, &block.buffer, &block.error);
}

/* -> buffer, to be freed with bpeek_abi_buffer_free, and text_form */
bpeek_status bpeek_abi_decode_text(const bpeek_model *model,
                                   const uint32_t *ids, size_t count) {
  return bpeek_decode_text(model, ids, count, &block.buffer, &block.text_form,
                           &block.error);
}

void bpeek_abi_buffer_free(void) { bpeek_buffer_free(&block.buffer); }

void bpeek_abi_vocab_free(void) { bpeek_buffer_free(&block.vocab); }

/* -> document */
bpeek_status bpeek_abi_document_new(bpeek_encoder *encoder,
                                    bpeek_special_mode mode,
                                    const uint32_t *parsed,
                                    size_t parsed_count) {
  const bpeek_special_policy policy = {mode, parsed, parsed_count};
  return bpeek_document_new(encoder, &policy, NULL, &block.document,
                            &block.error);
}

void bpeek_abi_document_free(bpeek_document *document) {
  bpeek_document_free(document);
}

/* -> totals, change */
bpeek_status bpeek_abi_document_edit(bpeek_document *document, size_t from,
                                     size_t to, const uint8_t *text,
                                     size_t length) {
  bpeek_status status =
      bpeek_document_edit(document, from, to, text, length, &block.error);
  block.totals = bpeek_document_totals(document);
  block.change = bpeek_document_last_change(document);
  return status;
}

/* -> tokens, first */
bpeek_status bpeek_abi_document_tokens_in(bpeek_document *document, size_t from,
                                          size_t to) {
  return bpeek_document_tokens_in(document, from, to, &block.first,
                                  &block.tokens, &block.error);
}

/* -> tokens */
bpeek_status bpeek_abi_document_tokens_at(bpeek_document *document,
                                          size_t index, size_t count) {
  return bpeek_document_tokens_at(document, index, count, &block.tokens,
                                  &block.error);
}

/* -> units */
bpeek_status bpeek_abi_document_text(bpeek_document *document, size_t from,
                                     size_t to) {
  return bpeek_document_text(document, from, to, &block.units, &block.error);
}

/* -> explanation */
bpeek_status bpeek_abi_explain(bpeek_encoder *encoder, const uint8_t *piece,
                               size_t length) {
  return bpeek_explain(encoder, piece, length, &block.explanation,
                       &block.error);
}

/* -> trainer */
bpeek_status bpeek_abi_trainer_new(const uint8_t *text, size_t length,
                                   const uint8_t *pattern,
                                   size_t pattern_length,
                                   uint32_t vocabulary_size) {
  return bpeek_trainer_new(text, length, pattern, pattern_length,
                           vocabulary_size, NULL, &block.trainer, &block.error);
}

void bpeek_abi_trainer_free(bpeek_trainer *trainer) {
  bpeek_trainer_free(trainer);
}

bpeek_trainer_state bpeek_abi_trainer_state(const bpeek_trainer *trainer) {
  return bpeek_trainer_state_of(trainer);
}

/* -> pairs, pair_count: the merges done */
bpeek_status bpeek_abi_trainer_step(bpeek_trainer *trainer, uint32_t steps) {
  return bpeek_trainer_step(trainer, steps, &block.pairs, &block.pair_count,
                            &block.error);
}

/* -> pairs, pair_count: all merges so far */
void bpeek_abi_trainer_merges(const bpeek_trainer *trainer) {
  bpeek_trainer_merges(trainer, &block.pairs, &block.pair_count);
}

/* -> pairs, pair_count */
bpeek_status bpeek_abi_trainer_candidates(bpeek_trainer *trainer, size_t most) {
  return bpeek_trainer_candidates(trainer, most, &block.pairs,
                                  &block.pair_count, &block.error);
}

/* No text has more tokens than bytes, of which a size_t counts all. */
size_t bpeek_abi_trainer_token_count(const bpeek_trainer *trainer) {
  return (size_t)bpeek_trainer_token_count(trainer);
}

/* -> model */
bpeek_status bpeek_abi_trainer_model(const bpeek_trainer *trainer,
                                     const bpeek_special *specials,
                                     uint32_t special_count) {
  return bpeek_trainer_model(trainer, specials, special_count, NULL,
                             &block.model, &block.error);
}

/* The numbers and the layout that abi-layout.ts gives. */
_Static_assert(BPEEK_NO_MEMORY == 1 && BPEEK_BAD_ARGUMENT == 2 &&
                   BPEEK_TOO_LARGE == 3 && BPEEK_DAMAGED_FILE == 4 &&
                   BPEEK_BAD_MODEL == 5 && BPEEK_BAD_PATTERN == 6 &&
                   BPEEK_PATTERN_LIMIT == 7 && BPEEK_BAD_ID == 8 &&
                   BPEEK_SPECIAL_TOKEN == 9,
               "see abi-layout.ts: errorCodes");
_Static_assert(BPEEK_SPECIAL_IS_ERROR == 0 && BPEEK_SPECIAL_IS_TEXT == 1 &&
                   BPEEK_SPECIAL_IS_PARSED == 2,
               "see special.ts: modes");
_Static_assert(BPEEK_AS_WRITTEN == 0 && BPEEK_NFC == 1 && BPEEK_NFD == 2 &&
                   BPEEK_NFKC == 3 && BPEEK_NFKD == 4,
               "see parts.ts: normalizations");
_Static_assert(BPEEK_RANK_BY_BYTES == 0 && BPEEK_MERGE_LIST == 1 &&
                   BPEEK_SCORE == 2,
               "see parts.ts: rules");
_Static_assert(BPEEK_BYTES == 0 && BPEEK_CHARACTERS == 1,
               "see parts.ts: units");
_Static_assert(BPEEK_PREFIX_NEVER == 0 && BPEEK_PREFIX_ALWAYS == 1 &&
                   BPEEK_PREFIX_UNLESS_SPACE == 2,
               "see parts.ts: prefixes");
_Static_assert(BPEEK_WANT_ENDS == 1 && BPEEK_WANT_PIECES == 2 &&
                   BPEEK_WANT_UTF16 == 4,
               "see abi-layout.ts: want");
_Static_assert(BPEEK_TRAINER_GOES_ON == 0 && BPEEK_TRAINER_IS_COMPLETE == 1 &&
                   BPEEK_TRAINER_NO_PAIR_LEFT == 2,
               "see abi-layout.ts: trainerStates");
_Static_assert(BPEEK_BOUNDARY_NO_TOKEN == 0 && BPEEK_BOUNDARY_NO_MERGE == 1 &&
                   BPEEK_BOUNDARY_LOST == 2,
               "see abi-layout.ts: boundaryReasons");
_Static_assert(BPEEK_NO_ID == 0xffffffff, "see abi-layout.ts: noId");

#if __SIZEOF_POINTER__ == 4
#define AT(field, offset)                                                      \
  _Static_assert(offsetof(abi_block, field) == (offset),                       \
                 "see abi-layout.ts: " #field)
AT(error.message, 4);
AT(error.offset, 260);
AT(model, 264);
AT(encoder, 268);
AT(tokens.ids, 272);
AT(tokens.begins, 276);
AT(tokens.ends, 280);
AT(tokens.count, 284);
AT(tokens.piece_ends, 288);
AT(tokens.piece_count, 292);
AT(buffer.bytes, 296);
AT(buffer.length, 300);
AT(length, 312);
AT(id_limit, 316);
AT(specials, 320);
AT(special_count, 324);
AT(pattern, 328);
AT(pattern_length, 332);
AT(normalization, 336);
AT(parts, 340);
AT(vocab.bytes, 416);
AT(vocab.length, 420);
AT(left, 432);
AT(right, 436);
AT(document, 440);
AT(totals.bytes, 444);
AT(totals.characters, 448);
AT(totals.units, 452);
AT(totals.tokens, 456);
AT(first, 460);
AT(units, 464);
AT(trainer, 468);
AT(pairs, 472);
AT(pair_count, 476);
AT(explanation.whole_piece, 480);
AT(explanation.starts, 484);
AT(explanation.start_ends, 488);
AT(explanation.start_count, 492);
AT(explanation.steps, 496);
AT(explanation.step_count, 500);
AT(explanation.ids, 504);
AT(explanation.ends, 508);
AT(explanation.count, 512);
AT(explanation.boundaries, 516);
AT(change.first, 520);
AT(change.removed, 524);
AT(change.added, 528);
AT(text_form, 532);
#undef AT

#define PART(field, offset)                                                    \
  _Static_assert(offsetof(bpeek_parts, field) == (offset),                     \
                 "see abi-layout.ts: part." #field)
PART(rule, 0);
PART(whole_piece_first, 4);
PART(token_bytes, 8);
PART(token_ends, 12);
PART(token_count, 16);
PART(merges, 20);
PART(merge_count, 24);
PART(scores, 28);
PART(unit, 32);
PART(byte_tokens, 36);
PART(space_is_2581, 40);
PART(prefix, 44);
PART(prefix_only_first, 48);
PART(decoding_drops_space, 49);
PART(normalization, 52);
PART(specials, 56);
PART(special_count, 60);
PART(pattern, 64);
PART(pattern_length, 68);
PART(keep_unmatched, 72);
#undef PART
_Static_assert(sizeof(bpeek_parts) == 76, "see abi-layout.ts: partsSize");
_Static_assert(sizeof(bpeek_merge) == 12, "see parts.ts: merges");

_Static_assert(sizeof(bpeek_special) == 16 &&
                   offsetof(bpeek_special, text) == 0 &&
                   offsetof(bpeek_special, length) == 4 &&
                   offsetof(bpeek_special, id) == 8 &&
                   offsetof(bpeek_special, alias) == 12 &&
                   offsetof(bpeek_special, always) == 13 &&
                   offsetof(bpeek_special, as_written) == 14,
               "see abi-layout.ts: specialSize");

/* abi.ts reads these as rows of words, in the order of their fields. */
_Static_assert(sizeof(bpeek_pair_count) == 16 &&
                   offsetof(bpeek_pair_count, right) == 4 &&
                   offsetof(bpeek_pair_count, id) == 8 &&
                   offsetof(bpeek_pair_count, count) == 12,
               "see abi-layout.ts: pairWords");
_Static_assert(sizeof(bpeek_merge_step) == 20 &&
                   offsetof(bpeek_merge_step, left) == 4 &&
                   offsetof(bpeek_merge_step, right) == 8 &&
                   offsetof(bpeek_merge_step, result) == 12 &&
                   offsetof(bpeek_merge_step, rank) == 16,
               "see abi-layout.ts: stepWords");
_Static_assert(sizeof(bpeek_boundary) == 32 &&
                   offsetof(bpeek_boundary, reason) == 4 &&
                   offsetof(bpeek_boundary, lost) == 8 &&
                   offsetof(bpeek_boundary, winner) == 28,
               "see abi-layout.ts: boundaryWords");
#endif
