# What core/Makefile (native) and emscripten.mk (WebAssembly) share. A new file
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
  special.c \
  split.c \
  split_cl100k.c \
  split_gpt2.c \
  split_o200k.c \
  split_pcre2.c \
  split_spaces.c \
  unicode.c \
  unicode_tables.c

# The `bpeek` command, in core/cli.
CLI_SOURCES =

C_STANDARD = -std=c11
C_WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Werror

# PCRE2 for any pattern that has no scanner of its own: 8-bit code units,
# Unicode, no JIT (WebAssembly has none, and both builds shall behave alike).
PCRE2_OPTIONS = \
  -DCMAKE_BUILD_TYPE=Release \
  -DBUILD_SHARED_LIBS=OFF \
  -DBUILD_STATIC_LIBS=ON \
  -DPCRE2_BUILD_PCRE2_8=ON \
  -DPCRE2_BUILD_PCRE2_16=OFF \
  -DPCRE2_BUILD_PCRE2_32=OFF \
  -DPCRE2_SUPPORT_UNICODE=ON \
  -DPCRE2_SUPPORT_JIT=OFF \
  -DPCRE2_BUILD_PCRE2GREP=OFF \
  -DPCRE2_BUILD_TESTS=OFF \
  -DPCRE2_SUPPORT_LIBZ=OFF \
  -DPCRE2_SUPPORT_LIBBZ2=OFF \
  -DPCRE2_SHOW_REPORT=OFF
