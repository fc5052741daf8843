#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "unicode.h"

static int take_option(cli_request *request, const cli_option *option,
                       const char *value) {
  if (cli_is(option, "model") || cli_is(option, "m")) {
    request->model = value;
  } else if (cli_is(option, "special")) {
    return cli_special_mode(&request->special, value);
  } else if (cli_is(option, "special-token")) {
    return cli_special_token(&request->special, value);
  } else if (cli_is(option, "normalized")) {
    request->normalized = true;
  } else {
    request->output = value;
  }
  return CLI_DONE;
}

int cli_read_request(int count, char **arguments, const cli_option *options,
                     cli_request *request) {
  cli_arguments walk = {
      .count = count, .arguments = arguments, .options = options};
  *request = (cli_request){.files = arguments};
  const cli_option *option = NULL;
  const char *value = NULL;
  for (;;) {
    switch (cli_next_argument(&walk, &option, &value)) {
    case CLI_OPTION:
      if (take_option(request, option, value) != CLI_DONE) {
        return CLI_BAD_USAGE;
      }
      break;
    case CLI_FILE:
      /* Arguments that were read make room for the files among them. */
      arguments[request->file_count++] = arguments[walk.at - 1];
      break;
    case CLI_END:
      return CLI_DONE;
    case CLI_WRONG:
    default:
      return CLI_BAD_USAGE;
    }
  }
}

int cli_do_request(cli_request *request,
                   int (*work)(const cli_request *request,
                               const bpeek_model *model,
                               const bpeek_special_policy *policy)) {
  if (request->model == NULL) {
    return cli_bad_usage("which encoding? Name one with -m, for example "
                         "-m o200k_base, or a model file");
  }
  bpeek_model *model = NULL;
  bpeek_special_policy policy;
  int code = cli_load_model(request->model, false, &model);
  if (code == CLI_DONE) {
    code = cli_special_policy(&request->special, model, &policy);
  }
  if (code == CLI_DONE) {
    code = work(request, model, &policy);
  }
  bpeek_model_free(model);
  return code;
}

int cli_check_normal(const cli_request *request, const bpeek_model *model,
                     const char *path, const uint8_t *text, size_t length,
                     uint64_t begin) {
  static const char *const names[] = {"", "NFC", "NFD", "NFKC", "NFKD"};
  size_t at = bpeek_model_normal_length(model, text, length);
  if (request->normalized || at == length) {
    return CLI_DONE;
  }
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  return cli_bad_input(
      "%s: this encoding wants text in the normal form %s, "
      "and the character at byte %" PRIu64 " may change by that; "
      "normalize the text first, and then say --normalized",
      cli_file_name(path), names[parts.normalization], begin + at);
}

int cli_utf8_error(const char *path, uint64_t at, uint8_t byte) {
  return cli_bad_input("%s: the text is not UTF-8 at byte %" PRIu64
                       ", which is %02X; "
                       "convert it to UTF-8 first",
                       cli_file_name(path), at, byte);
}

int cli_read_text(const char *path, cli_bytes *text) {
  int code = cli_read_file(path, text);
  if (code != CLI_DONE) {
    return code;
  }
  size_t valid = bpeek_utf8_valid_length(text->bytes, text->length);
  return valid == text->length
             ? CLI_DONE
             : cli_utf8_error(path, valid, text->bytes[valid]);
}
