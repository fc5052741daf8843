/* Filling in a bpeek_error: the only way a function of the library fails. */
#ifndef BPEEK_ERROR_H
#define BPEEK_ERROR_H

#include "bpeek.h"

#if defined(__GNUC__)
#define BPEEK_PRINTF(format_at, first_at)                                      \
  __attribute__((format(printf, format_at, first_at)))
#else
#define BPEEK_PRINTF(format_at, first_at)
#endif

/* Fills in `error` (NULL is fine) and returns `status`:
 *   return bpeek_fail(error, BPEEK_BAD_ID, i, "No token has the id %u.", id);
 * The format knows %s, %.*s, %u, %zu and %02X. */
bpeek_status bpeek_fail(bpeek_error *error, bpeek_status status, size_t offset,
                        const char *format, ...) BPEEK_PRINTF(4, 5);

bpeek_status bpeek_fail_memory(bpeek_error *error);

#endif
