/* minbpe's two files, side by side. */

#include "cli.h"

int cli_save_minbpe(const char *prefix, const bpeek_model *model) {
  bpeek_buffer model_file = {NULL, 0, {NULL, NULL}};
  bpeek_buffer vocab_file = model_file;
  bpeek_error error;
  if (bpeek_save_minbpe(model, &model_file, &vocab_file, &error) != BPEEK_OK) {
    return cli_library_error(prefix, &error);
  }
  char *model_path = cli_text("%s.model", prefix);
  char *vocab_path = cli_text("%s.vocab", prefix);
  int code = CLI_DONE;
  if (model_path == NULL || vocab_path == NULL) {
    code = cli_bad_input("there is not enough memory for this");
  } else {
    const cli_output files[] = {
        {model_path, model_file.bytes, model_file.length},
        {vocab_path, vocab_file.bytes, vocab_file.length}};
    code = cli_write_files(files, 2);
  }
  cli_free(model_path);
  cli_free(vocab_path);
  bpeek_buffer_free(&model_file);
  bpeek_buffer_free(&vocab_file);
  return code;
}
