#include <stdarg.h>
#include <stdlib.h>

#include "cli.h"

/* The message is one line whatever a file's name may hold. */
static void print_line(const char *format, va_list arguments) {
  char line[1024];
  (void)vsnprintf(line, sizeof line, format, arguments);
  for (char *at = line; *at != '\0'; at++) {
    if (*at == '\n' || *at == '\r') {
      *at = ' ';
    }
  }
  (void)fprintf(stderr, "bpeek: %s\n", line);
}

int cli_bad_input(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_line(format, arguments);
  va_end(arguments);
  return CLI_BAD_INPUT;
}

int cli_bad_usage(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_line(format, arguments);
  va_end(arguments);
  return CLI_BAD_USAGE;
}

char *cli_text(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *text = length < 0 ? NULL : cli_resize(NULL, (size_t)length + 1);
  if (text != NULL) {
    va_start(arguments, format);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
  }
  return text;
}
