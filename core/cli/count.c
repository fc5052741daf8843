/* bpeek count: how many tokens texts have. Texts are read in parts, so that
 * one of any size can be counted. */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "unicode.h"

enum { PART_SIZE = 1 << 20 };

typedef struct counting {
  const cli_request *request;
  const bpeek_model *model;
  const bpeek_special_policy *policy;
  bpeek_encoder *encoder;
  const char *path;
  cli_bytes text;  /* the bytes from `begin` on that are not counted yet */
  size_t valid;    /* how many of these are known to be UTF-8 */
  uint64_t begin;  /* bytes that are counted */
  uint64_t tokens; /* in these */
} counting;

/* Checks what has been read since the last time. */
static int check_text(counting *state, bool at_end) {
  const uint8_t *new = state->text.bytes + state->valid;
  size_t length = state->text.length - state->valid;
  uint64_t begin = state->begin + state->valid;
  size_t valid = bpeek_utf8_valid_length(new, length);
  /* The rest of a character may come yet. */
  if (valid < length && (at_end || length - valid >= 4)) {
    return cli_utf8_error(state->path, begin + valid, new[valid]);
  }
  state->valid += valid;
  return cli_check_normal(state->request, state->model, state->path, new, valid,
                          begin);
}

/* Counts as much of the text as can be, at the end all of it. */
static int count_tokens(counting *state, bool at_end) {
  cli_bytes *text = &state->text;
  size_t used = text->length;
  size_t tokens = 0;
  bpeek_error error;
  bpeek_status status =
      at_end ? bpeek_count(state->encoder, text->bytes, text->length,
                           state->policy, &tokens, &error)
             : bpeek_count_part(state->encoder, text->bytes, state->valid,
                                state->policy, &tokens, &used, &error);
  if (status != BPEEK_OK) {
    return cli_encode_error(state->path, state->model, text->bytes,
                            text->length, state->begin, &error);
  }
  state->tokens += tokens;
  state->begin += used;
  state->valid -= used;
  text->length -= used;
  if (text->length > 0) {
    memmove(text->bytes, text->bytes + used, text->length);
  }
  return CLI_DONE;
}

/* Reads on: at least a part, and as much again as is left of a text that could
 * not be cut, lest it be looked at again and again. */
static int count_file(counting *state, FILE *file) {
  bool at_end = false;
  int code = CLI_DONE;
  while (code == CLI_DONE && !at_end) {
    size_t left = state->text.length;
    size_t most = left > PART_SIZE ? left : PART_SIZE;
    code = cli_read(state->path, file, most, &state->text);
    at_end = feof(file) != 0;
    if (code == CLI_DONE) {
      code = check_text(state, at_end);
    }
    if (code == CLI_DONE) {
      code = count_tokens(state, at_end);
    }
  }
  return code;
}

static int count_path(const cli_request *request, const char *path,
                      bpeek_encoder *encoder, const bpeek_model *model,
                      const bpeek_special_policy *policy) {
  counting state = {.request = request,
                    .model = model,
                    .policy = policy,
                    .encoder = encoder,
                    .path = path};
  FILE *file = NULL;
  int code = cli_open(path, &file);
  if (code != CLI_DONE) {
    return code;
  }
  code = count_file(&state, file);
  cli_close(path, file);
  cli_bytes_free(&state.text);
  if (code == CLI_DONE) {
    (void)printf("%" PRIu64 "\t%" PRIu64 "\t%s\n", state.tokens, state.begin,
                 path == NULL ? "-" : path);
    code = cli_flush_stdout();
  }
  return code;
}

/* Each file on its own: one that is bad leaves the others to be counted. */
static int count_all(const cli_request *request, const bpeek_model *model,
                     const bpeek_special_policy *policy) {
  bpeek_encoder *encoder = NULL;
  bpeek_error error;
  if (bpeek_encoder_new(model, NULL, &encoder, &error) != BPEEK_OK) {
    return cli_library_error(request->model, &error);
  }
  int code = CLI_DONE;
  if (request->file_count == 0) {
    code = count_path(request, NULL, encoder, model, policy);
  }
  for (int i = 0; i < request->file_count; i++) {
    int of_file =
        count_path(request, request->files[i], encoder, model, policy);
    code = of_file == CLI_DONE ? code : of_file;
  }
  bpeek_encoder_free(encoder);
  return code;
}

static int run(int count, char **arguments) {
  static const cli_option options[] = {
      {"model", true},         {"m", true},           {"special", true},
      {"special-token", true}, {"normalized", false}, {NULL, false},
  };
  cli_request request;
  int code = cli_read_request(count, arguments, options, &request);
  return code == CLI_DONE ? cli_do_request(&request, count_all) : code;
}

const cli_command cli_count = {
    .name = "count",
    .usage = "-m NAME|FILE [options] [FILE...]",
    .summary = "a line for each text: tokens, bytes, file",
    .help = CLI_MODEL_HELP CLI_SPECIAL_HELP,
    .run = run,
};
