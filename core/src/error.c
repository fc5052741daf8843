#include "error.h"

#include <stdarg.h>
#include <string.h>

/* Text that is cut off where the room for it ends, never inside a character. */
typedef struct writer {
  char *at, *end;
} writer;

static void put_bytes(writer *out, const char *bytes, size_t length) {
  size_t room = (size_t)(out->end - out->at);
  if (length > room) {
    length = room;
    while (length > 0 && ((unsigned char)bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    out->end = out->at + length;
  }
  memcpy(out->at, bytes, length);
  out->at += length;
}

static void put_number(writer *out, size_t value, unsigned base) {
  char digits[24];
  size_t count = 0;
  do {
    digits[sizeof digits - ++count] = "0123456789ABCDEF"[value % base];
    value /= base;
  } while (value != 0);
  if (base == 16 && count < 2) {
    digits[sizeof digits - ++count] = '0';
  }
  put_bytes(out, digits + sizeof digits - count, count);
}

static const char *after(const char *format, const char *conversion) {
  size_t length = strlen(conversion);
  return strncmp(format, conversion, length) == 0 ? format + length : NULL;
}

/* The conversions that the library's messages use; stdio stays outside. */
static void put_format(writer *out, const char *format, va_list arguments) {
  while (*format != '\0') {
    const char *rest = NULL;
    if ((rest = after(format, "%s")) != NULL) {
      const char *text = va_arg(arguments, const char *);
      put_bytes(out, text, strlen(text));
    } else if ((rest = after(format, "%.*s")) != NULL) {
      int length = va_arg(arguments, int);
      put_bytes(out, va_arg(arguments, const char *), (size_t)length);
    } else if ((rest = after(format, "%u")) != NULL) {
      put_number(out, va_arg(arguments, unsigned), 10);
    } else if ((rest = after(format, "%zu")) != NULL) {
      put_number(out, va_arg(arguments, size_t), 10);
    } else if ((rest = after(format, "%02X")) != NULL) {
      put_number(out, va_arg(arguments, unsigned), 16);
    } else {
      rest = format + 1;
      put_bytes(out, format, 1);
    }
    format = rest;
  }
}

bpeek_status bpeek_fail(bpeek_error *error, bpeek_status status, size_t offset,
                        const char *format, ...) {
  if (error != NULL) {
    error->status = status;
    error->offset = offset;
    writer out = {error->message, error->message + BPEEK_MESSAGE_SIZE - 1};
    va_list arguments;
    va_start(arguments, format);
    put_format(&out, format, arguments);
    va_end(arguments);
    *out.at = '\0';
  }
  return status;
}

bpeek_status bpeek_fail_memory(bpeek_error *error) {
  return bpeek_fail(error, BPEEK_NO_MEMORY, 0,
                    "There is not enough memory for this.");
}
