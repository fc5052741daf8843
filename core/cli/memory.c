#include "alloc.h"
#include "cli.h"

/* What the library takes where no allocator is given: it needs no old size. */
void *cli_resize(void *block, size_t size) {
  const bpeek_allocator memory = bpeek_allocator_or_default(NULL);
  return memory.resize(memory.context, block, 0, size);
}

void cli_free(void *block) {
  if (block != NULL) {
    (void)cli_resize(block, 0);
  }
}
