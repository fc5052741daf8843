/* bpeek explain: the merges that make the tokens of a text, piece by piece. */
#include <string.h>

#include "cli.h"

typedef struct explaining {
  const bpeek_model *model;
  bpeek_encoder *explainer; /* another than the one that lends the tokens */
  bpeek_tokens tokens;
} explaining;

static void print_token(const bpeek_model *model, uint32_t id) {
  size_t length = 0;
  const uint8_t *bytes = bpeek_model_token(model, id, &length);
  cli_print_bytes(bytes, length);
  (void)printf(" %u", id);
}

/* A character that is no token of its own has no id. */
static void print_symbol(const bpeek_model *model, uint32_t id,
                         const uint8_t *bytes, size_t length) {
  if (id == BPEEK_NO_ID) {
    cli_print_bytes(bytes, length);
  } else {
    print_token(model, id);
  }
}

static void print_steps(const bpeek_model *model, const uint8_t *piece,
                        const bpeek_explanation *explanation) {
  for (size_t i = 0; i < explanation->step_count; i++) {
    const bpeek_merge_step *step = &explanation->steps[i];
    size_t left = 0;
    size_t whole = 0;
    (void)bpeek_model_token(model, step->left, &left);
    (void)bpeek_model_token(model, step->result, &whole);
    (void)printf("  byte %u: ", step->at);
    print_symbol(model, step->left, piece + step->at, left);
    (void)printf(" + ");
    print_symbol(model, step->right, piece + step->at + left, whole - left);
    (void)printf(" -> ");
    print_token(model, step->result);
    (void)printf(", rank %u\n", step->rank);
  }
}

static void print_boundary(const bpeek_model *model,
                           const bpeek_explanation *explanation, size_t index) {
  const bpeek_boundary *boundary = &explanation->boundaries[index];
  (void)printf("  byte %u: no merge, ", boundary->at);
  switch (boundary->reason) {
  case BPEEK_BOUNDARY_NO_TOKEN:
    (void)printf("joined they are no token\n");
    return;
  case BPEEK_BOUNDARY_NO_MERGE:
    (void)printf("they are no pair of the list\n");
    return;
  case BPEEK_BOUNDARY_LOST:
    print_token(model, boundary->lost.result);
    (void)printf(" (rank %u) lost to ", boundary->lost.rank);
    print_token(model, explanation->steps[boundary->winner].result);
    (void)printf(" (rank %u)\n", explanation->steps[boundary->winner].rank);
    return;
  }
}

static int explain_piece(const explaining *state, const cli_bytes *piece) {
  bpeek_explanation explanation;
  bpeek_error error;
  if (bpeek_explain(state->explainer, piece->bytes, piece->length, &explanation,
                    &error) != BPEEK_OK) {
    return cli_bad_input("%s", error.message);
  }
  print_steps(state->model, piece->bytes, &explanation);
  for (size_t i = 0; i + 1 < explanation.count; i++) {
    print_boundary(state->model, &explanation, i);
  }
  if (explanation.whole_piece != BPEEK_NO_ID) {
    (void)printf("  a token as it is: ");
    print_token(state->model, explanation.whole_piece);
    (void)printf("\n");
  }
  return CLI_DONE;
}

/* The bytes of tokens first..last-1. They are the text's, but for a space that
 * the model puts before it. */
static int join_tokens(const explaining *state, size_t first, size_t last,
                       cli_bytes *joined) {
  int code = CLI_DONE;
  joined->length = 0;
  for (size_t i = first; code == CLI_DONE && i < last; i++) {
    size_t length = 0;
    const uint8_t *bytes =
        bpeek_model_token(state->model, state->tokens.ids[i], &length);
    code = cli_bytes_append(joined, bytes, length);
  }
  return code;
}

static bool is_special(const explaining *state, size_t token) {
  size_t length = 0;
  uint32_t id = 0;
  const uint8_t *bytes =
      bpeek_model_token(state->model, state->tokens.ids[token], &length);
  return bpeek_model_find_special(state->model, bytes, length, &id) &&
         id == state->tokens.ids[token];
}

static int explain_tokens(const explaining *state, size_t first, size_t last) {
  cli_bytes piece = {0};
  int code = join_tokens(state, first, last, &piece);
  if (code == CLI_DONE) {
    (void)printf("bytes %u-%u: ", state->tokens.begins[first],
                 state->tokens.ends[last - 1]);
    cli_print_bytes(piece.bytes, piece.length);
    (void)printf(" ->");
    for (size_t i = first; i < last; i++) {
      (void)printf(" %u", state->tokens.ids[i]);
    }
    (void)printf(is_special(state, first) ? ", a special token\n" : "\n");
    code = is_special(state, first) ? CLI_DONE : explain_piece(state, &piece);
  }
  cli_bytes_free(&piece);
  return code;
}

static int explain_pieces(const explaining *state) {
  int code = CLI_DONE;
  size_t first = 0;
  for (size_t i = 0; code == CLI_DONE && i < state->tokens.piece_count; i++) {
    size_t last = first;
    while (last < state->tokens.count &&
           state->tokens.ends[last] <= state->tokens.piece_ends[i]) {
      last++;
    }
    code = explain_tokens(state, first, last);
    first = last;
  }
  return code == CLI_DONE ? cli_flush_stdout() : code;
}

static int explain(const cli_request *request, const bpeek_model *model,
                   const bpeek_special_policy *policy) {
  const uint8_t *text = (const uint8_t *)request->files[0];
  size_t length = strlen(request->files[0]);
  bpeek_encoder *encoder = NULL;
  explaining state = {.model = model};
  bpeek_error error;
  int code = CLI_DONE;
  if (bpeek_encoder_new(model, NULL, &encoder, &error) != BPEEK_OK ||
      bpeek_encoder_new(model, NULL, &state.explainer, &error) != BPEEK_OK ||
      bpeek_encode(encoder, text, length, policy,
                   BPEEK_WANT_ENDS | BPEEK_WANT_PIECES, &state.tokens,
                   &error) != BPEEK_OK) {
    code = cli_encode_error("the text", model, text, length, 0, &error);
  } else {
    code = explain_pieces(&state);
  }
  bpeek_encoder_free(state.explainer);
  bpeek_encoder_free(encoder);
  return code;
}

static int run(int count, char **arguments) {
  static const cli_option options[] = {
      {"model", true},         {"m", true},   {"special", true},
      {"special-token", true}, {NULL, false},
  };
  cli_request request;
  int code = cli_read_request(count, arguments, options, &request);
  if (code == CLI_DONE && request.file_count != 1) {
    code = cli_bad_usage("explain takes one text, as one argument; there are "
                         "%d (quote what has spaces)",
                         request.file_count);
  }
  return code == CLI_DONE ? cli_do_request(&request, explain) : code;
}

const cli_command cli_explain = {
    .name = "explain",
    .usage = "-m NAME|FILE [options] TEXT",
    .summary = "the merges that make the tokens of a text, a line each",
    .help = CLI_MODEL_HELP CLI_SPECIAL_HELP,
    .run = run,
};
