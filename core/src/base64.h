/* Base64 as RFC 4648 has it: the standard alphabet, padded, no white space. */
#ifndef BPEEK_BASE64_H
#define BPEEK_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes that `length` characters stand for, if they are well-formed. */
size_t bpeek_base64_decoded_size(const uint8_t *text, size_t length);

/* Writes these bytes. False if the text is not well-formed. */
bool bpeek_base64_decode(const uint8_t *text, size_t length, uint8_t *bytes);

size_t bpeek_base64_encoded_size(size_t length);
void bpeek_base64_encode(const uint8_t *bytes, size_t length, uint8_t *text);

#endif
