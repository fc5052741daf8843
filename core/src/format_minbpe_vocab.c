/*
 * Writing minbpe's .vocab: a line for each token, as Python shows its bytes.
 * What is not well-formed UTF-8 becomes U+FFFD, and characters of
 * General_Category C are written as \u and their hexadecimal number. Which
 * characters are unassigned, and so of C, depends on the version of Unicode: a
 * Python with another than ours escapes others.
 */
#include "format_minbpe.h"

#include "unicode.h"

/* Where no sequence is well-formed: the bytes that might begin one, or the one
 * that can't ("maximal subpart", The Unicode Standard, 3.9), which Python
 * replaces as a whole. */
static size_t malformed_length(const uint8_t *bytes, size_t length, size_t at) {
  const unsigned lead = bytes[at];
  const size_t left = length - at;
  if (lead < 0xC2 || lead > 0xF4 || left < 2) {
    return 1;
  }
  const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (bytes[at + 1] < lowest || bytes[at + 1] > highest) {
    return 1;
  }
  const bool has_third = left > 2 && (bytes[at + 2] & 0xC0) == 0x80;
  return lead >= 0xF0 && has_third ? 3 : 2;
}

static void write_escaped(bpeek_output *output, uint32_t code_point) {
  static const char digits[] = "0123456789abcdef";
  bpeek_output_bytes(output, "\\u", 2);
  for (unsigned shift = 24; shift > 0;) {
    shift -= 4;
    if (shift < 16 || code_point >> shift != 0) {
      bpeek_output_byte(output, (uint8_t)digits[code_point >> shift & 0xF]);
    }
  }
}

/* The token in brackets. */
static void write_token(const uint8_t *bytes, size_t length,
                        bpeek_output *output) {
  bpeek_output_byte(output, '[');
  for (size_t at = 0; at < length;) {
    const size_t step = bpeek_utf8_step(bytes, length, at);
    if (step == 0) {
      bpeek_output_bytes(output, "\xEF\xBF\xBD", 3);
      at += malformed_length(bytes, length, at);
      continue;
    }
    const uint32_t code_point = bpeek_char_at(bytes, length, at).code_point;
    if (bpeek_is_control_category(code_point)) {
      write_escaped(output, code_point);
    } else {
      bpeek_output_bytes(output, bytes + at, step);
    }
    at += step;
  }
  bpeek_output_byte(output, ']');
}

static void write_ordinary(const bpeek_model *model, uint32_t id,
                           bpeek_output *output) {
  write_token(bpeek_token_at(model, id), bpeek_token_length(model, id), output);
}

static void write_id(uint32_t id, bpeek_output *output) {
  bpeek_output_byte(output, ' ');
  bpeek_minbpe_number(output, id);
  bpeek_output_byte(output, '\n');
}

void bpeek_minbpe_vocab(const bpeek_model *model, bpeek_output *output) {
  for (uint32_t id = 0; id < model->token_count; id++) {
    if (id >= 256) {
      write_ordinary(model, model->merges[id - 256].left, output);
      write_ordinary(model, model->merges[id - 256].right, output);
      bpeek_output_bytes(output, " -> ", 4);
    }
    write_ordinary(model, id, output);
    write_id(id, output);
  }
  for (uint32_t i = 0; i < model->special_count; i++) {
    write_token(model->specials[i].text, model->specials[i].length, output);
    write_id(model->specials[i].id, output);
  }
}
