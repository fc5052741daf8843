/*
 * bpeek's own file: a whole model, compact and checked.
 *
 *   offset  bytes
 *        0      8  8B 62 70 6B 0D 0A 1A 0A: what a copy as text would spoil
 *        8      4  version of the format, 1
 *       12      4  0
 *       16      8  bytes in the body
 *       24      8  checksum of the 24 bytes before
 *       32    8 b  checksum of each block: 64 KiB of the body; the last, less
 *   32 + 8 b       body
 *
 * Numbers are little-endian, "varint" those of output.h. The body is these
 * sections, in this order, each a byte with its number, 4 bytes with the
 * length of what follows, and that:
 *
 *   1 model     varints: merge rule, prefix, flags, tokens (ids from 0 on),
 *               bytes of all tokens, merges, special tokens, bytes of all
 *               their texts
 *   2 pattern   its text
 *   3 specials  for each: varint 8 d + f, where d is its id minus one more than
 *               the id before, as 2 d or if negative as -2 d - 1, and f its
 *               flags; a byte with the number of bytes at the beginning that
 *               are those of the one before; varint, how many follow; these
 *   4 tokens    those that are spelt out, by id: varint, ids left out since the
 *               one before, which merges make; varint, length; bytes. Length 0
 *               and a varint n: n ids that no token has
 *   5 codes     for each kind of character, varint: tokens that begin with
 *               one. Then bits: code lengths of left levels, 4 bits each; for
 *               each kind of character at the end of a left token a bit,
 *               whether there are any; if so for each kind that a token begins
 *               with a bit, whether right tokens do; if so 4 bits, the highest
 *               level, and code lengths of the levels up to it, 4 bits each
 *   6 lefts     bits: for each merge the left token (token_groups.h)
 *   7 rights    bits: for each merge the right token
 *   8 results   bits, for each merge: 0, it makes the next id that is neither
 *               spelt out nor left out nor made yet; 1 0, the result is that
 *               of the merge before; 1 1 and as many bits as the highest id
 *               has: the result. Missing if it were all 0
 *   9 scores    varint n: n tokens, each with a score that is 1 less than that
 *               of the token before (0 at first); 4 bytes, the next token's
 *               score as an IEEE float; and again. Missing unless the rule is
 *               BPEEK_SCORE
 *  10 bytes     for each byte, the token for byte fallback: varint 2 d or
 *               -2 d - 1, d as for special tokens. Missing unless the unit is
 *               BPEEK_CHARACTERS
 *
 * A token can take part in merges once it is spelt out (all of them are,
 * before the first merge) or made. Under BPEEK_MERGE_LIST merges are the
 * model's, otherwise but a way to tell the tokens' bytes.
 */
#include "format_bpeek.h"

#include <string.h>

#include "alloc.h"
#include "checksum.h"
#include "error.h"
#include "little_endian.h"
#include "model.h"

enum {
  FILE_VERSION = 1,
  MAGIC_SIZE = 8,
  HEADER_SIZE = 32,
  SUM_SIZE = 8,
  SECTION_HEAD = 5,
};
#define BLOCK_SIZE ((size_t)1 << 16)

static const uint8_t magic[MAGIC_SIZE] = {0x8B, 'b',  'p',  'k',
                                          '\r', '\n', 0x1A, '\n'};

static size_t block_count(size_t body) {
  return body / BLOCK_SIZE + (body % BLOCK_SIZE != 0);
}

static uint64_t block_sum(const uint8_t *body, size_t length, size_t block) {
  size_t begin = block * BLOCK_SIZE;
  size_t size = length - begin < BLOCK_SIZE ? length - begin : BLOCK_SIZE;
  return bpeek_checksum(body + begin, size, block + 1);
}

/* ---- Loading ----------------------------------------------------------- */

static bpeek_status fail_truncated(size_t length, size_t whole,
                                   bpeek_error *error) {
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, length,
                    "The bpeek file is cut off: it ends after %zu bytes, and "
                    "at least %zu more are missing; get it again.",
                    length, whole - length);
}

static bpeek_status fail_header(bpeek_error *error) {
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, 0,
                    "The bpeek file is damaged in its header, at byte 0; get "
                    "it again.");
}

/* Whether line ends were changed: CR LF to LF, LF to CR LF, or both to CR LF.
 * `begin` has MAGIC_SIZE bytes. */
static bool is_copied_as_text(const uint8_t *begin) {
  return memcmp(begin + 4, "\n\x1A\n", 3) == 0 ||
         memcmp(begin + 4, "\r\r\n\x1A", 4) == 0 ||
         memcmp(begin + 4, "\r\n\x1A\r", 4) == 0;
}

static bpeek_status check_magic(const uint8_t *file, size_t length,
                                bpeek_error *error) {
  size_t size = length < MAGIC_SIZE ? length : MAGIC_SIZE;
  if (length > 0 && memcmp(file, magic, size) == 0) {
    return length < HEADER_SIZE ? fail_truncated(length, HEADER_SIZE, error)
                                : BPEEK_OK;
  }
  if (length < MAGIC_SIZE || memcmp(file, magic, 4) != 0) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, 0,
                      "This is not a bpeek file.");
  }
  if (!is_copied_as_text(file)) {
    return fail_header(error);
  }
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, 4,
                    "The bpeek file has been copied as text, which changed its "
                    "line ends; copy it as binary.");
}

/* Checks all but the sections, and finds the body. */
static bpeek_status check_file(const uint8_t *file, size_t length,
                               const uint8_t **body, size_t *body_length,
                               bpeek_error *error) {
  bpeek_status status = check_magic(file, length, error);
  if (status != BPEEK_OK) {
    return status;
  }
  uint32_t version = bpeek_get_32(file + 8);
  if (version != FILE_VERSION) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, 8,
                      "The bpeek file is of version %u of the format; this "
                      "program reads version %u.",
                      version, (unsigned)FILE_VERSION);
  }
  uint64_t size = bpeek_get_64(file + 16);
  if (bpeek_get_64(file + 24) != bpeek_checksum(file, 24, 0) ||
      size > UINT32_MAX) {
    return fail_header(error);
  }
  size_t blocks = block_count((size_t)size);
  size_t begin = HEADER_SIZE + blocks * SUM_SIZE;
  if (length < begin || length - begin < size) {
    return fail_truncated(length, begin + (size_t)size, error);
  }
  if (length - begin > size) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, begin + (size_t)size,
                      "The bpeek file ends at byte %zu, but %zu more bytes "
                      "follow; get it again.",
                      begin + (size_t)size, length - begin - (size_t)size);
  }
  for (size_t i = 0; i < blocks; i++) {
    if (bpeek_get_64(file + HEADER_SIZE + i * SUM_SIZE) !=
        block_sum(file + begin, (size_t)size, i)) {
      size_t at = begin + i * BLOCK_SIZE;
      return bpeek_fail(error, BPEEK_DAMAGED_FILE, at,
                        "The bpeek file is damaged in the block that begins "
                        "at byte %zu; get it again.",
                        at);
    }
  }
  *body = file + begin;
  *body_length = (size_t)size;
  return BPEEK_OK;
}

static bpeek_status fail_missing(unsigned section, size_t end,
                                 bpeek_error *error) {
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, end,
                    "The bpeek file lacks its section %u; a faulty program "
                    "wrote it.",
                    section);
}

/* Finds the sections, which are in the order of their numbers. */
static bpeek_status find_sections(const uint8_t *file, const uint8_t *body,
                                  size_t length, bpeek_contents *contents,
                                  bpeek_error *error) {
  size_t begin = (size_t)(body - file);
  size_t at = 0;
  unsigned next = BPEEK_SECTION_MODEL;
  while (at < length) {
    unsigned section = body[at];
    if (section < next || section > BPEEK_SECTION_LAST ||
        (section > next && next <= BPEEK_SECTIONS_ALWAYS) ||
        length - at < SECTION_HEAD ||
        bpeek_get_32(body + at + 1) > length - at - SECTION_HEAD) {
      return bpeek_fail(error, BPEEK_DAMAGED_FILE, begin + at,
                        "The bpeek file has a wrong section at byte %zu; a "
                        "faulty program wrote it.",
                        begin + at);
    }
    size_t size = bpeek_get_32(body + at + 1);
    at += SECTION_HEAD;
    contents->sections[section] = (bpeek_payload){body + at, size, begin + at};
    next = section + 1;
    at += size;
  }
  if (next <= BPEEK_SECTIONS_ALWAYS) {
    return fail_missing(next, begin + length, error);
  }
  return BPEEK_OK;
}

bpeek_status bpeek_fail_section(const bpeek_contents *contents,
                                bpeek_section section, bpeek_error *error) {
  size_t offset = contents->sections[section].offset;
  if (offset == 0) {
    return fail_missing(section, contents->file_length, error);
  }
  return bpeek_fail(error, BPEEK_DAMAGED_FILE, offset,
                    "The bpeek file's section %u, at byte %zu, makes no sense; "
                    "a faulty program wrote it.",
                    (unsigned)section, offset);
}

/* What a model is built of, besides what `contents` says. */
typedef struct loading {
  bpeek_contents contents;
  bpeek_unpacked unpacked;
  bpeek_special *specials;
  uint8_t *special_texts;
  float *scores;
  uint32_t byte_tokens[256];
} loading;

static bpeek_status read_sections(loading *load, bpeek_error *error) {
  const bpeek_contents *contents = &load->contents;
  bpeek_status status = bpeek_read_specials(contents, &load->specials,
                                            &load->special_texts, error);
  if (status == BPEEK_OK && contents->flags & BPEEK_FILE_CHARACTERS) {
    status = bpeek_read_byte_tokens(contents, load->byte_tokens, error);
  }
  if (status == BPEEK_OK && contents->rule == BPEEK_SCORE) {
    load->scores = bpeek_alloc(&contents->allocator, contents->token_count,
                               sizeof(*load->scores));
    status = load->scores == NULL
                 ? bpeek_fail_memory(error)
                 : bpeek_read_scores(contents, load->scores, error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_unpack_tokens(contents, &load->unpacked, error);
  }
  return status;
}

static bpeek_status build(const loading *load, bpeek_model **model,
                          bpeek_error *error) {
  const bpeek_contents *contents = &load->contents;
  const bpeek_payload *pattern = &contents->sections[BPEEK_SECTION_PATTERN];
  uint32_t flags = contents->flags;
  bool merge_list = contents->rule == BPEEK_MERGE_LIST;
  const bpeek_parts parts = {
      .rule = (bpeek_merge_rule)contents->rule,
      .whole_piece_first = flags & BPEEK_FILE_WHOLE_PIECE_FIRST,
      .token_bytes = load->unpacked.token_bytes,
      .token_ends = load->unpacked.token_ends,
      .token_count = contents->token_count,
      .merges = load->unpacked.merges,
      .merge_count = merge_list ? contents->merge_count : 0,
      .scores = load->scores,
      .unit = flags & BPEEK_FILE_CHARACTERS ? BPEEK_CHARACTERS : BPEEK_BYTES,
      .byte_tokens = load->byte_tokens,
      .space_is_2581 = flags & BPEEK_FILE_SPACE_IS_2581,
      .prefix = (bpeek_prefix)contents->prefix,
      .prefix_only_first = flags & BPEEK_FILE_PREFIX_ONLY_FIRST,
      .decoding_drops_space = flags & BPEEK_FILE_DECODING_DROPS_SPACE,
      .normalization =
          (bpeek_normalization)(flags >> BPEEK_FILE_NORMALIZATION_SHIFT),
      .specials = load->specials,
      .special_count = contents->special_count,
      .pattern = pattern->bytes,
      .pattern_length = pattern->length,
      .keep_unmatched = flags & BPEEK_FILE_KEEP_UNMATCHED,
  };
  bpeek_error reason;
  bpeek_status status =
      bpeek_model_build(&parts, &contents->allocator, model, &reason);
  if (status == BPEEK_BAD_MODEL || status == BPEEK_BAD_ARGUMENT) {
    return bpeek_fail(error, BPEEK_DAMAGED_FILE, 0,
                      "The bpeek file is whole but makes no model: %s",
                      reason.message);
  }
  if (status != BPEEK_OK && error != NULL) {
    *error = reason;
  }
  return status;
}

static void release(loading *load) {
  const bpeek_contents *contents = &load->contents;
  const bpeek_allocator *memory = &contents->allocator;
  bpeek_unpacked_free(contents, &load->unpacked);
  bpeek_release(memory, load->specials, contents->special_count,
                sizeof(*load->specials));
  bpeek_release(memory, load->special_texts, contents->special_bytes, 1);
  bpeek_release(memory, load->scores, contents->token_count,
                sizeof(*load->scores));
}

bpeek_status bpeek_load_bpeek(const uint8_t *file, size_t length,
                              const bpeek_allocator *allocator,
                              bpeek_model **model, bpeek_error *error) {
  loading load = {
      .contents = {.allocator = bpeek_allocator_or_default(allocator),
                   .file_length = length}};
  const uint8_t *body = NULL;
  size_t body_length = 0;
  bpeek_status status = check_file(file, length, &body, &body_length, error);
  if (status == BPEEK_OK) {
    status = find_sections(file, body, body_length, &load.contents, error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_read_model_section(&load.contents, error);
  }
  if (status == BPEEK_OK) {
    status = read_sections(&load, error);
  }
  if (status == BPEEK_OK) {
    status = build(&load, model, error);
  }
  release(&load);
  return status;
}

/* ---- Saving ------------------------------------------------------------ */

size_t bpeek_section_begin(bpeek_output *output, bpeek_section section) {
  bpeek_output_byte(output, (uint8_t)section);
  (void)bpeek_output_room(output, 4);
  return output->length;
}

void bpeek_section_end(bpeek_output *output, size_t begin) {
  if (!output->no_memory) {
    bpeek_put_32(output->bytes + begin - 4, (uint32_t)(output->length - begin));
  }
}

/* Puts the header and the checksums before the body. */
static void write_file(const bpeek_output *body, bpeek_output *file) {
  size_t blocks = block_count(body->length);
  uint8_t *head = bpeek_output_room(file, HEADER_SIZE + blocks * SUM_SIZE);
  if (head == NULL || body->no_memory) {
    file->no_memory = true;
    return;
  }
  memcpy(head, magic, MAGIC_SIZE);
  bpeek_put_32(head + 8, FILE_VERSION);
  bpeek_put_32(head + 12, 0);
  bpeek_put_64(head + 16, body->length);
  bpeek_put_64(head + 24, bpeek_checksum(head, 24, 0));
  for (size_t i = 0; i < blocks; i++) {
    bpeek_put_64(head + HEADER_SIZE + i * SUM_SIZE,
                 block_sum(body->bytes, body->length, i));
  }
  bpeek_output_bytes(file, body->bytes, body->length);
}

bpeek_status bpeek_save_bpeek(const bpeek_model *model, bpeek_buffer *file,
                              bpeek_error *error) {
  const bpeek_allocator *memory = &model->allocator;
  bpeek_recipe recipe = {0};
  bpeek_output body = {.allocator = *memory};
  bpeek_output whole = {.allocator = *memory};
  bpeek_status status = model->rule == BPEEK_MERGE_LIST
                            ? bpeek_recipe_of_merges(model, &recipe, error)
                            : bpeek_recipe_of_ranks(model, &recipe, error);
  if (status == BPEEK_OK) {
    status = bpeek_write_sections(model, &recipe, &body, error);
  }
  if (status == BPEEK_OK) {
    write_file(&body, &whole);
    uint64_t most = bpeek_plausible_token_bytes(whole.length);
    status = model->token_starts[model->token_count] > most
                 ? bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                              "The tokens have more bytes than a bpeek file "
                              "may hold.")
                 : bpeek_output_finish(&whole, file, error);
  }
  bpeek_output_free(&whole);
  bpeek_output_free(&body);
  bpeek_recipe_free(model, &recipe);
  return status;
}
