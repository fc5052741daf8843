/*
 * What Emscripten's C library would import from JavaScript and we give it here
 * instead, so that the module imports nothing.
 */
#include <stddef.h>

void emscripten_notify_memory_growth(size_t memory_index);

/* Nobody has to be told: abi.ts looks at the memory afresh on every call. */
void emscripten_notify_memory_growth(size_t memory_index) {
  (void)memory_index;
}
