#include "alloc.h"

#include <stdlib.h>
#include <string.h>

static void *resize_by_libc(void *context, void *block, size_t old_size,
                            size_t new_size) {
  (void)context;
  (void)old_size;
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, new_size);
}

bpeek_allocator bpeek_allocator_or_default(const bpeek_allocator *allocator) {
  if (allocator != NULL && allocator->resize != NULL) {
    return *allocator;
  }
  return (bpeek_allocator){resize_by_libc, NULL};
}

/* Elements of `size` bytes, at least one: a block is never empty. */
static bool product(size_t count, size_t size, size_t *bytes) {
  if (count > SIZE_MAX / size) {
    return false;
  }
  *bytes = count == 0 ? size : count * size;
  return true;
}

void *bpeek_alloc(const bpeek_allocator *allocator, size_t count, size_t size) {
  size_t bytes = 0;
  if (!product(count, size, &bytes)) {
    return NULL;
  }
  return allocator->resize(allocator->context, NULL, 0, bytes);
}

void *bpeek_alloc_zero(const bpeek_allocator *allocator, size_t count,
                       size_t size) {
  void *block = bpeek_alloc(allocator, count, size);
  if (block != NULL) {
    memset(block, 0, count * size);
  }
  return block;
}

void bpeek_release(const bpeek_allocator *allocator, void *block, size_t count,
                   size_t size) {
  if (block != NULL) {
    size_t bytes = 0;
    (void)product(count, size, &bytes);
    (void)allocator->resize(allocator->context, block, bytes, 0);
  }
}

bool bpeek_grow(const bpeek_allocator *allocator, void **array,
                size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) {
    return true;
  }
  size_t wanted = *capacity > SIZE_MAX / 2 ? needed : *capacity * 2;
  wanted = wanted < needed ? needed : wanted;
  wanted = wanted < 16 ? 16 : wanted;
  return bpeek_resize(allocator, array, capacity, wanted, size);
}

bool bpeek_resize(const bpeek_allocator *allocator, void **array,
                  size_t *capacity, size_t count, size_t size) {
  size_t old_bytes = 0;
  size_t new_bytes = 0;
  if (!product(count, size, &new_bytes)) {
    return false;
  }
  if (*array != NULL) {
    (void)product(*capacity, size, &old_bytes);
  }
  void *resized =
      allocator->resize(allocator->context, *array, old_bytes, new_bytes);
  if (resized == NULL) {
    return false;
  }
  *array = resized;
  *capacity = count;
  return true;
}

void bpeek_buffer_free(bpeek_buffer *buffer) {
  if (buffer != NULL) {
    bpeek_release(&buffer->allocator, buffer->bytes, buffer->length, 1);
    buffer->bytes = NULL;
    buffer->length = 0;
  }
}
