/* The lines that minbpe prints of its merges. */
#ifndef BPEEK_CLI_TRAIN_PRINT_H
#define BPEEK_CLI_TRAIN_PRINT_H

#include "cli.h"

/* Begins as zeros, but for the number of merges. */
typedef struct merge_printer {
  uint32_t merges_wanted;
  cli_bytes bytes; /* of the tokens so far */
  cli_bytes ends;  /* of each in `bytes`, of type size_t */
} merge_printer;

/* Prints a line for each merge; they come in order, the first makes 256. */
int print_merges(merge_printer *printer, const bpeek_pair_count *merges,
                 size_t count);

void merge_printer_free(merge_printer *printer);

#endif
