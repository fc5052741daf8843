# The sources, for core/Makefile (native) and emscripten.mk (WebAssembly). A new file
# gets a line here, in alphabetical order; `npm run check` compares with the tree.

# The library, in core/src.
CORE_SOURCES = \
  alloc.c \
  base64.c \
  character_kinds.c \
  checksum.c \
  decode.c \
  document.c \
  document_chunk.c \
  document_chunks.c \
  document_cut.c \
  document_edit.c \
  document_tokens.c \
  document_window.c \
  encode.c \
  encoder.c \
  error.c \
  explain.c \
  format_bpeek.c \
  format_bpeek_bytes.c \
  format_bpeek_codes.c \
  format_bpeek_file.c \
  format_bpeek_ids.c \
  format_bpeek_pack.c \
  format_bpeek_pairs.c \
  format_bpeek_read.c \
  format_bpeek_recipe.c \
  format_bpeek_splits.c \
  format_bpeek_unpack.c \
  format_bpeek_write.c \
  format_minbpe_load.c \
  format_minbpe_save.c \
  format_minbpe_vocab.c \
  format_tiktoken.c \
  huffman.c \
  merge.c \
  merge_long.c \
  model.c \
  model_build.c \
  model_merges.c \
  model_of_merges.c \
  model_tokens.c \
  normalize.c \
  offsets.c \
  output.c \
  pair_heap.c \
  piece_cache.c \
  special.c \
  split.c \
  split_cl100k.c \
  split_cut.c \
  split_gpt2.c \
  split_known.c \
  split_masks.c \
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
  unicode_tables.c \
  utf16.c \
  wtf8.c

# The `bpeek` command, in core/cli.
CLI_SOURCES = \
  convert.c \
  count.c \
  decode.c \
  encode.c \
  explain.c \
  file.c \
  main.c \
  memory.c \
  message.c \
  minbpe.c \
  model.c \
  options.c \
  platform.c \
  print_bytes.c \
  request.c \
  special.c \
  train.c \
  train_print.c
