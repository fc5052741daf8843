#include "pair_heap.h"

static void sift_down(bpeek_pair_heap *heap, size_t at) {
  uint64_t entry = heap->entries[at];
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= heap->count) {
      break;
    }
    if (child + 1 < heap->count &&
        heap->entries[child + 1] < heap->entries[child]) {
      child++;
    }
    if (heap->entries[child] >= entry) {
      break;
    }
    heap->entries[at] = heap->entries[child];
    at = child;
  }
  heap->entries[at] = entry;
}

void bpeek_heap_build(bpeek_pair_heap *heap) {
  for (size_t i = heap->count / 2; i-- > 0;) {
    sift_down(heap, i);
  }
}

void bpeek_heap_push(bpeek_pair_heap *heap, uint64_t entry) {
  size_t at = heap->count++;
  while (at > 0 && heap->entries[(at - 1) / 2] > entry) {
    heap->entries[at] = heap->entries[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  heap->entries[at] = entry;
}

uint64_t bpeek_heap_pop(bpeek_pair_heap *heap) {
  uint64_t entry = heap->entries[0];
  heap->entries[0] = heap->entries[--heap->count];
  if (heap->count > 0) {
    sift_down(heap, 0);
  }
  return entry;
}
