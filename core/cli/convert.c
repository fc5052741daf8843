/* bpeek convert: a model from one kind of file to another, its pattern and
 * special tokens added to if wanted. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct conversion {
  const char *input, *output;
  const char *pattern;       /* NULL: as it is; empty: none */
  const char *specials_path; /* NULL: none */
  cli_bytes specials_file;
  bpeek_special *specials; /* the model's, then those that are added */
  size_t special_count, special_room;
} conversion;

/* ---- Special tokens ---------------------------------------------------- */

static bool add_special(conversion *convert, bpeek_special special) {
  if (convert->special_count == convert->special_room) {
    size_t room = convert->special_room * 2 + 16;
    bpeek_special *grown =
        cli_resize(convert->specials, room * sizeof *convert->specials);
    if (grown == NULL) {
      return false;
    }
    convert->specials = grown;
    convert->special_room = room;
  }
  for (size_t i = 0; i < convert->special_count; i++) {
    special.alias = special.alias || convert->specials[i].id == special.id;
  }
  convert->specials[convert->special_count++] = special;
  return true;
}

static bool read_id(const uint8_t *digits, size_t length, uint32_t *id) {
  *id = 0;
  for (size_t i = 0; i < length; i++) {
    if (digits[i] < '0' || digits[i] > '9' || *id > BPEEK_MAX_ID) {
      return false;
    }
    *id = *id * 10 + (digits[i] - '0');
  }
  return length > 0 && *id <= BPEEK_MAX_ID;
}

/* --special-token TEXT=ID */
static int take_special(conversion *convert, const char *value) {
  const char *sign = strrchr(value, '=');
  bpeek_special special = {.text = (const uint8_t *)value};
  if (sign == NULL || sign == value ||
      !read_id((const uint8_t *)sign + 1, strlen(sign + 1), &special.id)) {
    return cli_bad_usage("--special-token takes TEXT=ID here, the id being at "
                         "most %d, not %s",
                         BPEEK_MAX_ID, value);
  }
  special.length = (size_t)(sign - value);
  return add_special(convert, special)
             ? CLI_DONE
             : cli_bad_input("there is not enough memory for this");
}

/* A line of --special-tokens: the id, a space, the text. */
static int take_special_line(conversion *convert, const uint8_t *line,
                             size_t length, size_t number) {
  const uint8_t *space = memchr(line, ' ', length);
  bpeek_special special = {.text = line};
  if (space == NULL || space + 1 == line + length ||
      !read_id(line, (size_t)(space - line), &special.id)) {
    return cli_bad_input("%s: line %zu is not an id, a space and the text of a "
                         "special token",
                         convert->specials_path, number);
  }
  special.text = space + 1;
  special.length = length - (size_t)(special.text - line);
  return add_special(convert, special)
             ? CLI_DONE
             : cli_bad_input("there is not enough memory for this");
}

static int read_specials_file(conversion *convert) {
  cli_bytes *file = &convert->specials_file;
  int code = cli_read_file(convert->specials_path, file);
  size_t at = 0;
  for (size_t number = 1; code == CLI_DONE && at < file->length; number++) {
    const uint8_t *line = file->bytes + at;
    const uint8_t *end = memchr(line, '\n', file->length - at);
    size_t length = end == NULL ? file->length - at : (size_t)(end - line);
    at += length + 1;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    if (length > 0) {
      code = take_special_line(convert, line, length, number);
    }
  }
  return code;
}

/* ---- The model --------------------------------------------------------- */

/* Builds the model anew with the pattern and the special tokens wanted. */
static int change_model(conversion *convert, bpeek_model **model) {
  bpeek_parts parts;
  bpeek_model_parts(*model, &parts);
  size_t added = convert->special_count;
  if (convert->pattern == NULL && added == 0) {
    return CLI_DONE;
  }
  conversion all = {0};
  bool memory = true;
  for (uint32_t i = 0; memory && i < parts.special_count; i++) {
    memory = add_special(&all, parts.specials[i]);
  }
  for (size_t i = 0; memory && i < added; i++) {
    memory = add_special(&all, convert->specials[i]);
  }
  parts.specials = all.specials;
  parts.special_count = (uint32_t)all.special_count;
  if (convert->pattern != NULL) {
    parts.pattern = (const uint8_t *)convert->pattern;
    parts.pattern_length = strlen(convert->pattern);
  }
  bpeek_model *changed = NULL;
  bpeek_error error;
  int code = CLI_DONE;
  if (!memory) {
    code = cli_bad_input("there is not enough memory for this");
  } else if (bpeek_model_build(&parts, NULL, &changed, &error) != BPEEK_OK) {
    code = cli_library_error(convert->input, &error);
  } else {
    bpeek_model_free(*model);
    *model = changed;
  }
  cli_free(all.specials);
  return code;
}

typedef bpeek_status (*save_function)(const bpeek_model *model,
                                      bpeek_buffer *file, bpeek_error *error);

static int save_as(save_function save, const conversion *convert,
                   const bpeek_model *model) {
  bpeek_buffer file;
  bpeek_error error;
  if (save(model, &file, &error) != BPEEK_OK) {
    return cli_library_error(convert->input, &error);
  }
  int code = cli_write_file(convert->output, file.bytes, file.length);
  bpeek_buffer_free(&file);
  return code;
}

static int save_bpeek(const conversion *convert, const bpeek_model *model) {
  return save_as(bpeek_save_bpeek, convert, model);
}

static int save_tiktoken(const conversion *convert, const bpeek_model *model) {
  return save_as(bpeek_save_tiktoken, convert, model);
}

static int save_minbpe(const conversion *convert, const bpeek_model *model) {
  const char *dot = strrchr(convert->output, '.');
  char *prefix =
      cli_text("%.*s", (int)(dot - convert->output), convert->output);
  int code = prefix == NULL
                 ? cli_bad_input("there is not enough memory for this")
                 : cli_save_minbpe(prefix, model);
  cli_free(prefix);
  return code;
}

typedef int (*saver)(const conversion *convert, const bpeek_model *model);

/* What writes files with the ending of this one; NULL: nothing. */
static saver saver_of(const char *path) {
  static const struct {
    const char *ending;
    saver save;
  } savers[] = {{".bpeek", save_bpeek},
                {".tiktoken", save_tiktoken},
                {".model", save_minbpe}};
  const char *dot = strrchr(path, '.');
  for (size_t i = 0; dot != NULL && i < sizeof savers / sizeof *savers; i++) {
    if (strcmp(dot, savers[i].ending) == 0) {
      return savers[i].save;
    }
  }
  return NULL;
}

static int convert_model(conversion *convert, saver save) {
  bpeek_model *model = NULL;
  int code =
      convert->specials_path == NULL ? CLI_DONE : read_specials_file(convert);
  if (code == CLI_DONE) {
    code = cli_load_model(convert->input, convert->pattern != NULL, &model);
  }
  if (code == CLI_DONE) {
    code = change_model(convert, &model);
  }
  if (code == CLI_DONE) {
    code = save(convert, model);
  }
  bpeek_model_free(model);
  return code;
}

/* ---- The command ------------------------------------------------------- */

static int take_option(conversion *convert, const cli_option *option,
                       const char *value) {
  if (cli_is(option, "special-token")) {
    return take_special(convert, value);
  }
  if (cli_is(option, "special-tokens")) {
    convert->specials_path = value;
  } else if (cli_is(option, "pattern")) {
    convert->pattern = strcmp(value, "none") == 0 ? "" : value;
  } else {
    convert->output = value;
  }
  return CLI_DONE;
}

static int read_arguments(int count, char **arguments, conversion *convert) {
  static const cli_option options[] = {
      {"output", true},        {"o", true},
      {"pattern", true},       {"special-tokens", true},
      {"special-token", true}, {NULL, false},
  };
  cli_arguments walk = {
      .count = count, .arguments = arguments, .options = options};
  const cli_option *option = NULL;
  const char *value = NULL;
  for (;;) {
    switch (cli_next_argument(&walk, &option, &value)) {
    case CLI_OPTION: {
      int code = take_option(convert, option, value);
      if (code != CLI_DONE) {
        return code;
      }
      break;
    }
    case CLI_FILE:
      if (convert->input != NULL) {
        return cli_bad_usage("convert takes one model, not also %s", value);
      }
      convert->input = value;
      break;
    case CLI_END:
      return CLI_DONE;
    case CLI_WRONG:
    default:
      return CLI_BAD_USAGE;
    }
  }
}

static int check_and_convert(conversion *convert) {
  if (convert->input == NULL) {
    return cli_bad_usage("convert what? Name a model file or an encoding");
  }
  if (convert->output == NULL) {
    return cli_bad_usage("convert to what? Name a file with -o");
  }
  saver save = saver_of(convert->output);
  if (save == NULL) {
    return cli_bad_usage("%s: the ending tells what to write: .bpeek, "
                         ".tiktoken, or .model for minbpe's files",
                         convert->output);
  }
  return convert_model(convert, save);
}

static int run(int count, char **arguments) {
  conversion convert = {0};
  int code = read_arguments(count, arguments, &convert);
  if (code == CLI_DONE) {
    code = check_and_convert(&convert);
  }
  cli_free(convert.specials);
  cli_bytes_free(&convert.specials_file);
  return code;
}

const cli_command cli_convert = {
    .name = "convert",
    .usage = "IN -o OUT [options]",
    .summary = "from one kind of model file to another",
    .help =
        "  -o, --output FILE      its ending tells the kind: .bpeek; "
        ".tiktoken,\n"
        "                         which holds neither the pattern nor the\n"
        "                         special tokens; .model for minbpe's, which\n"
        "                         has a .vocab beside it\n"
        "  --pattern REGEX|none   the split pattern, in PCRE2's syntax; a "
        "must\n"
        "                         if IN is a .tiktoken file\n"
        "  --special-token TEXT=ID\n"
        "                         adds a special token; can be given more\n"
        "                         than once. If the id is another special\n"
        "                         token's already, this is an alias for it\n"
        "  --special-tokens FILE  adds those of a file: on each line the id,\n"
        "                         a space and the text\n",
    .run = run,
};
