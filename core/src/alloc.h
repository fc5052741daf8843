/* Memory: the one place that knows where it comes from. */
#ifndef BPEEK_ALLOC_H
#define BPEEK_ALLOC_H

#include "bpeek.h"

/* `allocator`, or the C library's for NULL. */
bpeek_allocator bpeek_allocator_or_default(const bpeek_allocator *allocator);

/* `count` elements of `size` bytes; NULL if there is no memory or the product
 * does not fit. */
void *bpeek_alloc(const bpeek_allocator *allocator, size_t count, size_t size);

/* The same, filled with zero bytes. */
void *bpeek_alloc_zero(const bpeek_allocator *allocator, size_t count,
                       size_t size);

/* Frees what held `count` elements of `size` bytes; NULL is fine. */
void bpeek_release(const bpeek_allocator *allocator, void *block, size_t count,
                   size_t size);

/*
 * Makes room for at least `needed` elements in an array that has room for
 * *capacity, at least doubling it. The array keeps its contents, and is as it
 * was if this returns false (no memory).
 */
bool bpeek_grow(const bpeek_allocator *allocator, void **array,
                size_t *capacity, size_t needed, size_t size);

/* Gives an array room for exactly `count` elements, fewer or more than it had.
 * It keeps the contents that fit, and is as it was if this returns false. */
bool bpeek_resize(const bpeek_allocator *allocator, void **array,
                  size_t *capacity, size_t count, size_t size);

#endif
