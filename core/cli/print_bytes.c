#include <string.h>

#include "cli.h"

void cli_print_bytes(const uint8_t *bytes, size_t length) {
  const bool is_double =
      memchr(bytes, '\'', length) != NULL && memchr(bytes, '"', length) == NULL;
  const int quote = is_double ? '"' : '\'';
  (void)printf("b%c", quote);
  for (size_t i = 0; i < length; i++) {
    const int byte = bytes[i];
    if (byte == quote || byte == '\\') {
      (void)printf("\\%c", byte);
    } else if (byte == '\t' || byte == '\n' || byte == '\r') {
      (void)printf("\\%c", byte == '\t' ? 't' : byte == '\n' ? 'n' : 'r');
    } else if (byte < 0x20 || byte >= 0x7F) {
      (void)printf("\\x%02x", (unsigned)byte);
    } else {
      (void)putchar(byte);
    }
  }
  (void)putchar(quote);
}
