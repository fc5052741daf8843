/* What the tests and the fuzzer of documents share: models of every kind, and
 * the document beside a plain text, whose tokens are encoded anew. */
#ifndef BPEEK_TEST_DOCUMENT_SUPPORT_H
#define BPEEK_TEST_DOCUMENT_SUPPORT_H

#include "support.h"

/* ---- Models ------------------------------------------------------------ */

enum { MODEL_KINDS = 13, SPECIALS = 9 };

/* What the kind is, for messages. */
extern const char *const kind_names[MODEL_KINDS];

/* The model of each kind, all with the same special tokens, some of which
 * overlap; built once. */
const bpeek_model *model_of_kind(uint32_t kind);

/* Frees those models. */
void forget_models(void);

/* ---- Text -------------------------------------------------------------- */

typedef struct word {
  const uint16_t *units;
  size_t count;
} word;

enum { WORDS = 48 };

/* Words that pieces, special tokens and surrogate pairs are made of. */
extern const word words[WORDS];

/* ---- A document beside a plain text ------------------------------------ */

enum { MOST_UNITS = 1 << 16, MOST_TOKENS = 3 * MOST_UNITS };

typedef struct twins {
  bpeek_encoder *encoder; /* the document's */
  bpeek_encoder *fresh;
  bpeek_document *document;
  bpeek_tokens tokens; /* of the plain text, as of the last comparison */
  bpeek_special_policy policy;
  size_t length;
  uint32_t kind;
  uint32_t parsed[SPECIALS];
  uint16_t text[MOST_UNITS];
} twins;

/* Gets encoders for models of this kind. */
void open_twins(twins *both, uint32_t kind);
void close_twins(twins *both);

/*
 * Begins with an empty text in chunks of `chunk_size`. Bit i of `parsed` says
 * whether special token i becomes its id; if all are set, the mode says it.
 */
void begin_document(twins *both, uint32_t parsed, size_t chunk_size);

/* Edits both texts. */
void edit_twins(twins *both, size_t from, size_t to, const uint16_t *units,
                size_t count);

/* What differs between the document and the plain text, encoded anew; NULL if
 * nothing. Compares all tokens, the text and the totals. */
const char *compare_twins(twins *both);

/* The same for a part, by positions and by numbers of tokens; after
 * compare_twins. */
const char *compare_part(twins *both, size_t from, size_t to);

/* bpeek_document_edit, for text in UTF-16. */
bpeek_status edit_units(bpeek_document *document, size_t from, size_t to,
                        const uint16_t *units, size_t count,
                        bpeek_error *error);

#endif
