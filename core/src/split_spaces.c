#include "split_spaces.h"

#include <string.h>

#include "alloc.h"
#include "error.h"

/* White_Space is the separators and a few controls. */
#define SPACE_CONTROLS "\\t-\\r\\x{85}"
#define OTHER_CONTROLS "\\x00-\\x08\\x0E-\\x1F\\x7F-\\x84\\x86-\\x9F"

/* `\s`, then `\S`. In a class they end with a property, so that a hyphen
 * behind them is a mere hyphen, as behind `\s`. */
static const char *const outside_classes[2] = {
    "[" SPACE_CONTROLS "\\p{Z}]",
    "[^" SPACE_CONTROLS "\\p{Z}]",
};
static const char *const inside_classes[2] = {
    SPACE_CONTROLS "\\p{Z}",
    OTHER_CONTROLS "\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}"
                   "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}",
};

typedef struct speller {
  const uint8_t *pattern;
  size_t length;
  const bool *is_item;
  size_t copied; /* how much of the pattern has been written */
  const bpeek_allocator *allocator;
  bpeek_spelled out;
  bool out_of_memory;
} speller;

static bool is_escape(const uint8_t *pattern, size_t length, size_t at,
                      uint8_t letter) {
  return length - at >= 2 && pattern[at] == '\\' && pattern[at + 1] == letter;
}

static bool is_space_escape(const uint8_t *pattern, size_t length, size_t at) {
  return is_escape(pattern, length, at, 's') ||
         is_escape(pattern, length, at, 'S');
}

bool bpeek_has_space_escape(const uint8_t *pattern, size_t length) {
  for (size_t at = 0; at < length; at++) {
    if (is_space_escape(pattern, length, at)) {
      return true;
    }
  }
  return false;
}

/* ---- Writing ----------------------------------------------------------- */

static void append(speller *to, const void *bytes, size_t length) {
  bpeek_spelled *out = &to->out;
  if (length == 0 || to->out_of_memory) {
    return;
  }
  if (!bpeek_grow(to->allocator, (void **)&out->bytes, &out->capacity,
                  out->length + length, 1)) {
    to->out_of_memory = true;
    return;
  }
  memcpy(out->bytes + out->length, bytes, length);
  out->length += length;
}

/* Writes the pattern up to the escape at `at`, and then what it stands for. */
static void replace(speller *to, size_t at, const char *const spelled[2]) {
  const char *text = spelled[to->pattern[at + 1] == 'S'];
  append(to, to->pattern + to->copied, at - to->copied);
  append(to, text, strlen(text));
  to->copied = at + 2;
}

/* ---- Classes ----------------------------------------------------------- */

/* After the `[:name:]` at `at`; `at` itself if there is none. */
static size_t posix_class_end(const speller *in, size_t at) {
  const uint8_t *pattern = in->pattern;
  if (in->length - at < 2 || pattern[at + 1] != ':') {
    return at;
  }
  size_t end = at + 2;
  while (end < in->length && (pattern[end] == '^' ||
                              (pattern[end] >= 'a' && pattern[end] <= 'z'))) {
    end++;
  }
  return in->length - end >= 2 && pattern[end] == ':' && pattern[end + 1] == ']'
             ? end + 2
             : at;
}

/* The escape at `at` in a class, \Q and \E aside: where it is over, or where
 * its letter and what belongs to that, which ends no class, go on. */
static size_t class_escape_end(const speller *in, size_t at) {
  return at + (is_escape(in->pattern, in->length, at, 'c') ? 3 : 2);
}

/*
 * Walks through the class whose bracket is at `begin`, writing its `\s` and
 * `\S` out if asked to. Returns false if there turns out to be no class, since
 * another item begins before it ends: the bracket is a literal one, quoted.
 *
 * Before its first character a class may hold `^` and, under (?xx), blanks; a
 * bracket there does not end it. Taking all of them for nothing also calls a
 * class of nothing else none, but such a one has nothing to be written out.
 */
static bool walk_class(speller *in, size_t begin, bool write) {
  const uint8_t *pattern = in->pattern;
  bool is_empty = true;
  bool is_quoted = false;
  size_t at = begin + 1;
  while (at < in->length && !in->is_item[at]) {
    const uint8_t byte = pattern[at];
    if (is_escape(pattern, in->length, at, 'E') ||
        (!is_quoted && is_escape(pattern, in->length, at, 'Q'))) {
      is_quoted = pattern[at + 1] == 'Q';
      at += 2;
    } else if (!is_quoted && byte == '\\') {
      if (write && is_space_escape(pattern, in->length, at)) {
        replace(in, at, inside_classes);
      }
      at = class_escape_end(in, at);
      is_empty = false;
    } else if (!is_quoted && byte == ']' && !is_empty) {
      return true;
    } else {
      const size_t end =
          byte == '[' && !is_quoted ? posix_class_end(in, at) : at;
      const bool is_nothing = byte == '^' || byte == ' ' || byte == '\t';
      is_empty = is_empty && !is_quoted && is_nothing;
      at = end == at ? at + 1 : end;
    }
  }
  return false;
}

bpeek_status bpeek_spell_spaces(const uint8_t *pattern, size_t length,
                                const bool *is_item,
                                const bpeek_allocator *allocator,
                                bpeek_spelled *spelled, bpeek_error *error) {
  speller in = {pattern, length, is_item, 0, allocator, {NULL, 0, 0}, false};
  for (size_t at = 0; at < length; at++) {
    /* A quoted backslash is an item too, but then so is the letter. */
    if (is_item[at] && is_space_escape(pattern, length, at) &&
        !is_item[at + 1]) {
      replace(&in, at, outside_classes);
    } else if (is_item[at] && pattern[at] == '[' &&
               walk_class(&in, at, false)) {
      (void)walk_class(&in, at, true);
    }
  }
  append(&in, pattern + in.copied, length - in.copied);
  if (in.out_of_memory) {
    bpeek_release(allocator, in.out.bytes, in.out.capacity, 1);
    return bpeek_fail_memory(error);
  }
  *spelled = in.out;
  return BPEEK_OK;
}
