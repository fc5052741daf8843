/* What the operating system knows and standard C does not ask. */
#define _XOPEN_SOURCE 700 /* NOLINT: the name is that of POSIX */

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

char *cli_program_folder(void) {
  enum { LONGEST = 4096 };
  char *path = cli_resize(NULL, LONGEST);
  ssize_t length =
      path == NULL ? -1 : readlink("/proc/self/exe", path, LONGEST - 1);
  if (length <= 0) {
    cli_free(path);
    return NULL;
  }
  path[length] = '\0';
  char *slash = strrchr(path, '/');
  if (slash != NULL) {
    *slash = '\0';
  }
  return path;
}

void cli_visit_folder(const char *folder,
                      void (*visit)(void *context, const char *name),
                      void *context) {
  DIR *stream = opendir(folder);
  if (stream == NULL) {
    return;
  }
  for (struct dirent *entry = readdir(stream); entry != NULL;
       entry = readdir(stream)) {
    visit(context, entry->d_name);
  }
  (void)closedir(stream);
}

char *cli_place_of_file(const char *path, bool *can_be_replaced) {
  struct stat status;
  *can_be_replaced = stat(path, &status) != 0 || S_ISREG(status.st_mode);
  char *place = realpath(path, NULL);
  if (place == NULL) {
    place = cli_resize(NULL, strlen(path) + 1);
    if (place != NULL) {
      memcpy(place, path, strlen(path) + 1);
    }
  }
  return place;
}
