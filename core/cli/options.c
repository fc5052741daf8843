#include <string.h>

#include "cli.h"

bool cli_is(const cli_option *option, const char *name) {
  return strcmp(option->name, name) == 0;
}

/* The option that `text` begins with, and what follows its name. */
static const cli_option *find_option(const cli_option *options,
                                     const char *text, const char **rest) {
  bool is_long = text[1] == '-';
  const char *name = text + (is_long ? 2 : 1);
  for (; options->name != NULL; options++) {
    size_t length = strlen(options->name);
    if ((length > 1) == is_long && strncmp(name, options->name, length) == 0) {
      *rest = name + length;
      if (!is_long || **rest == '\0' || **rest == '=') {
        return options;
      }
    }
  }
  return NULL;
}

cli_argument cli_next_argument(cli_arguments *walk, const cli_option **option,
                               const char **value) {
  if (walk->at < walk->count && !walk->only_files &&
      strcmp(walk->arguments[walk->at], "--") == 0) {
    walk->only_files = true;
    walk->at++;
  }
  if (walk->at == walk->count) {
    return CLI_END;
  }
  const char *text = walk->arguments[walk->at++];
  if (walk->only_files || text[0] != '-' || text[1] == '\0') {
    *value = text;
    return CLI_FILE;
  }
  const char *rest = "";
  *option = find_option(walk->options, text, &rest);
  if (*option == NULL) {
    (void)cli_bad_usage("there is no option %s here; --help lists them", text);
    return CLI_WRONG;
  }
  *value = NULL;
  if (!(*option)->has_value) {
    if (*rest != '\0') {
      (void)cli_bad_usage("the option --%s takes no value", (*option)->name);
      return CLI_WRONG;
    }
    return CLI_OPTION;
  }
  bool is_long = text[1] == '-';
  if (*rest != '\0') {
    *value = is_long ? rest + 1 : rest;
  } else if (walk->at < walk->count) {
    *value = walk->arguments[walk->at++];
  } else {
    (void)cli_bad_usage("the option %s needs a value", text);
    return CLI_WRONG;
  }
  return CLI_OPTION;
}
