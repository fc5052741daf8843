/* bpeek encode: the ids of a text. */

#include "cli.h"

/* Room for an id in digits, and what comes before it. */
enum { ID_SIZE = 11 };

static size_t write_id(uint8_t *to, uint32_t id) {
  uint8_t digits[ID_SIZE];
  size_t count = 0;
  do {
    digits[count++] = (uint8_t)('0' + id % 10);
    id /= 10;
  } while (id > 0);
  for (size_t i = 0; i < count; i++) {
    to[i] = digits[count - 1 - i];
  }
  return count;
}

static int write_ids(const char *path, const bpeek_tokens *tokens) {
  uint8_t *line = tokens->count < SIZE_MAX / ID_SIZE - 1
                      ? cli_resize(NULL, (tokens->count + 1) * ID_SIZE)
                      : NULL;
  if (line == NULL) {
    return cli_bad_input("there is not enough memory for this");
  }
  size_t length = 0;
  for (size_t i = 0; i < tokens->count; i++) {
    if (i > 0) {
      line[length++] = ' ';
    }
    length += write_id(line + length, tokens->ids[i]);
  }
  line[length++] = '\n';
  int code = cli_write_file(path, line, length);
  cli_free(line);
  return code;
}

static int encode_text(const cli_request *request, const bpeek_model *model,
                       const bpeek_special_policy *policy, const char *path,
                       const cli_bytes *text) {
  bpeek_encoder *encoder = NULL;
  bpeek_tokens tokens;
  bpeek_error error;
  int code = CLI_DONE;
  if (bpeek_encoder_new(model, NULL, &encoder, &error) != BPEEK_OK ||
      bpeek_encode(encoder, text->bytes, text->length, policy, BPEEK_WANT_IDS,
                   &tokens, &error) != BPEEK_OK) {
    code = cli_encode_error(path, model, text->bytes, text->length, 0, &error);
  } else {
    code = write_ids(request->output, &tokens);
  }
  bpeek_encoder_free(encoder);
  return code;
}

static int encode(const cli_request *request, const bpeek_model *model,
                  const bpeek_special_policy *policy) {
  const char *path = request->file_count == 0 ? NULL : request->files[0];
  cli_bytes text = {0};
  int code = cli_read_text(path, &text);
  if (code == CLI_DONE) {
    code = cli_check_normal(request, model, path, text.bytes, text.length, 0);
  }
  if (code == CLI_DONE) {
    code = encode_text(request, model, policy, path, &text);
  }
  cli_bytes_free(&text);
  return code;
}

static int run(int count, char **arguments) {
  static const cli_option options[] = {
      {"model", true},       {"m", true},
      {"special", true},     {"special-token", true},
      {"normalized", false}, {"output", true},
      {"o", true},           {NULL, false},
  };
  cli_request request;
  int code = cli_read_request(count, arguments, options, &request);
  if (code == CLI_DONE && request.file_count > 1) {
    code = cli_bad_usage("encode takes one file, not %d", request.file_count);
  }
  return code == CLI_DONE ? cli_do_request(&request, encode) : code;
}

const cli_command cli_encode = {
    .name = "encode",
    .usage = "-m NAME|FILE [options] [FILE]",
    .summary = "the ids of a text, on one line",
    .help = CLI_MODEL_HELP CLI_SPECIAL_HELP CLI_OUTPUT_HELP,
    .run = run,
};
