/* How a piece becomes tokens: what the merge loop tells, put in order. */
#include "explain.h"

#include "alloc.h"
#include "encoder.h"
#include "error.h"

/* ---- Listening --------------------------------------------------------- */

static bool make_room(bpeek_trace *trace, void **array, size_t *capacity,
                      size_t needed, size_t size) {
  if (!bpeek_grow(&trace->allocator, array, capacity, needed, size)) {
    trace->is_out_of_memory = true;
  }
  return !trace->is_out_of_memory;
}

static void keep_symbol(bpeek_trace *trace, bpeek_symbol_list *list,
                        bpeek_symbol symbol) {
  size_t at = list->count;
  if (make_room(trace, (void **)&list->ids, &list->id_capacity, at + 1,
                sizeof(uint32_t)) &&
      make_room(trace, (void **)&list->ends, &list->end_capacity, at + 1,
                sizeof(uint32_t))) {
    list->ids[at] = symbol.id;
    list->ends[at] = symbol.end;
    list->count++;
  }
}

static void note_start(bpeek_recorder *recorder, bpeek_symbol symbol) {
  bpeek_trace *trace = (bpeek_trace *)recorder;
  keep_symbol(trace, &trace->starts, symbol);
}

static void note_end(bpeek_recorder *recorder, bpeek_symbol symbol) {
  bpeek_trace *trace = (bpeek_trace *)recorder;
  keep_symbol(trace, &trace->ends, symbol);
}

static void note_loss(bpeek_trace *trace, uint32_t boundary,
                      const bpeek_merge_step *lost) {
  if (lost->rank != BPEEK_NO_ID) {
    trace->losses[boundary] =
        (bpeek_boundary){.at = boundary,
                         .reason = BPEEK_BOUNDARY_LOST,
                         .lost = *lost,
                         .winner = (uint32_t)trace->step_count};
  }
}

static void note_merge(bpeek_recorder *recorder,
                       const bpeek_merge_event *event) {
  bpeek_trace *trace = (bpeek_trace *)recorder;
  if (make_room(trace, (void **)&trace->steps, &trace->step_capacity,
                trace->step_count + 1, sizeof *trace->steps)) {
    note_loss(trace, event->step.at, &event->lost_left);
    note_loss(trace, event->right_end, &event->lost_right);
    trace->steps[trace->step_count++] = event->step;
  }
}

/* ---- Putting in order -------------------------------------------------- */

static bool begin(bpeek_trace *trace, uint32_t length) {
  trace->recorder = (bpeek_recorder){note_start, note_merge, note_end};
  trace->is_out_of_memory = false;
  trace->starts.count = 0;
  trace->ends.count = 0;
  trace->step_count = 0;
  if (!make_room(trace, (void **)&trace->losses, &trace->loss_capacity,
                 (size_t)length + 1, sizeof *trace->losses)) {
    return false;
  }
  for (size_t at = 0; at <= length; at++) {
    trace->losses[at].winner = BPEEK_NO_ID;
  }
  return true;
}

/* Tells of every place between two tokens why it is still there. */
static bool judge_boundaries(bpeek_trace *trace, const bpeek_model *model,
                             const uint8_t *piece) {
  size_t count = trace->ends.count == 0 ? 0 : trace->ends.count - 1;
  if (!make_room(trace, (void **)&trace->boundaries, &trace->boundary_capacity,
                 count, sizeof *trace->boundaries)) {
    return false;
  }
  uint32_t begin_of_left = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t at = trace->ends.ends[i];
    bpeek_boundary *boundary = &trace->boundaries[i];
    *boundary = trace->losses[at];
    if (boundary->winner == BPEEK_NO_ID) {
      uint32_t joined = bpeek_token_of(model, piece + begin_of_left,
                                       trace->ends.ends[i + 1] - begin_of_left);
      *boundary = (bpeek_boundary){.at = at,
                                   .reason = joined == BPEEK_NO_ID
                                                 ? BPEEK_BOUNDARY_NO_TOKEN
                                                 : BPEEK_BOUNDARY_NO_MERGE,
                                   .winner = BPEEK_NO_ID};
    }
    begin_of_left = at;
  }
  return true;
}

static bpeek_status trace_piece(bpeek_encoder *encoder, const uint8_t *piece,
                                uint32_t length, bpeek_error *error) {
  if (encoder->trace == NULL) {
    encoder->trace =
        bpeek_alloc_zero(&encoder->allocator, 1, sizeof *encoder->trace);
    if (encoder->trace == NULL) {
      return bpeek_fail_memory(error);
    }
    encoder->trace->allocator = encoder->allocator;
  }
  bpeek_trace *trace = encoder->trace;
  if (!begin(trace, length)) {
    return bpeek_fail_memory(error);
  }
  bpeek_merged merged;
  bpeek_status status = bpeek_merge_piece(encoder->merger, piece, length,
                                          &trace->recorder, &merged, error);
  if (status != BPEEK_OK) {
    return status;
  }
  if (trace->is_out_of_memory ||
      !judge_boundaries(trace, encoder->model, piece)) {
    return bpeek_fail_memory(error);
  }
  return BPEEK_OK;
}

bpeek_status bpeek_explain(bpeek_encoder *encoder, const uint8_t *piece,
                           size_t length, bpeek_explanation *explanation,
                           bpeek_error *error) {
  if (length >= UINT32_MAX) {
    return bpeek_fail(error, BPEEK_TOO_LARGE, 0,
                      "A piece of 4 GiB or more can't be explained.");
  }
  bpeek_status status = trace_piece(encoder, piece, (uint32_t)length, error);
  if (status != BPEEK_OK) {
    return status;
  }
  const bpeek_trace *trace = encoder->trace;
  const bpeek_model *model = encoder->model;
  *explanation = (bpeek_explanation){
      .whole_piece = model->whole_piece_first
                         ? bpeek_token_of(model, piece, length)
                         : BPEEK_NO_ID,
      .starts = trace->starts.ids,
      .start_ends = trace->starts.ends,
      .start_count = trace->starts.count,
      .steps = trace->steps,
      .step_count = trace->step_count,
      .ids = trace->ends.ids,
      .ends = trace->ends.ends,
      .count = trace->ends.count,
      .boundaries = trace->boundaries,
  };
  return BPEEK_OK;
}

/* ---- What a token is made of ------------------------------------------- */

static bool parents_in_list(const bpeek_model *model, uint32_t id,
                            uint32_t *left, uint32_t *right) {
  for (uint32_t i = 0; i < model->merge_count; i++) {
    if (model->merges[i].result == id) {
      *left = model->merges[i].left;
      *right = model->merges[i].right;
      return true;
    }
  }
  return false;
}

bpeek_status bpeek_token_parents(bpeek_encoder *encoder, uint32_t id,
                                 bool *found, uint32_t *left, uint32_t *right,
                                 bpeek_error *error) {
  const bpeek_model *model = encoder->model;
  *found = false;
  if (!bpeek_is_token(model, id)) {
    return BPEEK_OK;
  }
  if (model->rule == BPEEK_MERGE_LIST) {
    *found = parents_in_list(model, id, left, right);
    return BPEEK_OK;
  }
  bpeek_status status = trace_piece(encoder, bpeek_token_at(model, id),
                                    bpeek_token_length(model, id), error);
  const bpeek_trace *trace = encoder->trace;
  if (status == BPEEK_OK && trace->ends.count == 1 && trace->step_count > 0) {
    *found = true;
    *left = trace->steps[trace->step_count - 1].left;
    *right = trace->steps[trace->step_count - 1].right;
  }
  return status;
}

/* ---- Memory ------------------------------------------------------------ */

static void free_list(const bpeek_allocator *memory, bpeek_symbol_list *list) {
  bpeek_release(memory, list->ids, list->id_capacity, sizeof(uint32_t));
  bpeek_release(memory, list->ends, list->end_capacity, sizeof(uint32_t));
}

void bpeek_trace_free(bpeek_trace *trace) {
  if (trace == NULL) {
    return;
  }
  const bpeek_allocator memory = trace->allocator;
  free_list(&memory, &trace->starts);
  free_list(&memory, &trace->ends);
  bpeek_release(&memory, trace->steps, trace->step_capacity,
                sizeof *trace->steps);
  bpeek_release(&memory, trace->losses, trace->loss_capacity,
                sizeof *trace->losses);
  bpeek_release(&memory, trace->boundaries, trace->boundary_capacity,
                sizeof *trace->boundaries);
  bpeek_release(&memory, trace, 1, sizeof *trace);
}
