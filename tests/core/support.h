/* What the C tests share: random numbers, an allocator that counts and can
 * fail, small random models. */
#ifndef BPEEK_TEST_SUPPORT_H
#define BPEEK_TEST_SUPPORT_H

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bpeek.h"

/* Sanitizers make everything some three times slower. The rounds of long tests
 * are divided by this with them; the plain build does them all. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
enum { ROUNDS_SHARE = 4 };
#else
enum { ROUNDS_SHARE = 1 };
#endif
#else
enum { ROUNDS_SHARE = 1 };
#endif

/* ---- Random numbers: the same in every run ----------------------------- */

typedef struct random_source {
  uint64_t state;
} random_source;

/* 0 .. below - 1 */
uint32_t random_below(random_source *source, uint32_t below);

/* `length` bytes out of `alphabet` (a C string). */
void random_text(random_source *source, const char *alphabet, uint8_t *text,
                 size_t length);

/* ---- Memory ------------------------------------------------------------ */

/* Checks that every block is given back with its true size, and fails from
 * allocation number `fail_at` on (0: never). */
typedef struct memory_watch {
  size_t blocks, bytes; /* in use */
  size_t allocations;   /* so far */
  size_t fail_at;
} memory_watch;

bpeek_allocator watched(memory_watch *watch);

/*
 * Calls `scenario` again and again, each time with one allocation more that
 * succeeds, until it no longer fails for lack of memory. The scenario returns
 * the status of its first call that failed, and has freed everything.
 */
void survives_every_allocation(bpeek_status (*scenario)(bpeek_allocator *));

/* ---- Models ------------------------------------------------------------ */

enum { TOY_TOKENS = 600, TOY_BYTES = 8192 };

/* A vocabulary of the 256 bytes and some longer tokens, in room of its own. */
typedef struct toy {
  bpeek_parts parts;
  uint8_t bytes[TOY_BYTES];
  uint32_t ends[TOY_TOKENS];
  bpeek_merge merges[TOY_TOKENS];
  float scores[TOY_TOKENS];
  uint32_t byte_tokens[256];
} toy;

/* The 256 single bytes, in a scrambled order, and nothing else. */
void toy_begin(toy *vocabulary, bpeek_merge_rule rule);

/* Adds an ordinary token, and says its id. */
uint32_t toy_token(toy *vocabulary, const void *bytes, size_t length);

/* Adds a merge to a new token of the joined bytes, and says its id. */
uint32_t toy_merge(toy *vocabulary, uint32_t left, uint32_t right);

/* Makes the 256 single bytes the tokens of byte fallback, and characters the
 * unit. */
void toy_use_characters(toy *vocabulary);

/* The token that a byte is. */
uint32_t toy_byte(const toy *vocabulary, uint8_t byte);

/* Adds random tokens over an alphabet until there are `count` in all. Under
 * BPEEK_RANK_BY_BYTES some are out of reach of any merge. */
void toy_fill(toy *vocabulary, random_source *source, const char *alphabet,
              uint32_t count);

/* Builds, and fails the test with the message if that fails. */
bpeek_model *toy_build(const toy *vocabulary);

/* ---- Saying what failed ------------------------------------------------ */

/* Fails the test with a message of `what` and the text in escaped form. */
void fail_with_text(const char *what, const uint8_t *text, size_t length);

#endif
