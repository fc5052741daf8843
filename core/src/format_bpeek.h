/* What the reader and the writer of bpeek's file share; format_bpeek.c
 * describes the file. */
#ifndef BPEEK_FORMAT_BPEEK_H
#define BPEEK_FORMAT_BPEEK_H

#include "bpeek.h"
#include "model_build.h"
#include "output.h"
#include "token_groups.h"

typedef enum bpeek_section {
  BPEEK_SECTION_MODEL = 1,
  BPEEK_SECTION_PATTERN,
  BPEEK_SECTION_SPECIALS,
  BPEEK_SECTION_TOKENS,
  BPEEK_SECTION_CODES,
  BPEEK_SECTION_LEFTS,
  BPEEK_SECTION_RIGHTS,
  /* Every file has those above; some have these. */
  BPEEK_SECTION_RESULTS,
  BPEEK_SECTION_SCORES,
  BPEEK_SECTION_BYTES,
} bpeek_section;
enum {
  BPEEK_SECTION_LAST = BPEEK_SECTION_BYTES,
  BPEEK_SECTIONS_ALWAYS = BPEEK_SECTION_RIGHTS,
};

/* Bits of the model section's flags. */
enum {
  BPEEK_FILE_WHOLE_PIECE_FIRST = 1,
  BPEEK_FILE_KEEP_UNMATCHED = 2,
  BPEEK_FILE_CHARACTERS = 4, /* the unit is BPEEK_CHARACTERS */
  BPEEK_FILE_SPACE_IS_2581 = 8,
  BPEEK_FILE_PREFIX_ONLY_FIRST = 16,
  BPEEK_FILE_DECODING_DROPS_SPACE = 32,
  /* From bit 6 on: the normalization. */
  BPEEK_FILE_NORMALIZATION_SHIFT = 6,
  BPEEK_FILE_MOST_FLAGS = ((BPEEK_NFKD + 1) << 6) - 1,
};

/* Bits of a special token's flags, and how many there are. */
enum {
  BPEEK_FILE_ALIAS = 1,
  BPEEK_FILE_ALWAYS = 2,
  BPEEK_FILE_AS_WRITTEN = 4,
  BPEEK_FILE_SPECIAL_FLAGS = 3,
};

/* A merge's result is the next id that is free, unless there is a section of
 * results. It has one of these for each merge, in one bit or two. */
enum {
  BPEEK_RESULT_NEXT = 0,  /* 0 */
  BPEEK_RESULT_SAME = 1,  /* 1 0: the result of the merge before */
  BPEEK_RESULT_OTHER = 3, /* 1 1, then the id in as many bits as the highest
                             has */
};

enum {
  BPEEK_LENGTH_BITS = 4, /* a code word's length, in the section of codes */
  BPEEK_SHARED_MOST =
      255, /* bytes a special token shares with the one before */
};

/* The tokens of a file may have this many bytes; it is refused, or not
 * written, if they have more. (A merge can double the longest token, so that a
 * tiny file could name gigabytes.) */
static inline uint64_t bpeek_plausible_token_bytes(size_t file_length) {
  return ((uint64_t)64 << 20) + (uint64_t)file_length * 1024;
}

static inline unsigned bpeek_bits_of(uint32_t highest) {
  return highest == 0 ? 0 : 32 - (unsigned)__builtin_clz(highest);
}

/* The section of codes. */
typedef struct bpeek_codes {
  uint32_t kind_counts[BPEEK_KINDS]; /* tokens that begin with each kind */
  uint8_t left_lengths[BPEEK_ROW];   /* of code words for levels */
  /* Of code words for groups, after each kind that a left token ends with, if
   * there are such left tokens. */
  bool is_left_kind[BPEEK_KINDS];
  uint8_t right_lengths[BPEEK_KINDS][BPEEK_GROUPS];
} bpeek_codes;

/* ---- Reading ----------------------------------------------------------- */

/* Checks a file, all but what its sections say, and finds the body. */
bpeek_status bpeek_find_body(const uint8_t *file, size_t length,
                             const uint8_t **body, size_t *body_length,
                             bpeek_error *error);

/* A section's payload; it begins at byte `offset` of the file. A section that
 * is missing has offset 0. */
typedef struct bpeek_payload {
  const uint8_t *bytes;
  size_t length, offset;
} bpeek_payload;

/* A file's sections, and what the first of them says. */
typedef struct bpeek_contents {
  bpeek_allocator allocator;
  size_t file_length;
  bpeek_payload sections[BPEEK_SECTION_LAST + 1];
  uint32_t rule, prefix, flags;
  uint32_t token_count, token_bytes;
  uint32_t merge_count;
  uint32_t special_count, special_bytes;
} bpeek_contents;

/* BPEEK_DAMAGED_FILE, for a section whose bytes are whole but say nonsense. */
bpeek_status bpeek_fail_section(const bpeek_contents *contents,
                                bpeek_section section, bpeek_error *error);

/* Numbers and bytes from a payload; `bad` once they go beyond its end. */
typedef struct bpeek_cursor {
  const uint8_t *at, *end;
  bool bad;
} bpeek_cursor;

bpeek_cursor bpeek_cursor_of(const bpeek_contents *contents,
                             bpeek_section section);
uint32_t bpeek_cursor_varint(bpeek_cursor *cursor);
/* NULL if there are not so many bytes. */
const uint8_t *bpeek_cursor_bytes(bpeek_cursor *cursor, size_t length);

bpeek_status bpeek_read_model_section(bpeek_contents *contents,
                                      bpeek_error *error);

/* Allocates special_count special tokens and special_bytes for their texts;
 * both are the caller's, whatever the status. */
bpeek_status bpeek_read_specials(const bpeek_contents *contents,
                                 bpeek_special **specials, uint8_t **texts,
                                 bpeek_error *error);

/* Reads the score of each token. */
bpeek_status bpeek_read_scores(const bpeek_contents *contents, float *scores,
                               bpeek_error *error);

/* Reads the 256 tokens for byte fallback. */
bpeek_status bpeek_read_byte_tokens(const bpeek_contents *contents,
                                    uint32_t *byte_tokens, bpeek_error *error);

/* Reads the section of codes into zeros. */
bpeek_status bpeek_read_codes(const bpeek_contents *contents,
                              bpeek_codes *codes, bpeek_error *error);

/* A token that is spelt out, or if `length` is 0 a run of ids without one. */
typedef struct bpeek_spelt {
  uint32_t id, run;
  const uint8_t *bytes;
  uint32_t length;
} bpeek_spelt;

/* The next of the section of tokens, after those up to *id. */
bool bpeek_next_spelt(const bpeek_contents *contents, bpeek_cursor *cursor,
                      uint32_t *id, bpeek_spelt *next);

/* The same in a section that has been read before, but only tokens; false at
 * its end. */
bool bpeek_next_token(const bpeek_contents *contents, bpeek_cursor *cursor,
                      uint32_t *id, bpeek_spelt *next);

/*
 * The tokens of a file, in the order in which it makes them: first those that
 * are spelt out, then those of merges. A token's number is its place in this
 * order. Mostly that is its id as well.
 */
typedef struct bpeek_making {
  const bpeek_contents *contents;
  uint32_t spelt; /* so many tokens are spelt out */
  uint32_t count; /* so many tokens there are */
  /* For each token its id, and for each merge the id of its result; NULL if
   * token numbers are ids, and every merge makes the next one. */
  uint32_t *ids;
  uint32_t *results; /* with BPEEK_MAKES where the merge makes the token */
} bpeek_making;

#define BPEEK_MAKES ((uint32_t)1 << 31)

static inline bool bpeek_makes_token(const bpeek_making *making,
                                     uint32_t merge) {
  return making->results == NULL || (making->results[merge] & BPEEK_MAKES) != 0;
}

static inline uint32_t bpeek_id_made(const bpeek_making *making,
                                     uint32_t number) {
  return making->ids == NULL ? number : making->ids[number];
}

/* Reads which ids there are (format_bpeek_ids.c). */
bpeek_status bpeek_making_read(const bpeek_contents *contents,
                               bpeek_making *making, bpeek_error *error);
void bpeek_making_free(bpeek_making *making);

/* What merges join, by number of token, a batch at a time: so that a
 * WebAssembly engine can put faster code in place between two calls, and the
 * memory stays near. */
enum { BPEEK_PAIRS_AT_ONCE = 2048 };
typedef struct bpeek_pairs {
  uint32_t first, count; /* merges */
  uint32_t made;         /* the number of the next token that is made */
  uint32_t left[BPEEK_PAIRS_AT_ONCE], right[BPEEK_PAIRS_AT_ONCE];
} bpeek_pairs;

/* Reads the sections of codes, lefts and rights (format_bpeek_pairs.c). */
typedef struct bpeek_pair_reader bpeek_pair_reader;
bpeek_status bpeek_pair_reader_new(const bpeek_making *making,
                                   bpeek_pair_reader **reader,
                                   bpeek_error *error);
void bpeek_pair_reader_free(bpeek_pair_reader *reader);
bpeek_status bpeek_read_pairs(bpeek_pair_reader *reader, bpeek_pairs *pairs,
                              bpeek_error *error);
/* After the last pair. */
bpeek_status bpeek_pairs_end(const bpeek_pair_reader *reader,
                             bpeek_error *error);

/* Copies the tokens that are spelt out, in their order. */
bpeek_status bpeek_copy_spelt(const bpeek_making *making,
                              const bpeek_model_arrays *arrays,
                              bpeek_error *error);

/* Joins the tokens of a batch. */
bpeek_status bpeek_join_pairs(const bpeek_making *making,
                              const bpeek_pairs *pairs,
                              const bpeek_model_arrays *arrays,
                              bpeek_error *error);

/* Brings the tokens from the order of making into that of ids. */
bpeek_status bpeek_order_by_id(const bpeek_making *making,
                               bpeek_model_arrays *arrays, bpeek_error *error);

/* Reads the sections of tokens, codes and merges; merges only if the model is
 * to have them. What it allocates is the caller's, whatever the status. */
bpeek_status bpeek_unpack_tokens(const bpeek_contents *contents,
                                 bpeek_model_arrays *arrays,
                                 bpeek_error *error);

/* ---- Writing ----------------------------------------------------------- */

/*
 * A vocabulary as a file tells it: some tokens are spelt out, then merges in
 * order make the others, or join tokens to one that is there already.
 */
typedef struct bpeek_recipe {
  bpeek_merge *merges;
  uint32_t merge_count;
  size_t merge_room;
  uint8_t *is_spelt; /* for each token; 0 or 1 */
  bool any_results;  /* results are not simply the free ids in order */
} bpeek_recipe;

/* For each token that is two others side by side, these two. */
bpeek_status bpeek_recipe_of_ranks(const bpeek_model *model,
                                   bpeek_recipe *recipe, bpeek_error *error);

/* The model's own merges; what they don't make is spelt out. */
bpeek_status bpeek_recipe_of_merges(const bpeek_model *model,
                                    bpeek_recipe *recipe, bpeek_error *error);

void bpeek_recipe_free(const bpeek_model *model, bpeek_recipe *recipe);

/* Writes the section of codes. */
void bpeek_write_codes(const bpeek_codes *codes, bpeek_output *output);

/* Writes the sections of codes and of merges. */
bpeek_status bpeek_pack_merges(const bpeek_model *model,
                               const bpeek_recipe *recipe, bpeek_output *output,
                               bpeek_error *error);

/* Writes all sections. */
bpeek_status bpeek_write_sections(const bpeek_model *model,
                                  const bpeek_recipe *recipe,
                                  bpeek_output *output, bpeek_error *error);

/* Writes header and checksums, and the body after them. */
void bpeek_write_file(const bpeek_output *body, bpeek_output *file);

/* A section begins: what is written from here on is its payload. Returns what
 * bpeek_section_end is to be given. */
size_t bpeek_section_begin(bpeek_output *output, bpeek_section section);
void bpeek_section_end(bpeek_output *output, size_t begin);

#endif
