#include "base64.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { NO_DIGIT = 64 };

static unsigned digit(uint8_t character) {
  if (character >= 'A' && character <= 'Z') {
    return character - 'A';
  }
  if (character >= 'a' && character <= 'z') {
    return character - 'a' + 26U;
  }
  if (character >= '0' && character <= '9') {
    return character - '0' + 52U;
  }
  if (character == '+') {
    return 62;
  }
  return character == '/' ? 63 : NO_DIGIT;
}

static size_t padding(const uint8_t *text, size_t length) {
  size_t count = 0;
  while (count < 2 && count < length && text[length - 1 - count] == '=') {
    count++;
  }
  return count;
}

size_t bpeek_base64_decoded_size(const uint8_t *text, size_t length) {
  return length / 4 * 3 - (length < 4 ? 0 : padding(text, length));
}

bool bpeek_base64_decode(const uint8_t *text, size_t length, uint8_t *bytes) {
  if (length % 4 != 0) {
    return false;
  }
  size_t digits = length - padding(text, length);
  uint32_t bits = 0;
  unsigned count = 0;
  for (size_t i = 0; i < digits; i++) {
    unsigned value = digit(text[i]);
    if (value == NO_DIGIT) {
      return false;
    }
    bits = bits << 6 | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      *bytes++ = (uint8_t)(bits >> count);
    }
  }
  /* The last digit's bits beyond the last byte: as encoding leaves them. */
  return (bits & ((1U << count) - 1)) == 0;
}

size_t bpeek_base64_encoded_size(size_t length) { return (length + 2) / 3 * 4; }

void bpeek_base64_encode(const uint8_t *bytes, size_t length, uint8_t *text) {
  for (size_t at = 0; at < length; at += 3) {
    size_t left = length - at;
    uint32_t bits = (uint32_t)bytes[at] << 16;
    bits |= left > 1 ? (uint32_t)bytes[at + 1] << 8 : 0;
    bits |= left > 2 ? bytes[at + 2] : 0U;
    *text++ = (uint8_t)alphabet[bits >> 18];
    *text++ = (uint8_t)alphabet[bits >> 12 & 63];
    *text++ = left > 1 ? (uint8_t)alphabet[bits >> 6 & 63] : '=';
    *text++ = left > 2 ? (uint8_t)alphabet[bits & 63] : '=';
  }
}
