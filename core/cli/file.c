#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

void cli_bytes_free(cli_bytes *bytes) {
  cli_free(bytes->bytes);
  *bytes = (cli_bytes){0};
}

int cli_bytes_reserve(cli_bytes *bytes, size_t more) {
  if (more <= bytes->room - bytes->length) {
    return CLI_DONE;
  }
  size_t room = bytes->room < 4096 ? 4096 : bytes->room;
  while (room - bytes->length < more && room <= SIZE_MAX / 2) {
    room *= 2;
  }
  uint8_t *grown =
      room - bytes->length < more ? NULL : cli_resize(bytes->bytes, room);
  if (grown == NULL) {
    return cli_bad_input("there is not enough memory for this");
  }
  bytes->bytes = grown;
  bytes->room = room;
  return CLI_DONE;
}

int cli_bytes_append(cli_bytes *bytes, const void *more, size_t length) {
  int code = cli_bytes_reserve(bytes, length);
  if (code == CLI_DONE && length > 0) {
    memcpy(bytes->bytes + bytes->length, more, length);
    bytes->length += length;
  }
  return code;
}

static bool is_standard(const char *path) {
  return path == NULL || strcmp(path, "-") == 0;
}

const char *cli_file_name(const char *path) {
  return is_standard(path) ? "standard input" : path;
}

int cli_open(const char *path, FILE **file) {
  if (is_standard(path)) {
    *file = stdin;
    return CLI_DONE;
  }
  *file = fopen(path, "rb");
  return *file != NULL
             ? CLI_DONE
             : cli_bad_input("%s: can't be opened: %s", path, strerror(errno));
}

void cli_close(const char *path, FILE *file) {
  if (!is_standard(path)) {
    (void)fclose(file);
  }
}

int cli_read(const char *path, FILE *file, size_t most, cli_bytes *bytes) {
  int code = cli_bytes_reserve(bytes, most);
  if (code != CLI_DONE) {
    return code;
  }
  bytes->length += fread(bytes->bytes + bytes->length, 1, most, file);
  return ferror(file) ? cli_bad_input("%s: can't be read: %s",
                                      cli_file_name(path), strerror(errno))
                      : CLI_DONE;
}

int cli_read_file(const char *path, cli_bytes *bytes) {
  FILE *file = NULL;
  int code = cli_open(path, &file);
  if (code != CLI_DONE) {
    return code;
  }
  while (code == CLI_DONE && !feof(file)) {
    code = cli_read(path, file, (size_t)1 << 16, bytes);
  }
  cli_close(path, file);
  return code;
}

int cli_flush_stdout(void) {
  return fflush(stdout) == 0 && !ferror(stdout)
             ? CLI_DONE
             : cli_bad_input("the output can't be written: %s",
                             strerror(errno));
}

/* ---- Writing all or nothing -------------------------------------------- */

/* A file on its way to `place`. */
typedef struct written {
  char *place;
  char *beside; /* has the bytes already; NULL if the file can't be replaced */
  FILE *opened; /* then it is open, to be written to as it is */
} written;

/* Writes, closes, and tells whether all went well. */
static bool write_and_close(FILE *file, const uint8_t *bytes, size_t length) {
  bool done = fwrite(bytes, 1, length, file) == length;
  return fclose(file) == 0 && done;
}

/* Opens a file beside `place` that was not there before; its name is to be
 * freed. */
static FILE *open_beside(const char *place, char **name) {
  FILE *file = NULL;
  *name = NULL;
  errno = EEXIST;
  for (unsigned i = 0; i < 1000 && file == NULL && errno == EEXIST; i++) {
    cli_free(*name);
    *name = cli_text("%s.part%u", place, i);
    file = *name == NULL ? NULL : fopen(*name, "wbx");
  }
  return file;
}

/* Does all that can fail but for giving the file its name. */
static bool prepare(const cli_output *output, written *file) {
  bool can_be_replaced = false;
  file->place = cli_place_of_file(output->path, &can_be_replaced);
  if (file->place == NULL) {
    return false;
  }
  if (!can_be_replaced) {
    file->opened = fopen(file->place, "wb");
    return file->opened != NULL;
  }
  FILE *stream = open_beside(file->place, &file->beside);
  if (stream == NULL) {
    cli_free(file->beside);
    file->beside = NULL;
    return false;
  }
  return write_and_close(stream, output->bytes, output->length);
}

static bool put_in_place(const cli_output *output, written *file) {
  if (file->opened != NULL) {
    FILE *stream = file->opened;
    file->opened = NULL;
    return write_and_close(stream, output->bytes, output->length);
  }
  bool done = rename(file->beside, file->place) == 0;
  if (done) {
    cli_free(file->beside);
    file->beside = NULL;
  }
  return done;
}

/* Leaves nothing of what has not taken its place. */
static void forget(written *file) {
  if (file->opened != NULL) {
    (void)fclose(file->opened);
  }
  if (file->beside != NULL) {
    (void)remove(file->beside);
  }
  cli_free(file->beside);
  cli_free(file->place);
}

int cli_write_files(const cli_output *outputs, size_t count) {
  enum { MOST = 2 };
  written files[MOST] = {{NULL, NULL, NULL}};
  size_t done = 0;
  bool all = count <= MOST;
  for (size_t i = 0; all && i < count; i++) {
    done = i;
    all = prepare(&outputs[i], &files[i]);
  }
  for (size_t i = 0; all && i < count; i++) {
    done = i;
    all = put_in_place(&outputs[i], &files[i]);
  }
  int reason = errno;
  for (size_t i = 0; i < count && i < MOST; i++) {
    forget(&files[i]);
  }
  return all ? CLI_DONE
             : cli_bad_input("%s: can't be written: %s", outputs[done].path,
                             strerror(reason));
}

int cli_write_file(const char *path, const uint8_t *bytes, size_t length) {
  if (is_standard(path)) {
    (void)fwrite(bytes, 1, length, stdout);
    return cli_flush_stdout();
  }
  const cli_output output = {path, bytes, length};
  return cli_write_files(&output, 1);
}
