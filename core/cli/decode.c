/* bpeek decode: the bytes of ids. */
#include <stdlib.h>

#include "cli.h"

static bool is_blank(uint8_t byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static size_t word_end(const cli_bytes *text, size_t at) {
  while (at < text->length && !is_blank(text->bytes[at])) {
    at++;
  }
  return at;
}

/* The next word's beginning, from `at` on, or the end of the text. */
static size_t word_begin(const cli_bytes *text, size_t at) {
  while (at < text->length && is_blank(text->bytes[at])) {
    at++;
  }
  return at;
}

/* Where word number `index` is, counted from 0. */
static size_t find_word(const cli_bytes *text, size_t index) {
  size_t at = word_begin(text, 0);
  for (; index > 0; index--) {
    at = word_begin(text, word_end(text, at));
  }
  return at;
}

static bool read_id(const uint8_t *word, size_t length, uint32_t *id) {
  uint32_t value = 0;
  for (size_t i = 0; i < length; i++) {
    if (word[i] < '0' || word[i] > '9' ||
        value > (UINT32_MAX - (word[i] - '0')) / 10) {
      return false;
    }
    value = value * 10 + (word[i] - '0');
  }
  *id = value;
  return true;
}

static int read_ids(const char *path, const cli_bytes *text, cli_bytes *ids) {
  size_t end = 0;
  for (size_t at = word_begin(text, 0); at < text->length;
       at = word_begin(text, end)) {
    end = word_end(text, at);
    uint32_t id = 0;
    if (!read_id(text->bytes + at, end - at, &id)) {
      size_t shown = end - at < 40 ? end - at : 40;
      return cli_bad_input("%s: \"%.*s\" at byte %zu is no id; ids are numbers "
                           "with white space between",
                           cli_file_name(path), (int)shown,
                           (const char *)text->bytes + at, at);
    }
    int code = cli_bytes_append(ids, &id, sizeof id);
    if (code != CLI_DONE) {
      return code;
    }
  }
  return CLI_DONE;
}

static int decode_ids(const cli_request *request, const bpeek_model *model,
                      const char *path, const cli_bytes *text,
                      const cli_bytes *ids) {
  bpeek_buffer bytes;
  bpeek_error error;
  bpeek_status status =
      bpeek_decode(model, (const uint32_t *)(const void *)ids->bytes,
                   ids->length / sizeof(uint32_t), &bytes, &error);
  if (status == BPEEK_BAD_ID) {
    size_t at = find_word(text, error.offset);
    return cli_bad_input(
        "%s: no token has the id %.*s at byte %zu; ids of this encoding are "
        "below %u",
        cli_file_name(path), (int)(word_end(text, at) - at),
        (const char *)text->bytes + at, at, bpeek_model_id_limit(model));
  }
  if (status != BPEEK_OK) {
    return cli_library_error(path, &error);
  }
  int code = cli_write_file(request->output, bytes.bytes, bytes.length);
  bpeek_buffer_free(&bytes);
  return code;
}

static int decode(const cli_request *request, const bpeek_model *model,
                  const bpeek_special_policy *policy) {
  (void)policy;
  const char *path = request->file_count == 0 ? NULL : request->files[0];
  cli_bytes text = {0};
  cli_bytes ids = {0};
  int code = cli_read_file(path, &text);
  if (code == CLI_DONE) {
    code = read_ids(path, &text, &ids);
  }
  if (code == CLI_DONE) {
    code = decode_ids(request, model, path, &text, &ids);
  }
  cli_bytes_free(&text);
  cli_bytes_free(&ids);
  return code;
}

static int run(int count, char **arguments) {
  static const cli_option options[] = {
      {"model", true}, {"m", true},   {"output", true},
      {"o", true},     {NULL, false},
  };
  cli_request request;
  int code = cli_read_request(count, arguments, options, &request);
  if (code == CLI_DONE && request.file_count > 1) {
    code = cli_bad_usage("decode takes one file, not %d", request.file_count);
  }
  return code == CLI_DONE ? cli_do_request(&request, decode) : code;
}

const cli_command cli_decode = {
    .name = "decode",
    .usage = "-m NAME|FILE [options] [FILE]",
    .summary = "the bytes that ids stand for",
    .help = CLI_MODEL_HELP CLI_OUTPUT_HELP,
    .run = run,
};
