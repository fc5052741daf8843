/*
 * What Emscripten's C library would take from elsewhere and is given here
 * instead: so the module imports nothing, and memory grows in large steps.
 */
#include <stddef.h>

static const size_t PAGE = 1 << 16;

size_t emscripten_get_heap_size(void);
int emscripten_resize_heap(size_t size);

size_t emscripten_get_heap_size(void) {
  return __builtin_wasm_memory_size(0) * PAGE;
}

static int grow(size_t pages) {
  return __builtin_wasm_memory_grow(0, pages) != (size_t)-1;
}

/*
 * malloc asks for a page at a time, and each growth costs as much as encoding
 * a long text does: the engine makes another ArrayBuffer, which the garbage
 * collector hears of. What is not used yet takes no room in real memory.
 * Nobody has to be told: abi.ts looks at the memory afresh on every call.
 */
int emscripten_resize_heap(size_t size) {
  const size_t pages = __builtin_wasm_memory_size(0);
  const size_t needed = size / PAGE + (size % PAGE != 0 ? 1 : 0) - pages;
  const size_t step = pages / 8;
  return (needed < step && grow(step)) || grow(needed) ? 1 : 0;
}

/*
 * PCRE2's pass that makes repeats possessive: split_pcre2.c always turns it
 * off (PCRE2_NO_AUTO_POSSESS), so it need not be downloaded either.
 */
int pcre2_without_auto_possess(void *code, const void *block) __asm__(
    "_pcre2_auto_possessify_8");

int pcre2_without_auto_possess(void *code, const void *block) {
  (void)code;
  (void)block;
  return 0;
}
