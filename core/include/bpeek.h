/*
 * bpeek: an exact byte-pair-encoding tokenizer.
 *
 * A tokenizer cuts text into pieces (with a split pattern), then builds each
 * piece from bytes by merging adjacent tokens, best merge first, until no pair
 * of neighbours merges. The tokens that are left are the encoding of the text.
 *
 * This header is the whole of the library's interface.
 *
 * Ownership. What a function named _new, _build or _load returns is yours:
 * free it with the matching _free (which accepts NULL). Every other pointer
 * that the library hands out is borrowed: it is valid until the next call on
 * the same object, or for a model's data until bpeek_model_free. The library
 * keeps no pointer to memory of yours after a call has returned, except the
 * allocator's context, and a model that an encoder was made from: free the
 * model after its encoders (and an encoder after its documents).
 *
 * Threads. A bpeek_model is immutable once it is built: any number of threads
 * may use one. A bpeek_encoder belongs to one thread at a time.
 *
 * Text is UTF-8 bytes with a length, and may hold NUL bytes. Bytes that are
 * not well-formed UTF-8 are legal input: each is split as one character that
 * is neither letter, number nor white space, and encoded as itself, so that
 * decoding always gives the very bytes back.
 *
 * Errors are values. A function that can fail returns a bpeek_status and, if
 * `error` is not NULL, fills it in. After a failure outputs are untouched and
 * every object is still usable. The library never prints and never aborts.
 */
#ifndef BPEEK_H
#define BPEEK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BPEEK_VERSION "0.1.0"

/* ---- Errors ------------------------------------------------------------ */

typedef enum bpeek_status {
  BPEEK_OK = 0,
  BPEEK_NO_MEMORY,    /* an allocation failed */
  BPEEK_BAD_ARGUMENT, /* a parameter is outside of what its comment allows */
  BPEEK_TOO_LARGE, /* text of 4 GiB or more, or more ids than 32 bits count */
  BPEEK_DAMAGED_FILE,  /* a model file is not what it should be */
  BPEEK_BAD_MODEL,     /* parts that make no model: colliding ids, bad merge */
  BPEEK_BAD_PATTERN,   /* the split pattern does not compile */
  BPEEK_PATTERN_LIMIT, /* the split pattern ran into a match, depth or heap
                          limit */
  BPEEK_BAD_ID,        /* no token has this id */
  BPEEK_SPECIAL_TOKEN, /* the text holds a special token and the policy is
                          `error` */
} bpeek_status;

enum { BPEEK_MESSAGE_SIZE = 256 };

typedef struct bpeek_error {
  bpeek_status status;
  /* One sentence, NUL-terminated UTF-8: what is wrong and what to do. */
  char message[BPEEK_MESSAGE_SIZE];
  /* Where: a byte offset into the input (text, file or pattern), or an index
   * into an array of ids. 0 where no place can be named. */
  size_t offset;
} bpeek_error;

/* ---- Memory ------------------------------------------------------------ */

/*
 * Where the library takes its memory from. `resize` works as realloc does,
 * and is told the block's old size: block NULL and old_size 0 allocate,
 * new_size 0 frees and returns NULL. Blocks are aligned for any type. It
 * returns NULL when there is no memory; every function survives that.
 * Where a function takes an allocator, NULL stands for the C library's.
 */
typedef struct bpeek_allocator {
  void *(*resize)(void *context, void *block, size_t old_size, size_t new_size);
  void *context;
} bpeek_allocator;

/* ---- Models ------------------------------------------------------------ */

/* A tokenizer: the tokens' bytes, what merges and in which order, the special
 * tokens and the split pattern. Immutable. */
typedef struct bpeek_model bpeek_model;

/* Which pair of neighbours in a piece merges next. */
typedef enum bpeek_merge_rule {
  /* tiktoken. A piece that is a token is that token. Otherwise the pair merges
   * whose bytes, joined, are the token with the lowest id. */
  BPEEK_RANK_BY_BYTES = 0,
  /* minbpe, GPT-2, Hugging Face's BPE. The pair merges that comes first in
   * the list of merges. */
  BPEEK_MERGE_LIST = 1,
  /* SentencePiece's BPE. The pair merges whose bytes, joined, are the token
   * with the best score. */
  BPEEK_SCORE = 2,
} bpeek_merge_rule;

/* What a piece is before the first merge. */
typedef enum bpeek_unit {
  /* A token for each byte. */
  BPEEK_BYTES = 0,
  /* A token for each character; a character that is no token, and has not
   * merged in the end, becomes tokens of its bytes (byte fallback). */
  BPEEK_CHARACTERS = 1,
} bpeek_unit;

/* Whether a space is put before each run of ordinary text: the dummy prefix of
 * SentencePiece, the prefix space of Hugging Face. */
typedef enum bpeek_prefix {
  BPEEK_PREFIX_NEVER = 0,
  BPEEK_PREFIX_ALWAYS = 1,
  BPEEK_PREFIX_UNLESS_SPACE = 2, /* where there is none yet */
} bpeek_prefix;

/*
 * The normal form of Unicode that text is to be brought into before it is
 * encoded. The library does not do that, since its tables would weigh more than
 * all the rest: it keeps the name for the caller, who has a library for it.
 */
typedef enum bpeek_normalization {
  BPEEK_AS_WRITTEN = 0,
  BPEEK_NFC = 1,
  BPEEK_NFD = 2,
  BPEEK_NFKC = 3,
  BPEEK_NFKD = 4,
} bpeek_normalization;

/* One merge: the tokens `left` and `right` side by side become `result`. */
typedef struct bpeek_merge {
  uint32_t left, right, result;
} bpeek_merge;

/*
 * A special token: text that stands for an id and is never built by merges.
 * `alias`: another token, special or ordinary, has the same id; decoding that
 * id gives the other's text. Without it, an id that is taken already is an
 * error, unless by an ordinary token with the same bytes.
 */
typedef struct bpeek_special {
  const uint8_t *text;
  size_t length; /* in bytes, at least 1 */
  uint32_t id;
  bool alias;
  /* It becomes its id whatever the policy says: a token like any other, but
   * looked for before the text is split, as Hugging Face's added tokens are. */
  bool always;
  /* For the caller who normalizes text (see bpeek_normalization): it is looked
   * for in the text as written, before that is normalized. */
  bool as_written;
} bpeek_special;

/*
 * What a model is made of. The ids of ordinary tokens are 0 to token_count-1;
 * the bytes of token i are token_bytes[token_ends[i-1] .. token_ends[i]), from
 * 0 for i = 0. A token of length 0 marks an id that no token has.
 *
 * Two tokens may have the same bytes only under BPEEK_MERGE_LIST (the first is
 * found). For every byte there must be a token. Ids are at most BPEEK_MAX_ID.
 *
 * SentencePiece writes a space as U+2581; here it is a plain space, in tokens
 * and in merges, and `space_is_2581` says that U+2581 in a text means a space
 * too.
 */
typedef struct bpeek_parts {
  bpeek_merge_rule rule;
  /* BPEEK_MERGE_LIST: a piece that is a token is that token, before any merge
   * (Hugging Face's `ignore_merges`). Ignored under BPEEK_RANK_BY_BYTES. */
  bool whole_piece_first;
  const uint8_t *token_bytes;
  const uint32_t *token_ends;
  uint32_t token_count;
  /* BPEEK_MERGE_LIST only: the merges, first to last. The bytes of `result`
   * are those of `left`, then those of `right`; no pair comes twice. */
  const bpeek_merge *merges;
  uint32_t merge_count;
  /* BPEEK_SCORE only: a score for each token; the higher, the sooner. */
  const float *scores;
  bpeek_unit unit;
  /* BPEEK_CHARACTERS only: the 256 tokens of single bytes that are used for
   * byte fallback, and for nothing else. */
  const uint32_t *byte_tokens;
  bool space_is_2581;
  bpeek_prefix prefix;
  bool prefix_only_first;    /* not for text that follows a special token */
  bool decoding_drops_space; /* decoding drops a space at the beginning */
  bpeek_normalization normalization;
  const bpeek_special *specials;
  uint32_t special_count;
  /* The split pattern, a regular expression in PCRE2's syntax; NULL or length
   * 0: the whole text is one piece. `\s` means Unicode's White_Space. Text
   * that the pattern does not match belongs to no piece: it is left out, or,
   * with keep_unmatched, is a piece of its own. There may be several patterns,
   * with a NUL between: each splits the pieces of the one before. */
  const uint8_t *pattern;
  size_t pattern_length;
  bool keep_unmatched;
} bpeek_parts;

enum { BPEEK_MAX_ID = (1 << 21) - 2 };

/* Builds a model from its parts, which are copied.
 * Errors: BPEEK_BAD_MODEL (offset: index of the token, merge or special token
 * named in the message), BPEEK_BAD_PATTERN (offset in the pattern),
 * BPEEK_NO_MEMORY. */
bpeek_status bpeek_model_build(const bpeek_parts *parts,
                               const bpeek_allocator *allocator,
                               bpeek_model **model, bpeek_error *error);

void bpeek_model_free(bpeek_model *model);

/* The parts a model was built from, borrowed from it. */
void bpeek_model_parts(const bpeek_model *model, bpeek_parts *parts);

/* One more than the highest id, of special tokens too. */
uint32_t bpeek_model_id_limit(const bpeek_model *model);

/* The bytes of a token, special tokens included, and their number in `length`;
 * NULL and 0 if no token has this id. */
const uint8_t *bpeek_model_token(const bpeek_model *model, uint32_t id,
                                 size_t *length);

/* Finds the ordinary token with exactly these bytes. */
bool bpeek_model_find_token(const bpeek_model *model, const uint8_t *bytes,
                            size_t length, uint32_t *id);

/* `length` if the text is in the model's normal form for sure; else the offset
 * of the first character that may not be: without tables, that is nearly any
 * beyond ASCII. */
size_t bpeek_model_normal_length(const bpeek_model *model, const uint8_t *text,
                                 size_t length);

/* Finds the special token with exactly this text. */
bool bpeek_model_find_special(const bpeek_model *model, const uint8_t *text,
                              size_t length, uint32_t *id);

/* ---- Model files ------------------------------------------------------- */

/*
 * Bytes the library has written. Yours: free them with bpeek_buffer_free.
 */
typedef struct bpeek_buffer {
  uint8_t *bytes;
  size_t length;
  bpeek_allocator allocator;
} bpeek_buffer;

void bpeek_buffer_free(bpeek_buffer *buffer);

/*
 * bpeek's own compact file: versioned, compressed, checksummed block by block
 * (src/format_bpeek.c describes it). Loading refuses any other bytes with
 * BPEEK_DAMAGED_FILE and the offset of the first block that is not whole.
 */
bpeek_status bpeek_load_bpeek(const uint8_t *file, size_t length,
                              const bpeek_allocator *allocator,
                              bpeek_model **model, bpeek_error *error);

/* Writes `model` as such a file, into a buffer of the model's allocator. */
bpeek_status bpeek_save_bpeek(const bpeek_model *model, bpeek_buffer *file,
                              bpeek_error *error);

/*
 * A .tiktoken file: a line for each token, its bytes in base64, a space, its
 * rank, which is its id. Such a file names neither pattern nor special tokens:
 * `extras` gives them (its pattern and special fields and its normalization are
 * used, the rest is ignored). Errors name the byte offset of the line.
 */
bpeek_status bpeek_load_tiktoken(const uint8_t *file, size_t length,
                                 const bpeek_parts *extras,
                                 const bpeek_allocator *allocator,
                                 bpeek_model **model, bpeek_error *error);

/* Writes the ordinary tokens of a BPEEK_RANK_BY_BYTES model; for another
 * merge rule BPEEK_BAD_ARGUMENT, since such a file could not tell the order
 * of merges. */
bpeek_status bpeek_save_tiktoken(const bpeek_model *model, bpeek_buffer *file,
                                 bpeek_error *error);

/*
 * minbpe's two files. The .model holds pattern, special tokens and merges; the
 * .vocab is for people to read and can't be loaded. Only a BPEEK_MERGE_LIST
 * model whose bytes have the ids 0 to 255 and whose merge i makes 256 + i can
 * be saved so; for another, BPEEK_BAD_ARGUMENT says why. Errors of loading
 * name the line in the message, and its byte offset.
 */
bpeek_status bpeek_load_minbpe(const uint8_t *file, size_t length,
                               const bpeek_allocator *allocator,
                               bpeek_model **model, bpeek_error *error);
bpeek_status bpeek_save_minbpe(const bpeek_model *model,
                               bpeek_buffer *model_file,
                               bpeek_buffer *vocab_file, bpeek_error *error);

/* ---- Encoding ---------------------------------------------------------- */

/* Scratch memory and caches for encoding with one model. */
typedef struct bpeek_encoder bpeek_encoder;

/* `allocator` NULL: the model's. */
bpeek_status bpeek_encoder_new(const bpeek_model *model,
                               const bpeek_allocator *allocator,
                               bpeek_encoder **encoder, bpeek_error *error);

void bpeek_encoder_free(bpeek_encoder *encoder);

/* What becomes of the text of a special token that is found in the input. Of
 * several that begin at one place, the longest counts. */
typedef enum bpeek_special_mode {
  BPEEK_SPECIAL_IS_ERROR = 0, /* BPEEK_SPECIAL_TOKEN, with the place */
  BPEEK_SPECIAL_IS_TEXT,      /* it is encoded like any other text */
  BPEEK_SPECIAL_IS_PARSED,    /* it becomes its id */
} bpeek_special_mode;

typedef struct bpeek_special_policy {
  bpeek_special_mode mode;
  /* Ids of special tokens that become their id whatever `mode` says. */
  const uint32_t *parsed;
  size_t parsed_count;
} bpeek_special_policy;

/* Which of the optional results bpeek_encode shall give; add up. */
typedef enum bpeek_want {
  BPEEK_WANT_IDS = 0,    /* only ids: the fastest */
  BPEEK_WANT_ENDS = 1,   /* also where tokens end */
  BPEEK_WANT_PIECES = 2, /* also where pieces end */
  BPEEK_WANT_UTF16 = 4,  /* ends count UTF-16 code units rather than bytes */
} bpeek_want;

/*
 * The result of bpeek_encode, borrowed from the encoder.
 * ends[i] is the offset in the text where token i ends. In UTF-16 units, a
 * token that ends inside a character ends where that character does, and the
 * token that follows within the character is zero units wide; each byte that
 * is not well-formed UTF-8 counts as one unit. Where the split pattern left
 * text out, a token begins after the end of the one before: begins[i] says
 * where. A special token is a piece of its own.
 * Arrays that were not asked for are NULL, their counts 0.
 */
typedef struct bpeek_tokens {
  const uint32_t *ids;
  const uint32_t *begins;
  const uint32_t *ends;
  size_t count;
  const uint32_t *piece_ends;
  size_t piece_count;
} bpeek_tokens;

/*
 * Encodes `length` bytes of text. `policy` NULL means BPEEK_SPECIAL_IS_ERROR.
 * Errors: BPEEK_SPECIAL_TOKEN (offset of the special token in the text),
 * BPEEK_PATTERN_LIMIT (offset in the text), BPEEK_TOO_LARGE, BPEEK_NO_MEMORY.
 */
bpeek_status bpeek_encode(bpeek_encoder *encoder, const uint8_t *text,
                          size_t length, const bpeek_special_policy *policy,
                          unsigned want, bpeek_tokens *tokens,
                          bpeek_error *error);

/* Counts the tokens that bpeek_encode would give, and keeps none. */
bpeek_status bpeek_count(bpeek_encoder *encoder, const uint8_t *text,
                         size_t length, const bpeek_special_policy *policy,
                         size_t *count, bpeek_error *error);

/*
 * For a text that comes in parts: counts the tokens of the longest beginning
 * of `text` that stay the same whatever follows it, and says in `used` how
 * many bytes they cover. Go on with the rest, more text appended; give the
 * last part to bpeek_count. May use 0 bytes: then more text is needed. A
 * pattern without a scanner of its own (see bpeek_model_streams) always uses 0.
 */
bpeek_status bpeek_count_part(bpeek_encoder *encoder, const uint8_t *text,
                              size_t length, const bpeek_special_policy *policy,
                              size_t *count, size_t *used, bpeek_error *error);

/* Whether bpeek_count_part ever makes progress with this model. */
bool bpeek_model_streams(const bpeek_model *model);

/* ---- Documents --------------------------------------------------------- */

/*
 * A text that is edited, and its tokens. After every edit they are those that
 * bpeek_encode would give for the whole text, but the time goes by what has
 * changed: with the models of GPT, Llama and the like, about the same for any
 * length of the text. Other split patterns (see bpeek_model_streams), and
 * vocabularies without a pattern whose tokens have spaces inside, need the
 * whole text encoded after every edit, since any of it may depend on all.
 *
 * The text is what a JavaScript string may be, and positions count units of
 * UTF-16. Half of a surrogate pair may stand in it without the other half, and
 * is encoded as U+FFFD.
 *
 * A document uses the encoder that it was made from: free it before that. A
 * call on the document ends the validity of what the encoder has lent out.
 */
typedef struct bpeek_document bpeek_document;

/* An empty text. `policy` is copied; with the mode BPEEK_SPECIAL_IS_ERROR, and
 * with NULL which means that, the error is BPEEK_BAD_ARGUMENT: somebody who
 * types a special token passes through no error. `allocator` NULL: the
 * encoder's. Other error: BPEEK_NO_MEMORY. */
bpeek_status bpeek_document_new(bpeek_encoder *encoder,
                                const bpeek_special_policy *policy,
                                const bpeek_allocator *allocator,
                                bpeek_document **document, bpeek_error *error);

void bpeek_document_free(bpeek_document *document);

/*
 * Replaces the text from position `from` to position `to` by `length` bytes of
 * UTF-8, in which half of a surrogate pair is three bytes, ED A0 80 to ED BF BF
 * (WTF-8). So an edit may part a pair, or bring two halves together that then
 * are one. After an error the document is as it was before.
 * Errors: BPEEK_BAD_ARGUMENT (positions beyond the text, or from > to; or bytes
 * that are no such text, offset: the first of them), BPEEK_PATTERN_LIMIT
 * (offset: a position in the text as it would have become), BPEEK_TOO_LARGE
 * (2 GiB), BPEEK_NO_MEMORY.
 */
bpeek_status bpeek_document_edit(bpeek_document *document, size_t from,
                                 size_t to, const uint8_t *text, size_t length,
                                 bpeek_error *error);

/* How much there is in all; bytes are those of UTF-8. */
typedef struct bpeek_totals {
  size_t bytes, characters, units, tokens;
} bpeek_totals;

bpeek_totals bpeek_document_totals(const bpeek_document *document);

/*
 * What the last edit has made of the tokens: from number `first` on, `added`
 * tokens are in the place of `removed` ones. Those before are as they were, and
 * so are those behind but for their numbers and positions. Of the tokens in
 * between, too, many may be the same as before. After a failed edit, and before
 * the first one: as it was, or nothing.
 */
typedef struct bpeek_token_change {
  size_t first, removed, added;
} bpeek_token_change;

bpeek_token_change bpeek_document_last_change(const bpeek_document *document);

/*
 * The tokens that lie between two positions, wholly or in part; *first is the
 * number of the first of them among all, from 0. A token without width, as in a
 * character of several tokens, goes with the character before it; at the
 * beginning of the text, with the first. Ends are as with BPEEK_WANT_UTF16;
 * piece_ends has the pieces whose last token is among these. Borrowed from the
 * document. To learn which token covers position p, ask for p to p + 1.
 * Errors: BPEEK_BAD_ARGUMENT, BPEEK_NO_MEMORY.
 */
bpeek_status bpeek_document_tokens_in(bpeek_document *document, size_t from,
                                      size_t to, size_t *first,
                                      bpeek_tokens *tokens, bpeek_error *error);

/* The same for `count` tokens from number `index` on, or as many as there are.
 * Error: BPEEK_NO_MEMORY. */
bpeek_status bpeek_document_tokens_at(bpeek_document *document, size_t index,
                                      size_t count, bpeek_tokens *tokens,
                                      bpeek_error *error);

/* The text between two positions, to - from units of UTF-16. Borrowed from the
 * document. Errors: BPEEK_BAD_ARGUMENT, BPEEK_NO_MEMORY. */
bpeek_status bpeek_document_text(bpeek_document *document, size_t from,
                                 size_t to, const uint16_t **units,
                                 bpeek_error *error);

/* ---- Explaining -------------------------------------------------------- */

/* One merge of the loop: at byte `at` of the piece, `left` and the token after
 * it became `result`, since no pair had a lower rank then. Under BPEEK_SCORE
 * ranks count scores from the best, from 0. A character that is no token has
 * the id BPEEK_NO_ID. */
typedef struct bpeek_merge_step {
  uint32_t at, left, right, result, rank;
} bpeek_merge_step;

#define BPEEK_NO_ID UINT32_MAX

/* Why two tokens that are neighbours in the end have not merged. */
typedef enum bpeek_boundary_reason {
  BPEEK_BOUNDARY_NO_TOKEN = 0, /* joined, they are no token */
  BPEEK_BOUNDARY_NO_MERGE,     /* they are, but it is made of other parts */
  /* Here a pair could have merged, but a better one took one of its two. */
  BPEEK_BOUNDARY_LOST,
} bpeek_boundary_reason;

typedef struct bpeek_boundary {
  uint32_t at; /* byte of the piece */
  bpeek_boundary_reason reason;
  /* BPEEK_BOUNDARY_LOST: the merge that would have been, the last if there
   * were several, and the index of the step that prevented it. */
  bpeek_merge_step lost;
  uint32_t winner;
} bpeek_boundary;

/*
 * How one piece becomes tokens; borrowed from the encoder. `starts` are the
 * `start_count` symbols before the first merge, `ids` the tokens after the last
 * (before byte fallback), each with the byte after its end; `boundaries` lie
 * between these tokens, one fewer than there are.
 * Where the model takes a piece that is a token for that token, without any
 * merge, `whole_piece` is its id, else BPEEK_NO_ID; the steps then are those
 * that the merge loop would have made.
 */
typedef struct bpeek_explanation {
  uint32_t whole_piece;
  const uint32_t *starts, *start_ends;
  size_t start_count;
  const bpeek_merge_step *steps;
  size_t step_count;
  const uint32_t *ids, *ends;
  size_t count;
  const bpeek_boundary *boundaries;
} bpeek_explanation;

/* Runs the merge loop of bpeek_encode on one piece and records every step. The
 * bytes are taken as they are: not split, no prefix, no special tokens.
 * Errors: BPEEK_TOO_LARGE, BPEEK_NO_MEMORY. */
bpeek_status bpeek_explain(bpeek_encoder *encoder, const uint8_t *piece,
                           size_t length, bpeek_explanation *explanation,
                           bpeek_error *error);

/*
 * The two tokens that token `id` is made of: its merge in the list, else the
 * last step that the merge loop makes with its bytes. *found is false if there
 * are none: a single byte or character, a special token, one out of reach of
 * merges, or no token at all. Error: BPEEK_NO_MEMORY.
 */
bpeek_status bpeek_token_parents(bpeek_encoder *encoder, uint32_t id,
                                 bool *found, uint32_t *left, uint32_t *right,
                                 bpeek_error *error);

/* ---- Decoding ---------------------------------------------------------- */

/*
 * The bytes of `count` ids in a row, special tokens as their text, into a
 * buffer of the model's allocator. A sequence of tokens need not be
 * well-formed UTF-8. Error: BPEEK_BAD_ID, offset is the index of the id.
 */
bpeek_status bpeek_decode(const bpeek_model *model, const uint32_t *ids,
                          size_t count, bpeek_buffer *bytes,
                          bpeek_error *error);

/* What bpeek_decode_text gives. */
typedef enum bpeek_text_form {
  BPEEK_TEXT_BYTES, /* not well-formed UTF-8 */
  BPEEK_TEXT_ASCII, /* no byte above 0x7F */
  BPEEK_TEXT_UTF16  /* in the machine's byte order, two bytes a unit */
} bpeek_text_form;

/*
 * As bpeek_decode, for those whose strings are UTF-16: text that is well-formed
 * UTF-8 and more than ASCII comes as UTF-16, of which a string is made sooner.
 * Errors: BPEEK_BAD_ID, BPEEK_NO_MEMORY.
 */
bpeek_status bpeek_decode_text(const bpeek_model *model, const uint32_t *ids,
                               size_t count, bpeek_buffer *text,
                               bpeek_text_form *form, bpeek_error *error);

/* ---- Training ---------------------------------------------------------- */

/*
 * Learns merges from a text, as Karpathy's minbpe does: the pair of neighbours
 * that occurs most often becomes a token (of equals, the one that occurs first
 * in the text as it then is), everywhere, from left to right; and again. Every
 * occurrence counts, overlapping ones too (`aaa` holds `aa` twice). Bytes have
 * the ids 0 to 255, the first merge makes 256.
 */
typedef struct bpeek_trainer bpeek_trainer;

/* The text and the pattern are copied. `vocabulary_size`: the ids to stop at.
 * The pattern is as in bpeek_parts; length 0 gives minbpe's BasicTokenizer.
 * Errors: BPEEK_BAD_ARGUMENT (vocabulary_size below 256 or over
 * BPEEK_MAX_ID + 1, or an empty text), BPEEK_BAD_PATTERN, BPEEK_PATTERN_LIMIT,
 * BPEEK_TOO_LARGE, BPEEK_NO_MEMORY. */
bpeek_status bpeek_trainer_new(const uint8_t *text, size_t length,
                               const uint8_t *pattern, size_t pattern_length,
                               uint32_t vocabulary_size,
                               const bpeek_allocator *allocator,
                               bpeek_trainer **trainer, bpeek_error *error);

void bpeek_trainer_free(bpeek_trainer *trainer);

typedef enum bpeek_trainer_state {
  BPEEK_TRAINER_GOES_ON = 0,
  BPEEK_TRAINER_IS_COMPLETE,  /* the vocabulary has its size */
  BPEEK_TRAINER_NO_PAIR_LEFT, /* every piece is one token: nothing to merge */
} bpeek_trainer_state;

bpeek_trainer_state bpeek_trainer_state_of(const bpeek_trainer *trainer);

/* A pair of neighbours and how often it occurs; `id` is the token it has
 * become, or for a candidate the id it would get. */
typedef struct bpeek_pair_count {
  uint32_t left, right, id, count;
} bpeek_pair_count;

/* Does up to `steps` merges, and lends them in order. Fewer than `steps` means
 * that training has ended (bpeek_trainer_state_of tells why). Where memory runs
 * out (BPEEK_NO_MEMORY), the merges before that are done, and to be had from
 * bpeek_trainer_merges; calling again goes on. */
bpeek_status bpeek_trainer_step(bpeek_trainer *trainer, uint32_t steps,
                                const bpeek_pair_count **merges, size_t *count,
                                bpeek_error *error);

/* All merges done so far, in order. */
void bpeek_trainer_merges(const bpeek_trainer *trainer,
                          const bpeek_pair_count **merges, size_t *count);

/* The pairs of the text as it is now, the best `most` of them: by count, then
 * by place in the text. Lends them best first; the first is the next merge. */
bpeek_status bpeek_trainer_candidates(bpeek_trainer *trainer, size_t most,
                                      const bpeek_pair_count **pairs,
                                      size_t *count, bpeek_error *error);

/* How many tokens the text has now. */
uint64_t bpeek_trainer_token_count(const bpeek_trainer *trainer);

/* What has been learnt so far, as a BPEEK_MERGE_LIST model, with these special
 * tokens. Errors: those of bpeek_model_build; BPEEK_TOO_LARGE if the tokens
 * have 4 GiB or more together. */
bpeek_status bpeek_trainer_model(const bpeek_trainer *trainer,
                                 const bpeek_special *specials,
                                 uint32_t special_count,
                                 const bpeek_allocator *allocator,
                                 bpeek_model **model, bpeek_error *error);

#ifdef __cplusplus
}
#endif

#endif
