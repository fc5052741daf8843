# What core/Makefile (native) and emscripten.mk (WebAssembly) compile with.

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
