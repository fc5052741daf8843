/* The section of codes: how many tokens there are of each kind, and the code
 * lengths of the Huffman codes. */
#include "bits.h"
#include "error.h"
#include "format_bpeek.h"

static void read_lengths(bpeek_bit_reader *bits, uint8_t *lengths,
                         unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    lengths[i] = (uint8_t)bpeek_bits_take(bits, BPEEK_LENGTH_BITS);
  }
}

static bool read_right_lengths(bpeek_bit_reader *bits, bpeek_codes *codes,
                               uint8_t *lengths) {
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    if (codes->kind_counts[kind] > 0 && bpeek_bits_take(bits, 1) == 1) {
      unsigned levels = bpeek_bits_take(bits, BPEEK_LENGTH_BITS) + 1;
      if (levels > BPEEK_LEVELS) {
        return false;
      }
      read_lengths(bits, lengths + (size_t)kind * BPEEK_ROW, levels);
    }
  }
  return true;
}

static bool read_codes(bpeek_cursor *cursor, uint32_t token_count,
                       bpeek_codes *codes) {
  uint32_t left = token_count;
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    uint32_t count = bpeek_cursor_varint(cursor);
    if (count > left) {
      return false;
    }
    codes->kind_counts[kind] = count;
    left -= count;
  }
  bpeek_bit_reader bits =
      bpeek_read_bits_of(cursor->at, (size_t)(cursor->end - cursor->at));
  read_lengths(&bits, codes->left_lengths, BPEEK_LEVELS);
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    codes->is_left_kind[kind] = bpeek_bits_take(&bits, 1) == 1;
    if (codes->is_left_kind[kind] &&
        !read_right_lengths(&bits, codes, codes->right_lengths[kind])) {
      return false;
    }
  }
  return !cursor->bad && bpeek_bits_at_end(&bits);
}

bpeek_status bpeek_read_codes(const bpeek_contents *contents,
                              bpeek_codes *codes, bpeek_error *error) {
  bpeek_cursor cursor = bpeek_cursor_of(contents, BPEEK_SECTION_CODES);
  return read_codes(&cursor, contents->token_count, codes)
             ? BPEEK_OK
             : bpeek_fail_section(contents, BPEEK_SECTION_CODES, error);
}

/* How many levels, from 0 on, have a code word among them. */
static unsigned levels_in(const uint8_t *lengths) {
  unsigned levels = BPEEK_LEVELS;
  while (levels > 0 && lengths[levels - 1] == 0) {
    levels--;
  }
  return levels;
}

static void write_lengths(bpeek_bit_writer *bits, const uint8_t *lengths,
                          unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    bpeek_bits_put(bits, lengths[i], BPEEK_LENGTH_BITS);
  }
}

static void write_right_lengths(bpeek_bit_writer *bits,
                                const bpeek_codes *codes,
                                const uint8_t *lengths) {
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    if (codes->kind_counts[kind] > 0) {
      const uint8_t *row = lengths + (size_t)kind * BPEEK_ROW;
      unsigned levels = levels_in(row);
      bpeek_bits_put(bits, levels > 0, 1);
      if (levels > 0) {
        bpeek_bits_put(bits, levels - 1, BPEEK_LENGTH_BITS);
        write_lengths(bits, row, levels);
      }
    }
  }
}

void bpeek_write_codes(const bpeek_codes *codes, bpeek_output *output) {
  size_t begin = bpeek_section_begin(output, BPEEK_SECTION_CODES);
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    bpeek_output_varint(output, codes->kind_counts[kind]);
  }
  bpeek_bit_writer bits = {.output = output};
  write_lengths(&bits, codes->left_lengths, BPEEK_LEVELS);
  for (unsigned kind = 0; kind < BPEEK_KINDS; kind++) {
    bpeek_bits_put(&bits, codes->is_left_kind[kind], 1);
    if (codes->is_left_kind[kind]) {
      write_right_lengths(&bits, codes, codes->right_lengths[kind]);
    }
  }
  bpeek_bits_finish(&bits);
  bpeek_section_end(output, begin);
}
