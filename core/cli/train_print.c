#include "train_print.h"

#include <string.h>

static size_t end_of(const merge_printer *printer, uint32_t id) {
  size_t end = 0;
  memcpy(&end, printer->ends.bytes + id * sizeof end, sizeof end);
  return end;
}

static size_t begin_of(const merge_printer *printer, uint32_t id) {
  return id == 0 ? 0 : end_of(printer, id - 1);
}

static int end_token(merge_printer *printer) {
  const size_t end = printer->bytes.length;
  return cli_bytes_append(&printer->ends, &end, sizeof end);
}

static int spell_bytes(merge_printer *printer) {
  int code = CLI_DONE;
  for (unsigned i = 0; code == CLI_DONE && i < 256; i++) {
    const uint8_t byte = (uint8_t)i;
    code = cli_bytes_append(&printer->bytes, &byte, 1);
    if (code == CLI_DONE) {
      code = end_token(printer);
    }
  }
  return code;
}

/* Appends the bytes of a token to those of the token being spelled. */
static int spell_part(merge_printer *printer, uint32_t id) {
  const size_t begin = begin_of(printer, id);
  const size_t length = end_of(printer, id) - begin;
  int code = cli_bytes_reserve(&printer->bytes, length);
  if (code == CLI_DONE) {
    memcpy(printer->bytes.bytes + printer->bytes.length,
           printer->bytes.bytes + begin, length);
    printer->bytes.length += length;
  }
  return code;
}

static int print_merge(merge_printer *printer, const bpeek_pair_count *merge) {
  int code = spell_part(printer, merge->left);
  if (code == CLI_DONE) {
    code = spell_part(printer, merge->right);
  }
  if (code == CLI_DONE) {
    code = end_token(printer);
  }
  if (code != CLI_DONE) {
    return code;
  }
  (void)printf("merge %u/%u: (%u, %u) -> %u (", merge->id - 255,
               printer->merges_wanted, merge->left, merge->right, merge->id);
  const size_t begin = begin_of(printer, merge->id);
  cli_print_bytes(printer->bytes.bytes + begin, printer->bytes.length - begin);
  (void)printf(") had %u occurrences\n", merge->count);
  return CLI_DONE;
}

int print_merges(merge_printer *printer, const bpeek_pair_count *merges,
                 size_t count) {
  int code = printer->bytes.length == 0 ? spell_bytes(printer) : CLI_DONE;
  for (size_t i = 0; code == CLI_DONE && i < count; i++) {
    code = print_merge(printer, &merges[i]);
  }
  return code;
}

void merge_printer_free(merge_printer *printer) {
  cli_bytes_free(&printer->bytes);
  cli_bytes_free(&printer->ends);
}
