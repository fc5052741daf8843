#include <inttypes.h>
#include <string.h>

#include "cli.h"

int cli_special_mode(cli_special *special, const char *value) {
  static const struct {
    const char *name;
    bpeek_special_mode mode;
  } modes[] = {{"error", BPEEK_SPECIAL_IS_ERROR},
               {"literal", BPEEK_SPECIAL_IS_TEXT},
               {"parse", BPEEK_SPECIAL_IS_PARSED}};
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    if (strcmp(value, modes[i].name) == 0) {
      special->mode = modes[i].mode;
      return CLI_DONE;
    }
  }
  return cli_bad_usage("--special takes error, literal or parse, not %s",
                       value);
}

int cli_special_token(cli_special *special, const char *value) {
  size_t most = sizeof special->texts / sizeof *special->texts;
  if (special->text_count == most) {
    return cli_bad_usage("--special-token can be given %zu times; --special "
                         "parse parses all",
                         most);
  }
  special->texts[special->text_count++] = value;
  return CLI_DONE;
}

int cli_special_policy(cli_special *special, const bpeek_model *model,
                       bpeek_special_policy *policy) {
  for (size_t i = 0; i < special->text_count; i++) {
    const char *text = special->texts[i];
    if (!bpeek_model_find_special(model, (const uint8_t *)text, strlen(text),
                                  &special->ids[i])) {
      return cli_bad_usage("the encoding has no special token %s", text);
    }
  }
  *policy =
      (bpeek_special_policy){special->mode, special->ids, special->text_count};
  return CLI_DONE;
}

/* The longest special token at the beginning of `text`, or NULL. */
static const bpeek_special *special_at(const bpeek_model *model,
                                       const uint8_t *text, size_t length) {
  bpeek_parts parts;
  bpeek_model_parts(model, &parts);
  const bpeek_special *longest = NULL;
  for (uint32_t i = 0; i < parts.special_count; i++) {
    const bpeek_special *special = &parts.specials[i];
    if (special->length <= length &&
        memcmp(special->text, text, special->length) == 0 &&
        (longest == NULL || special->length > longest->length)) {
      longest = special;
    }
  }
  return longest;
}

int cli_encode_error(const char *path, const bpeek_model *model,
                     const uint8_t *text, size_t length, uint64_t begin,
                     const bpeek_error *error) {
  if (error->status != BPEEK_SPECIAL_TOKEN) {
    return cli_library_error(path, error);
  }
  const bpeek_special *special =
      special_at(model, text + error->offset, length - error->offset);
  return cli_bad_input(
      "%s: there is the special token %.*s at byte %" PRIu64 "; "
      "choose --special parse or --special literal",
      cli_file_name(path), special == NULL ? 0 : (int)special->length,
      special == NULL ? "" : (const char *)special->text,
      begin + error->offset);
}
