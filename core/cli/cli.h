/*
 * The `bpeek` command: what its parts share.
 *
 * Exit codes: 0 done; 1 bad input, with one line on stderr that says what is
 * wrong and where; 2 bad usage, likewise.
 */
#ifndef BPEEK_CLI_H
#define BPEEK_CLI_H

#include <stdio.h>

#include "bpeek.h"

enum { CLI_DONE = 0, CLI_BAD_INPUT = 1, CLI_BAD_USAGE = 2 };

/* ---- The table of commands (main.c) ------------------------------------ */

typedef struct cli_command {
  const char *name;
  const char *usage;   /* what follows `bpeek name` */
  const char *summary; /* for the list of commands */
  const char *help;    /* more lines, for `bpeek name --help` */
  int (*run)(int count, char **arguments); /* without `bpeek name` */
} cli_command;

extern const cli_command cli_encode, cli_decode, cli_count, cli_convert,
    cli_train, cli_explain;

/* ---- Memory (memory.c) ------------------------------------------------- */

/* A block of `size` bytes, with what `block` (NULL: nothing) had in it; NULL if
 * there is no memory. */
void *cli_resize(void *block, size_t size);
void cli_free(void *block);

/* ---- Messages (message.c) ---------------------------------------------- */

#if defined(__GNUC__)
#define CLI_PRINTF __attribute__((format(printf, 1, 2)))
#else
#define CLI_PRINTF
#endif

/* One line on stderr; line breaks within become spaces. Returns the code. */
int cli_bad_input(const char *format, ...) CLI_PRINTF;
int cli_bad_usage(const char *format, ...) CLI_PRINTF;

/* Text to be freed with cli_free; NULL: no memory. */
char *cli_text(const char *format, ...) CLI_PRINTF;

/* Prints bytes as Python's repr does, for one: b'\\xed\\x95\\x9c'. */
void cli_print_bytes(const uint8_t *bytes, size_t length);

/* ---- Options (options.c) ----------------------------------------------- */

typedef struct cli_option {
  const char *name; /* `--name`, or of one letter `-n` as well */
  bool has_value;
} cli_option;

/*
 * Walks through arguments: `--name VALUE`, `--name=VALUE`, `-n VALUE`,
 * `-nVALUE`, files, and after `--` only files.
 */
typedef struct cli_arguments {
  int count;
  char **arguments;
  const cli_option *options; /* the last has the name NULL */
  int at;
  bool only_files;
} cli_arguments;

typedef enum cli_argument {
  CLI_END,
  CLI_OPTION, /* *option and *value */
  CLI_FILE,   /* *value */
  CLI_WRONG,  /* a message has been printed */
} cli_argument;

cli_argument cli_next_argument(cli_arguments *walk, const cli_option **option,
                               const char **value);

bool cli_is(const cli_option *option, const char *name);

/* ---- Files (file.c) ---------------------------------------------------- */

/* Bytes that cli_resize has given. */
typedef struct cli_bytes {
  uint8_t *bytes;
  size_t length, room;
} cli_bytes;

void cli_bytes_free(cli_bytes *bytes);

/* Makes room for `more` bytes after the `length` there are. */
int cli_bytes_reserve(cli_bytes *bytes, size_t more);
int cli_bytes_append(cli_bytes *bytes, const void *more, size_t length);

/* `-` and NULL mean stdin; this is how messages call the file. */
const char *cli_file_name(const char *path);

int cli_open(const char *path, FILE **file);
void cli_close(const char *path, FILE *file);

/* Appends up to `most` bytes; fewer only at the end of the file. */
int cli_read(const char *path, FILE *file, size_t most, cli_bytes *bytes);
int cli_read_file(const char *path, cli_bytes *bytes);

/*
 * Writes all of a file, or nothing: the bytes go to a new file beside `path`,
 * which then takes its name. `-` and NULL mean stdout. What is no file, such
 * as a pipe, is written to as it is.
 */
int cli_write_file(const char *path, const uint8_t *bytes, size_t length);

/* Two files at most, none of them standard output: all are written, or none. */
typedef struct cli_output {
  const char *path;
  const uint8_t *bytes;
  size_t length;
} cli_output;

int cli_write_files(const cli_output *outputs, size_t count);

/* Whatever has been printed is on its way, or this is bad input. */
int cli_flush_stdout(void);

/* ---- Platform (platform.c) --------------------------------------------- */

/* The folder the program lies in, to be freed; NULL if that can't be told. */
char *cli_program_folder(void);

/* Where a file is, or will be, once symbolic links are followed; to be freed.
 * NULL: no memory. Pipes, terminals and the like can't be replaced. */
char *cli_place_of_file(const char *path, bool *can_be_replaced);

/* Calls `visit` with the name of each file in a folder, in any order. */
void cli_visit_folder(const char *folder,
                      void (*visit)(void *context, const char *name),
                      void *context);

/* ---- Models (model.c) -------------------------------------------------- */

/* Loads an encoding by its name, or a model file of any kind that bpeek knows,
 * by its content. A .tiktoken file names no pattern; it is only loaded if
 * `has_pattern` says that one comes from elsewhere. */
int cli_load_model(const char *name_or_file, bool has_pattern,
                   bpeek_model **model);

/* Prints what a function of the library has found wrong with `path`. */
int cli_library_error(const char *path, const bpeek_error *error);

/* ---- minbpe's files (minbpe.c) ----------------------------------------- */

/* Writes PREFIX.model and PREFIX.vocab, both or none. */
int cli_save_minbpe(const char *prefix, const bpeek_model *model);

/* ---- Special tokens (special.c) ---------------------------------------- */

/* What the options --special and --special-token say. */
typedef struct cli_special {
  bpeek_special_mode mode;
  const char *texts[64]; /* of the tokens to be parsed */
  size_t text_count;
  uint32_t ids[64];
} cli_special;

/* Takes note of --special's value. */
int cli_special_mode(cli_special *special, const char *value);
int cli_special_token(cli_special *special, const char *value);

/* The policy they make with this model; its ids lie in `special`. */
int cli_special_policy(cli_special *special, const bpeek_model *model,
                       bpeek_special_policy *policy);

/* Prints an error of encoding or counting; `text` begins at byte `begin` of
 * the file. */
int cli_encode_error(const char *path, const bpeek_model *model,
                     const uint8_t *text, size_t length, uint64_t begin,
                     const bpeek_error *error);

#define CLI_MODEL_HELP                                                         \
  "  -m, --model NAME|FILE  the encoding: a bundled one, or a .bpeek file\n"
#define CLI_SPECIAL_HELP                                                       \
  "  --special MODE         what becomes of special tokens in the text:\n"     \
  "                         error (the default), literal or parse\n"           \
  "  --special-token TEXT   parse this one, whatever --special says;\n"        \
  "                         can be given more than once\n"                     \
  "  --normalized           the text is in the normal form of Unicode that\n"  \
  "                         the encoding wants (few want one)\n"
#define CLI_OUTPUT_HELP                                                        \
  "  -o, --output FILE      write there rather than to standard output\n"

/* ---- Commands that work with a model (request.c) ----------------------- */

/* What the command line of such a command asks for. */
typedef struct cli_request {
  const char *model;
  cli_special special;
  bool normalized;    /* texts are in the normal form that the model wants */
  const char *output; /* NULL: standard output */
  char **files;       /* among the arguments */
  int file_count;
} cli_request;

/* Option lists end with {NULL, false}. Known to a request: model, m, special,
 * special-token, normalized, output, o. */
int cli_read_request(int count, char **arguments, const cli_option *options,
                     cli_request *request);

/* Loads the model, and calls `work` with it. */
int cli_do_request(cli_request *request,
                   int (*work)(const cli_request *request,
                               const bpeek_model *model,
                               const bpeek_special_policy *policy));

/* Reads a text file; invalid UTF-8 is bad input. */
int cli_read_text(const char *path, cli_bytes *text);

/* Refuses text that may not be in the normal form that the model wants, unless
 * the request says that it is; `text` begins at byte `begin` of the file. */
int cli_check_normal(const cli_request *request, const bpeek_model *model,
                     const char *path, const uint8_t *text, size_t length,
                     uint64_t begin);

/* Says at which byte of the file the text is not UTF-8. */
int cli_utf8_error(const char *path, uint64_t at, uint8_t byte);

#endif
