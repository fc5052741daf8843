/*
 * bpeek's own file: a whole model, compact and checked.
 *
 *   offset  bytes
 *        0      8  8B 62 70 6B 0D 0A 1A 0A: what a copy as text would spoil
 *        8      4  version of the format, 2
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

#include "alloc.h"
#include "error.h"
#include "little_endian.h"

enum { SECTION_HEAD = 5 };

/* ---- Loading ----------------------------------------------------------- */

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
  bpeek_model_arrays arrays;
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
    status = bpeek_unpack_tokens(contents, &load->arrays, error);
  }
  return status;
}

static bpeek_status build(loading *load, bpeek_model **model,
                          bpeek_error *error) {
  const bpeek_contents *contents = &load->contents;
  const bpeek_payload *pattern = &contents->sections[BPEEK_SECTION_PATTERN];
  uint32_t flags = contents->flags;
  bool merge_list = contents->rule == BPEEK_MERGE_LIST;
  const bpeek_parts parts = {
      .rule = (bpeek_merge_rule)contents->rule,
      .whole_piece_first = flags & BPEEK_FILE_WHOLE_PIECE_FIRST,
      .token_bytes = load->arrays.token_bytes,
      .token_ends = load->arrays.token_starts + 1,
      .token_count = contents->token_count,
      .merges = load->arrays.merges,
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
  bpeek_status status = bpeek_model_build_of(
      &parts, &load->arrays, &contents->allocator, model, &reason);
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
  bpeek_release(memory, load->arrays.token_bytes,
                (size_t)contents->token_bytes + BPEEK_TOKEN_SLACK, 1);
  bpeek_release(memory, load->arrays.token_starts,
                (size_t)contents->token_count + 1, sizeof(uint32_t));
  bpeek_release(memory, load->arrays.merges, contents->merge_count,
                sizeof(*load->arrays.merges));
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
  bpeek_status status =
      bpeek_find_body(file, length, &body, &body_length, error);
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
    bpeek_write_file(&body, &whole);
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
