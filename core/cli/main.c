/* The `bpeek` command: its table of commands, --help and --version. */
#include <string.h>

#include "cli.h"

static const cli_command *const commands[] = {
    &cli_encode, &cli_decode,  &cli_count, &cli_explain,
    &cli_train,  &cli_convert, NULL,
};

static int print_help(void) {
  (void)printf("bpeek %s: a byte-pair-encoding tokenizer\n\n", BPEEK_VERSION);
  for (size_t i = 0; commands[i] != NULL; i++) {
    (void)printf("  bpeek %-8s %s\n                 %s\n", commands[i]->name,
                 commands[i]->usage, commands[i]->summary);
  }
  (void)printf(
      "\n"
      "  bpeek COMMAND --help   the options of a command\n"
      "  bpeek --version\n"
      "\n"
      "FILE missing or - means standard input. Encodings by name come from\n"
      "$BPEEK_ENCODINGS, or else from dist/encodings of this project.\n"
      "Exit codes: 0 done, 1 bad input, 2 bad usage.\n");
  return cli_flush_stdout();
}

static int print_command_help(const cli_command *command) {
  (void)printf("bpeek %s %s\n\n%s.\n\n%s", command->name, command->usage,
               command->summary, command->help);
  return cli_flush_stdout();
}

/* Whether --help is among the options. */
static bool asks_for_help(int count, char **arguments) {
  for (int i = 0; i < count && strcmp(arguments[i], "--") != 0; i++) {
    if (strcmp(arguments[i], "--help") == 0 ||
        strcmp(arguments[i], "-h") == 0) {
      return true;
    }
  }
  return false;
}

static int run_command(const char *name, int count, char **arguments) {
  for (size_t i = 0; commands[i] != NULL; i++) {
    if (strcmp(name, commands[i]->name) == 0) {
      return asks_for_help(count, arguments)
                 ? print_command_help(commands[i])
                 : commands[i]->run(count, arguments);
    }
  }
  return cli_bad_usage("there is no command %s; bpeek --help lists them", name);
}

int main(int count, char **arguments) {
  if (count < 2) {
    return cli_bad_usage("what shall be done? bpeek --help lists the commands");
  }
  const char *name = arguments[1];
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ||
      strcmp(name, "help") == 0) {
    return print_help();
  }
  if (strcmp(name, "--version") == 0) {
    (void)printf("bpeek %s\n", BPEEK_VERSION);
    return cli_flush_stdout();
  }
  return run_command(name, count - 2, arguments + 2);
}
