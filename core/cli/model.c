#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- Formats ----------------------------------------------------------- */

typedef enum format {
  FORMAT_UNKNOWN,
  FORMAT_BPEEK,
  FORMAT_TIKTOKEN,
  FORMAT_MINBPE,
} format;

static bool begins_with(const cli_bytes *file, const char *text) {
  size_t length = strlen(text);
  return file->length >= length && memcmp(file->bytes, text, length) == 0;
}

static bool is_base64(uint8_t byte) {
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
         (byte >= '0' && byte <= '9') || byte == '+' || byte == '/' ||
         byte == '=';
}

/* A .tiktoken file begins with base64, a space and a digit. */
static bool looks_like_tiktoken(const cli_bytes *file) {
  size_t at = 0;
  while (at < file->length && is_base64(file->bytes[at])) {
    at++;
  }
  return at > 0 && at + 1 < file->length && file->bytes[at] == ' ' &&
         file->bytes[at + 1] >= '0' && file->bytes[at + 1] <= '9';
}

static format format_of(const cli_bytes *file) {
  if (begins_with(file, "\x8B"
                        "bpk")) {
    return FORMAT_BPEEK;
  }
  /* Of whatever version: loading says which it knows. */
  if (begins_with(file, "minbpe v")) {
    return FORMAT_MINBPE;
  }
  return looks_like_tiktoken(file) ? FORMAT_TIKTOKEN : FORMAT_UNKNOWN;
}

static int fail_format(const char *path, const cli_bytes *file) {
  if (begins_with(file, "{")) {
    return cli_bad_input("%s: a tokenizer.json is read by the page and by the "
                         "JavaScript library, not by this command",
                         path);
  }
  return cli_bad_input("%s: this is no model file that bpeek knows; it knows "
                       ".bpeek and .tiktoken files and minbpe's .model files, "
                       "by their content",
                       path);
}

int cli_library_error(const char *path, const bpeek_error *error) {
  return cli_bad_input("%s: %s", cli_file_name(path), error->message);
}

static int load_file(const char *path, const cli_bytes *file, bool has_pattern,
                     bpeek_model **model) {
  bpeek_error error;
  bpeek_status status = BPEEK_OK;
  switch (format_of(file)) {
  case FORMAT_BPEEK:
    status = bpeek_load_bpeek(file->bytes, file->length, NULL, model, &error);
    break;
  case FORMAT_TIKTOKEN:
    if (!has_pattern) {
      return cli_bad_input("%s: a .tiktoken file does not name its split "
                           "pattern; make a .bpeek file of it, with bpeek "
                           "convert --pattern",
                           path);
    }
    status = bpeek_load_tiktoken(file->bytes, file->length, NULL, NULL, model,
                                 &error);
    break;
  case FORMAT_MINBPE:
    status = bpeek_load_minbpe(file->bytes, file->length, NULL, model, &error);
    break;
  case FORMAT_UNKNOWN:
  default:
    return fail_format(path, file);
  }
  return status == BPEEK_OK ? CLI_DONE : cli_library_error(path, &error);
}

/* ---- Encodings by name ------------------------------------------------- */

static const char ending[] = ".bpeek";

/* Where the encodings are: $BPEEK_ENCODINGS, or dist/encodings as seen from
 * core/build. To be freed; NULL if neither can be told. */
static char *encodings_folder(void) {
  const char *folder = getenv("BPEEK_ENCODINGS");
  if (folder != NULL && *folder != '\0') {
    return cli_text("%s", folder);
  }
  char *program = cli_program_folder();
  char *result =
      program == NULL ? NULL : cli_text("%s/../../dist/encodings", program);
  cli_free(program);
  return result;
}

typedef struct name_list {
  char *names[64];
  size_t count;
} name_list;

static void collect_name(void *context, const char *name) {
  name_list *list = context;
  size_t length = strlen(name);
  size_t tail = sizeof ending - 1;
  if (length <= tail || strcmp(name + length - tail, ending) != 0 ||
      list->count == sizeof list->names / sizeof *list->names) {
    return;
  }
  char *copy = cli_text("%.*s", (int)(length - tail), name);
  if (copy != NULL) {
    list->names[list->count++] = copy;
  }
}

static int by_name(const void *left, const void *right) {
  return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Says that there is no such encoding, and which there are. */
static int fail_name(const char *name, const char *folder) {
  name_list list = {.count = 0};
  if (folder != NULL) {
    cli_visit_folder(folder, collect_name, &list);
  }
  if (list.count == 0) {
    return cli_bad_input("there is no encoding and no file %s, and no "
                         "encodings in %s; build them with npm run build, or "
                         "set BPEEK_ENCODINGS to their folder",
                         name, folder == NULL ? "any known place" : folder);
  }
  qsort(list.names, list.count, sizeof *list.names, by_name);
  char known[512] = "";
  size_t used = 0;
  for (size_t i = 0; i < list.count; i++) {
    int written = snprintf(known + used, sizeof known - used, "%s%s",
                           i == 0 ? "" : ", ", list.names[i]);
    used += written > 0 && (size_t)written < sizeof known - used
                ? (size_t)written
                : 0;
    cli_free(list.names[i]);
  }
  return cli_bad_input("there is no encoding and no file %s; the encodings "
                       "are %s",
                       name, known);
}

static bool exists(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return errno != ENOENT && errno != ENOTDIR;
  }
  (void)fclose(file);
  return true;
}

/* The path of what `-m` names: an encoding, or else a file. To be freed. */
static int find_model(const char *name, char **path) {
  char *folder = encodings_folder();
  bool can_be_encoding = folder != NULL && strchr(name, '/') == NULL;
  *path = can_be_encoding ? cli_text("%s/%s%s", folder, name, ending) : NULL;
  if (*path != NULL && exists(*path)) {
    cli_free(folder);
    return CLI_DONE;
  }
  cli_free(*path);
  *path = cli_text("%s", name);
  int code = CLI_DONE;
  if (*path == NULL) {
    code = cli_bad_input("there is not enough memory for this");
  } else if (strchr(name, '/') == NULL && !exists(name)) {
    code = fail_name(name, folder);
  }
  cli_free(folder);
  return code;
}

int cli_load_model(const char *name_or_file, bool has_pattern,
                   bpeek_model **model) {
  char *path = NULL;
  cli_bytes file = {0};
  int code = find_model(name_or_file, &path);
  if (code == CLI_DONE) {
    code = cli_read_file(path, &file);
  }
  if (code == CLI_DONE) {
    code = load_file(path, &file, has_pattern, model);
  }
  cli_bytes_free(&file);
  cli_free(path);
  return code;
}
