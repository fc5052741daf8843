/* bpeek train: learns a vocabulary from a text, and writes minbpe's files. */
#include <stdlib.h>
#include <string.h>

#include "train_print.h"

/* minbpe's two patterns. */
static const char gpt4[] =
    "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}|"
    " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
static const char gpt2[] =
    "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
    "\\s+(?!\\S)|\\s+";

enum { MOST_SPECIALS = 64 };

typedef struct training {
  const char *input;  /* NULL: standard input */
  const char *prefix; /* of the two files */
  const char *pattern;
  uint32_t vocabulary_size;
  bool verbose;
  const char *specials[MOST_SPECIALS];
  uint32_t special_count;
} training;

/* ---- Training ---------------------------------------------------------- */

/* Few merges at a time, so that they are printed as they are done. */
static int do_merges(const training *train, bpeek_trainer *trainer) {
  merge_printer printer = {.merges_wanted = train->vocabulary_size - 256};
  int code = CLI_DONE;
  while (code == CLI_DONE &&
         bpeek_trainer_state_of(trainer) == BPEEK_TRAINER_GOES_ON) {
    const bpeek_pair_count *merges = NULL;
    size_t count = 0;
    bpeek_error error;
    if (bpeek_trainer_step(trainer, 100, &merges, &count, &error) != BPEEK_OK) {
      code = cli_library_error(train->input, &error);
    } else if (train->verbose) {
      code = print_merges(&printer, merges, count);
    }
  }
  merge_printer_free(&printer);
  return code == CLI_DONE ? cli_flush_stdout() : code;
}

static void say_where_it_ended(const training *train,
                               const bpeek_trainer *trainer) {
  if (bpeek_trainer_state_of(trainer) == BPEEK_TRAINER_NO_PAIR_LEFT) {
    const bpeek_pair_count *merges = NULL;
    size_t count = 0;
    bpeek_trainer_merges(trainer, &merges, &count);
    (void)fprintf(stderr,
                  "bpeek: no pair is left to merge: training ended with %zu "
                  "tokens instead of %u\n",
                  256 + count, train->vocabulary_size);
  }
}

/* Special tokens get the ids after the last merge's, in order. */
static int build_model(const training *train, const bpeek_trainer *trainer,
                       bpeek_model **model) {
  const bpeek_pair_count *merges = NULL;
  size_t count = 0;
  bpeek_trainer_merges(trainer, &merges, &count);
  bpeek_special specials[MOST_SPECIALS];
  for (uint32_t i = 0; i < train->special_count; i++) {
    specials[i] = (bpeek_special){.text = (const uint8_t *)train->specials[i],
                                  .length = strlen(train->specials[i]),
                                  .id = 256 + (uint32_t)count + i};
  }
  bpeek_error error;
  return bpeek_trainer_model(trainer, specials, train->special_count, NULL,
                             model, &error) == BPEEK_OK
             ? CLI_DONE
             : cli_library_error(train->input, &error);
}

static int train_on(const training *train, const cli_bytes *text) {
  bpeek_trainer *trainer = NULL;
  bpeek_model *model = NULL;
  bpeek_error error;
  const bpeek_status status = bpeek_trainer_new(
      text->bytes, text->length, (const uint8_t *)train->pattern,
      strlen(train->pattern), train->vocabulary_size, NULL, &trainer, &error);
  if (status != BPEEK_OK) {
    return status == BPEEK_BAD_PATTERN
               ? cli_bad_input("--pattern: %s", error.message)
               : cli_library_error(train->input, &error);
  }
  int code = do_merges(train, trainer);
  if (code == CLI_DONE) {
    code = build_model(train, trainer, &model);
  }
  if (code == CLI_DONE) {
    code = cli_save_minbpe(train->prefix, model);
  }
  if (code == CLI_DONE) {
    say_where_it_ended(train, trainer);
  }
  bpeek_model_free(model);
  bpeek_trainer_free(trainer);
  return code;
}

/* ---- The command ------------------------------------------------------- */

static int take_vocabulary_size(training *train, const char *value) {
  char *end = NULL;
  const unsigned long size = strtoul(value, &end, 10);
  if (*value < '0' || *value > '9' || *end != '\0' || size < 256 ||
      size > BPEEK_MAX_ID + 1UL) {
    return cli_bad_usage("--vocab-size takes a number from 256, the single "
                         "bytes, to %lu, not %s",
                         BPEEK_MAX_ID + 1UL, value);
  }
  train->vocabulary_size = (uint32_t)size;
  return CLI_DONE;
}

static const char *pattern_called(const char *name) {
  return strcmp(name, "gpt4") == 0   ? gpt4
         : strcmp(name, "gpt2") == 0 ? gpt2
         : strcmp(name, "none") == 0 ? ""
                                     : name;
}

static int take_option(training *train, const cli_option *option,
                       const char *value) {
  if (cli_is(option, "vocab-size")) {
    return take_vocabulary_size(train, value);
  }
  if (cli_is(option, "pattern")) {
    train->pattern = pattern_called(value);
  } else if (cli_is(option, "special-token")) {
    if (train->special_count == MOST_SPECIALS || *value == '\0') {
      return cli_bad_usage("--special-token takes a text, %d times at most",
                           MOST_SPECIALS);
    }
    train->specials[train->special_count++] = value;
  } else if (cli_is(option, "verbose")) {
    train->verbose = true;
  } else {
    train->prefix = value;
  }
  return CLI_DONE;
}

static int read_arguments(int count, char **arguments, training *train) {
  static const cli_option options[] = {
      {"vocab-size", true}, {"pattern", true}, {"special-token", true},
      {"verbose", false},   {"output", true},  {"o", true},
      {NULL, false},
  };
  cli_arguments walk = {
      .count = count, .arguments = arguments, .options = options};
  const cli_option *option = NULL;
  const char *value = NULL;
  int files = 0;
  int code = CLI_DONE;
  cli_argument next = CLI_OPTION;
  while (code == CLI_DONE && next != CLI_END) {
    next = cli_next_argument(&walk, &option, &value);
    if (next == CLI_OPTION) {
      code = take_option(train, option, value);
    } else if (next == CLI_FILE && files++ == 0) {
      train->input = value;
    } else if (next == CLI_FILE) {
      code = cli_bad_usage("train takes one file, not also %s", value);
    } else if (next == CLI_WRONG) {
      code = CLI_BAD_USAGE;
    }
  }
  return code;
}

static int run(int count, char **arguments) {
  training train = {.pattern = gpt4};
  int code = read_arguments(count, arguments, &train);
  if (code != CLI_DONE) {
    return code;
  }
  if (train.vocabulary_size == 0) {
    return cli_bad_usage("how many tokens? Say so with --vocab-size, for "
                         "example --vocab-size 512");
  }
  if (train.prefix == NULL) {
    return cli_bad_usage("where to? With -o PREFIX the files are PREFIX.model "
                         "and PREFIX.vocab");
  }
  cli_bytes text = {0};
  code = cli_read_text(train.input, &text);
  if (code == CLI_DONE) {
    code = train_on(&train, &text);
  }
  cli_bytes_free(&text);
  return code;
}

const cli_command cli_train = {
    .name = "train",
    .usage = "--vocab-size N -o PREFIX [options] [FILE]",
    .summary = "learns a vocabulary from a text, as minbpe does",
    .help =
        "  --vocab-size N         how many tokens, the 256 bytes included\n"
        "  -o, --output PREFIX    writes PREFIX.model, and PREFIX.vocab for\n"
        "                         people to read\n"
        "  --pattern gpt4|gpt2|none|REGEX\n"
        "                         the split pattern: one of minbpe's two\n"
        "                         (gpt4 is the default), none, or your own in\n"
        "                         PCRE2's syntax\n"
        "  --special-token TEXT   registers a special token, with the next id\n"
        "                         after training; can be given more than once\n"
        "  --verbose              prints each merge, as minbpe does\n",
    .run = run,
};
