/* Making and freeing an encoder. */
#include "encoder.h"

#include "alloc.h"
#include "error.h"

bool bpeek_reserve(bpeek_encoder *encoder, bpeek_numbers *array, size_t more) {
  return bpeek_grow(&encoder->allocator, (void **)&array->at, &array->capacity,
                    array->count + more, sizeof(uint32_t));
}

static bpeek_status make_parts(bpeek_encoder *encoder, bpeek_error *error) {
  const bpeek_allocator *memory = &encoder->allocator;
  bpeek_status status = bpeek_piece_cache_init(&encoder->cache, memory, error);
  if (status == BPEEK_OK) {
    status = bpeek_splitter_new(encoder->model->pattern, memory,
                                &encoder->splitter, error);
  }
  if (status == BPEEK_OK) {
    status = bpeek_merger_new(encoder->model, memory, &encoder->merger, error);
  }
  return status;
}

bpeek_status bpeek_encoder_new(const bpeek_model *model,
                               const bpeek_allocator *allocator,
                               bpeek_encoder **encoder, bpeek_error *error) {
  const bpeek_allocator *memory =
      allocator == NULL ? &model->allocator : allocator;
  bpeek_encoder *made = bpeek_alloc_zero(memory, 1, sizeof *made);
  if (made == NULL) {
    return bpeek_fail_memory(error);
  }
  made->allocator = *memory;
  made->model = model;
  bpeek_status status = make_parts(made, error);
  if (status != BPEEK_OK) {
    bpeek_encoder_free(made);
    return status;
  }
  *encoder = made;
  return BPEEK_OK;
}

void bpeek_encoder_free(bpeek_encoder *encoder) {
  if (encoder == NULL) {
    return;
  }
  const bpeek_allocator memory = encoder->allocator;
  const bpeek_numbers *arrays[] = {&encoder->ids, &encoder->begins,
                                   &encoder->ends, &encoder->piece_ends};
  for (unsigned i = 0; i < 4; i++) {
    bpeek_release(&memory, arrays[i]->at, arrays[i]->capacity,
                  sizeof(uint32_t));
  }
  bpeek_release(&memory, encoder->normal, encoder->normal_capacity, 1);
  bpeek_trace_free(encoder->trace);
  bpeek_merger_free(encoder->merger);
  bpeek_splitter_free(encoder->splitter);
  bpeek_piece_cache_free(&encoder->cache);
  bpeek_release(&memory, encoder, 1, sizeof *encoder);
}
