# The sources, for core/Makefile (native) and emscripten.mk (WebAssembly). A new file
# gets a line here, in alphabetical order; `npm run check` compares with the tree.

# The library, in core/src.
CORE_SOURCES = \
  alloc.c \
  decode.c \
  encode.c \
  encoder.c \
  error.c \
  explain.c \
  merge.c \
  model.c \
  model_build.c \
  normalize.c \
  offsets.c \
  piece_cache.c \
  special.c \
  split.c \
  split_cl100k.c \
  split_gpt2.c \
  split_o200k.c \
  split_pcre2.c \
  split_spaces.c \
  tokenize.c \
  train.c \
  train_merge.c \
  train_pairs.c \
  train_queue.c \
  train_text.c \
  train_words.c \
  unicode.c \
  unicode_tables.c

# The `bpeek` command, in core/cli.
CLI_SOURCES =
