/* Writing minbpe's two files. */
#include "format_minbpe.h"

#include <string.h>

#include "error.h"
#include "unicode.h"

/* ---- What minbpe can hold ---------------------------------------------- */

bool bpeek_minbpe_can_hold(const uint8_t *text, size_t length) {
  for (size_t at = 0; at < length;) {
    if (bpeek_utf8_step(text, length, at) == 0) {
      return false;
    }
    const bpeek_char character = bpeek_char_at(text, length, at);
    /* Python's str.split() parts at these four besides White_Space. */
    const bool is_separator =
        character.code_point >= 0x1C && character.code_point <= 0x1F;
    if (is_separator || character.class_bits == BPEEK_SPACE) {
      return false;
    }
    at += character.length;
  }
  return length > 0;
}

static bpeek_status refuse(const char *what, bpeek_error *error) {
  return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                    "minbpe's files can't hold this model: %s.", what);
}

static bool encodes_as_minbpe(const bpeek_model *model) {
  return model->rule == BPEEK_MERGE_LIST && !model->whole_piece_first &&
         model->unit == BPEEK_BYTES && !model->space_is_2581 &&
         model->prefix == BPEEK_PREFIX_NEVER && !model->decoding_drops_space &&
         model->normalization == BPEEK_AS_WRITTEN;
}

static bool has_ids_of_minbpe(const bpeek_model *model) {
  for (uint32_t i = 0; i < 256; i++) {
    if (model->byte_token[i] != i) {
      return false;
    }
  }
  for (uint32_t i = 0; i < model->merge_count; i++) {
    const bpeek_merge *merge = &model->merges[i];
    if (merge->result != 256 + i || merge->left >= 256 + i ||
        merge->right >= 256 + i) {
      return false;
    }
  }
  return model->token_count == 256 + model->merge_count;
}

static bpeek_status check_pattern(const bpeek_model *model,
                                  bpeek_error *error) {
  size_t length = 0;
  bool keep_unmatched = false;
  const uint8_t *pattern =
      bpeek_pattern_text(model->pattern, &length, &keep_unmatched);
  if (length == 0) {
    return BPEEK_OK;
  }
  if (keep_unmatched) {
    return refuse("it keeps text that its split pattern does not match, which "
                  "minbpe leaves out",
                  error);
  }
  if (memchr(pattern, '\0', length) != NULL) {
    return refuse("it splits by several patterns, one after the other", error);
  }
  if (memchr(pattern, '\n', length) != NULL ||
      memchr(pattern, '\r', length) != NULL) {
    return refuse("its split pattern has a line break in it", error);
  }
  return BPEEK_OK;
}

static bpeek_status check_specials(const bpeek_model *model,
                                   bpeek_error *error) {
  for (uint32_t i = 0; i < model->special_count; i++) {
    const bpeek_special *special = &model->specials[i];
    const char *reason = NULL;
    if (!bpeek_minbpe_can_hold(special->text, special->length)) {
      reason = "has white space or bytes that are not UTF-8 in it";
    } else if (special->alias || special->id < model->token_count) {
      reason = "shares its id with another token";
    } else if (special->always) {
      reason = "is looked for in any text";
    }
    if (reason != NULL) {
      return bpeek_fail(error, BPEEK_BAD_ARGUMENT, 0,
                        "minbpe's files can't hold this model: its special "
                        "token %.*s %s.",
                        (int)special->length, (const char *)special->text,
                        reason);
    }
  }
  return BPEEK_OK;
}

static bpeek_status check(const bpeek_model *model, bpeek_error *error) {
  if (!encodes_as_minbpe(model)) {
    return refuse("it does not encode by a list of merges of bytes alone",
                  error);
  }
  if (!has_ids_of_minbpe(model)) {
    return refuse("its bytes don't have the ids 0 to 255 and its merges those "
                  "from 256 on, each in its turn",
                  error);
  }
  const bpeek_status status = check_pattern(model, error);
  return status == BPEEK_OK ? check_specials(model, error) : status;
}

/* ---- Writing ----------------------------------------------------------- */

void bpeek_minbpe_number(bpeek_output *output, uint32_t number) {
  uint8_t digits[10];
  size_t begin = sizeof digits;
  do {
    digits[--begin] = (uint8_t)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  bpeek_output_bytes(output, digits + begin, sizeof digits - begin);
}

static void write_number(bpeek_output *output, uint32_t number, uint8_t then) {
  bpeek_minbpe_number(output, number);
  bpeek_output_byte(output, then);
}

static void write_model(const bpeek_model *model, bpeek_output *output) {
  static const char version[] = BPEEK_MINBPE_VERSION "\n";
  size_t length = 0;
  bool keep_unmatched = false;
  const uint8_t *pattern =
      bpeek_pattern_text(model->pattern, &length, &keep_unmatched);
  bpeek_output_bytes(output, version, sizeof version - 1);
  bpeek_output_bytes(output, pattern, length);
  bpeek_output_byte(output, '\n');
  write_number(output, model->special_count, '\n');
  for (uint32_t i = 0; i < model->special_count; i++) {
    const bpeek_special *special = &model->specials[i];
    bpeek_output_bytes(output, special->text, special->length);
    bpeek_output_byte(output, ' ');
    write_number(output, special->id, '\n');
  }
  for (uint32_t i = 0; i < model->merge_count; i++) {
    write_number(output, model->merges[i].left, ' ');
    write_number(output, model->merges[i].right, '\n');
  }
}

bpeek_status bpeek_save_minbpe(const bpeek_model *model,
                               bpeek_buffer *model_file,
                               bpeek_buffer *vocab_file, bpeek_error *error) {
  bpeek_status status = check(model, error);
  if (status != BPEEK_OK) {
    return status;
  }
  bpeek_output output = {.allocator = model->allocator};
  bpeek_buffer written = {.allocator = model->allocator};
  write_model(model, &output);
  status = bpeek_output_finish(&output, &written, error);
  if (status == BPEEK_OK) {
    bpeek_minbpe_vocab(model, &output);
    status = bpeek_output_finish(&output, vocab_file, error);
  }
  if (status != BPEEK_OK) {
    bpeek_buffer_free(&written);
    return status;
  }
  *model_file = written;
  return BPEEK_OK;
}
