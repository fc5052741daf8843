/*
 * Where pieces begin, for 64 bytes at once, without a branch for each of them.
 *
 * For each class of characters there is a word with one bit for each byte; all
 * bytes of a character have its class. Where runs and pieces begin then falls
 * out of shifts and ands. With cl100k's pattern, the lowest bit on the left:
 *
 *   text      I ' m   i n   t h e   6 0 s ! \n \n   X
 *   word      1 . 1 . 1 1 . 1 1 1 . . . 1 . .  .  . 1
 *   number    . . . . . . . . . . . 1 1 . . .  .  . .
 *   other     . 1 . . . . . . . . . . . . 1 .  .  . .
 *   space     . . . 1 . . 1 . . . 1 . . . . 1  1  1 .
 *   newline   . . . . . . . . . . . . . . . 1  1  . .
 *   starts    . 1 . 1 . . 1 . . . 1 1 . 1 1 .  .  1 .
 *
 * A run of x begins at x & ~(x << 1). A word has one character before it with
 * it, which takes the start. Of spaces before anything the last is alone, and
 * of newlines those behind punctuation belong to it, the others to what is
 * before them in the same run of spaces.
 *
 * A block begins where a piece begins, and no pattern looks behind that; or at
 * a letter (or mark) of the last piece, where nothing but the class of that
 * tells how it goes on. So there is nothing to carry from block to block.
 *
 * Near its end it can't be told how things go on: starts count only up to the
 * last character that is no space, so that whatever they depend on is known.
 * Text that one word of bits can't decide (`unclear`) goes to the scalar
 * scanner, a piece at a time.
 */
#include "split_masks.h"

#include "apart.h"
#include "scripts64.h"

#if BPEEK_HAS_VECTORS

enum {
  BLOCK = 64,
  /* Starts after this position are not looked at: behind an apostrophe at a
   * start three more bytes are. */
  LAST_START = 60,
  /* So many bytes can be read from any in the block on. */
  READABLE = BLOCK + 3,
};

typedef enum family { GPT2, CL100K, O200K } family;

/* No function that is called gets their address: so they need no memory, but
 * stay in registers. */
typedef struct class_masks {
  uint64_t upper, lower; /* O200K only */
  uint64_t shared;       /* no case; O200K: and marks */
  uint64_t word;         /* letters; O200K: and marks */
  uint64_t mark;         /* O200K only */
  uint64_t other; /* neither letter, number nor space; not O200K: and marks */
  uint64_t number, space, newline;
  uint64_t blank, quote, slash; /* ' ', an apostrophe, a slash */
  uint64_t inner;               /* not the first byte of a character */
  uint64_t beyond_ascii;
} class_masks;

static inline unsigned lowest(uint64_t bits) {
  return (unsigned)__builtin_ctzll(bits);
}

static inline uint32_t load_4(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

static inline unsigned highest(uint64_t bits) {
  return 63U ^ (unsigned)__builtin_clzll(bits);
}

/* ---- Classes ----------------------------------------------------------- */

/* The class of each byte of a block that is not ASCII, and where characters go
 * on. Four bytes at a time are written. */
typedef struct byte_classes {
  uint8_t of[BLOCK + 4];
  uint64_t inner;
} byte_classes;

static inline void put_class(byte_classes *classes, unsigned i,
                             unsigned class_bits) {
  const uint32_t of_all_bytes = class_bits * UINT32_C(0x01010101);
  memcpy(classes->of + i, &of_all_bytes, sizeof of_all_bytes);
}

/* Whatever the bytes are. */
static void classify_any(byte_classes *classes, const uint8_t *block,
                         uint64_t beyond) {
  uint64_t firsts = 0;
  for (uint64_t left = beyond; left != 0;) {
    const unsigned i = lowest(left);
    const bpeek_step step = bpeek_step_beyond_ascii(block, READABLE, i);
    put_class(classes, i, step.class_bits);
    firsts |= (uint64_t)1 << i;
    left &= ~((((uint64_t)1 << step.length) - 1) << i);
  }
  classes->inner = beyond & ~firsts;
}

/* The same for well-formed UTF-8; false if that turns out not to be so. */
static inline bool classify(byte_classes *classes, const uint8_t *block,
                            uint64_t beyond, uint64_t inner) {
  uint64_t covered = 0;
  for (uint64_t left = beyond & ~inner; left != 0; left &= left - 1) {
    const uint64_t first = left & -left;
    const unsigned i = lowest(left);
    const uint32_t bytes = load_4(block + i);
    const uint32_t second = bytes >> 8 & 0x3F;
    const uint32_t third = bytes >> 16 & 0x3F;
    unsigned class_bits = 0;
    const size_t length = bpeek_short_step(bytes);
    if (length == 3) {
      class_bits = bpeek_trie_class(bytes & 0x0F, second, third);
      covered |= first * 7;
    } else if (length == 2) {
      class_bits = bpeek_trie_class(0, bytes & 0x1F, second);
      covered |= first * 3;
    } else {
      const bpeek_step step = bpeek_step_beyond_ascii(block, READABLE, i);
      class_bits = step.class_bits;
      covered |= first * (step.length == 4 ? 15 : 0);
    }
    put_class(classes, i, class_bits);
  }
  classes->inner = inner;
  return covered == beyond;
}

/* Characters beyond ASCII are looked up one by one; then each of their bytes
 * has its class, and all can be looked at as one. Returns the continuation
 * bytes of the block, among which `inner` may have some that are none. */
static BPEEK_APART uint64_t look_up(bpeek_known_classes *found,
                                    const uint8_t *block, uint64_t beyond,
                                    uint64_t inner) {
  byte_classes classes; /* of these bytes; others are not looked at */
  if (!classify(&classes, block, beyond, inner & beyond)) {
    classify_any(&classes, block, beyond);
  }
  const bpeek_bytes64 bytes = bpeek_load64(classes.of);
  *found = (bpeek_known_classes){
      .upper = bpeek_has64(&bytes, BPEEK_UPPER) & beyond,
      .lower = bpeek_has64(&bytes, BPEEK_LOWER) & beyond,
      .caseless = bpeek_has64(&bytes, BPEEK_CASELESS) & beyond,
      .mark = bpeek_has64(&bytes, BPEEK_MARK) & beyond,
      .number = bpeek_has64(&bytes, BPEEK_NUMBER) & beyond,
      .space = bpeek_has64(&bytes, BPEEK_SPACE) & beyond,
  };
  return classes.inner | (inner & ~beyond);
}

static inline void add_classes(class_masks *m, const bpeek_known_classes *known,
                               family kind) {
  m->number |= known->number;
  m->space |= known->space;
  m->shared |= known->caseless;
  m->word |= known->upper | known->lower | known->caseless;
  if (kind == O200K) {
    m->upper |= known->upper;
    m->lower |= known->lower;
    m->mark |= known->mark;
    m->shared |= known->mark;
    m->word |= known->mark;
  }
}

/* The classes of those that are told by the script of the first character
 * beyond ASCII. */
static BPEEK_APART void know_by_script(bpeek_known_classes *known,
                                       const uint8_t *block, unsigned lead) {
  *known = lead == 0xD0 || lead == 0xD1   ? bpeek_cyrillic64(block)
           : lead >= 0xD8 && lead <= 0xDA ? bpeek_arabic64(block)
           : lead == 0xE0                 ? bpeek_devanagari64(block)
                                          : (bpeek_known_classes){0};
}

static inline void add_beyond_ascii(class_masks *m, const uint8_t *block,
                                    const bpeek_bytes64 *bytes, family kind) {
  uint64_t unknown = m->beyond_ascii;
  if (bpeek_in_range64(bytes, 0xE3, 0xED) != 0) {
    m->shared = bpeek_east_asian64(block, bytes, m->inner);
    m->word |= m->shared;
    unknown &= ~m->shared;
  } else {
    bpeek_known_classes known;
    know_by_script(&known, block, block[lowest(unknown)]);
    add_classes(m, &known, kind);
    unknown &= ~(known.upper | known.lower | known.caseless | known.mark |
                 known.other);
  }
  if (unknown != 0) {
    bpeek_known_classes found;
    m->inner = look_up(&found, block, unknown, m->inner);
    add_classes(m, &found, kind);
  }
  m->other = ~(m->word | m->number | m->space);
}

static inline void add_ascii(class_masks *m, const bpeek_bytes64 *bytes,
                             family kind) {
  if (kind == O200K) {
    m->upper = bpeek_in_range64(bytes, 'A', 'Z');
    m->lower = bpeek_in_range64(bytes, 'a', 'z');
    m->word = m->upper | m->lower;
    m->slash = bpeek_equal64(bytes, '/');
  } else {
    m->word = bpeek_letters64(bytes);
  }
  m->number = bpeek_in_range64(bytes, '0', '9');
  m->space = m->blank | bpeek_in_range64(bytes, '\t', '\r');
  m->newline = bpeek_equal64(bytes, '\n') | bpeek_equal64(bytes, '\r');
  m->quote = bpeek_equal64(bytes, '\'');
  m->other = ~(m->word | m->number | m->space | m->beyond_ascii);
}

static inline class_masks masks_of(const uint8_t *block, family kind) {
  const bpeek_bytes64 bytes = bpeek_load64(block);
  class_masks m = {.beyond_ascii = bpeek_bits64(bytes.part),
                   .blank = bpeek_equal64(&bytes, ' ')};
  m.space = m.blank;
  /* Nothing else of ASCII is in most blocks of some scripts. */
  if ((m.beyond_ascii | m.blank) != ~UINT64_C(0)) {
    add_ascii(&m, &bytes, kind);
  }
  if (m.beyond_ascii != 0) {
    m.inner = bpeek_in_range64(&bytes, 0x80, 0xBF);
    add_beyond_ascii(&m, block, &bytes, kind);
  }
  return m;
}

/* ---- Starts ------------------------------------------------------------ */

/* Where pieces begin, as far as that is clear. */
typedef struct piece_starts {
  uint64_t starts;
  uint64_t unclear; /* from the lowest of these on nothing is */
  uint64_t sure;    /* all places before those that are not clear */
} piece_starts;

static inline uint64_t run_starts(uint64_t bits) { return bits & ~(bits << 1); }

/* From last bytes of characters to their first. */
static inline uint64_t first_bytes(uint64_t bits, uint64_t inner) {
  for (unsigned i = 0; i < 3 && (bits & inner) != 0; i++) {
    bits = (bits & ~inner) | (bits & inner) >> 1;
  }
  return bits;
}

/* From first bytes of characters to all of their bytes. */
static inline uint64_t whole_characters(uint64_t bits, uint64_t inner) {
  for (unsigned i = 0; i < 3 && (bits << 1 & inner & ~bits) != 0; i++) {
    bits |= bits << 1 & inner;
  }
  return bits;
}

/* The last character of each run of spaces that something follows, unless it
 * is one of `except`. */
static inline uint64_t last_spaces(const class_masks *m, uint64_t except) {
  return first_bytes(m->space & ~(m->space >> 1) & ~except, m->inner);
}

/* The digits at which pieces of three begin. */
static inline uint64_t number_starts(const class_masks *m) {
  const uint64_t n = m->number;
  const uint64_t fourth = n & n << 1 & n << 2 & n << 3;
  uint64_t starts = run_starts(n);
  for (uint64_t next = starts << 3 & fourth; next != 0;
       next = next << 3 & fourth) {
    starts |= next;
  }
  return starts;
}

/* Newlines right behind punctuation: adding the lowest bit of a run clears it,
 * and sets the bit behind it. */
static inline uint64_t newlines_of_other(const class_masks *m) {
  const uint64_t first = m->newline & m->other << 1;
  return m->newline & ~(m->newline + first);
}

/* What is behind the last newline of a run of spaces. */
static inline uint64_t after_last_newlines(const class_masks *m) {
  const uint64_t inline_spaces = m->space & ~m->newline;
  uint64_t starts = inline_spaces & m->newline << 1;
  const uint64_t ends = (inline_spaces + starts) & ~inline_spaces;
  for (uint64_t late = ends & m->newline; late != 0; late &= late - 1) {
    const uint64_t before = (late & -late) - 1;
    starts &= ~((uint64_t)1 << highest(starts & before));
  }
  return starts;
}

static inline uint64_t space_starts(const class_masks *m) {
  const uint64_t left = m->space & ~newlines_of_other(m);
  return run_starts(left) | after_last_newlines(m) | last_spaces(m, m->newline);
}

/* Words, but for those that take the character before them: a space that is
 * no newline, or punctuation that is a piece's first character and alone. */
static inline uint64_t word_starts(const class_masks *m, uint64_t other) {
  const uint64_t prefix =
      (m->space & ~m->newline) | whole_characters(other, m->inner);
  return run_starts(m->word) & ~(prefix << 1);
}

/* Contractions whose apostrophes are these: the pieces that end behind them.
 * `before` is what has been found without them. */
static BPEEK_APART piece_starts part_contractions(piece_starts before,
                                                  uint64_t word, uint64_t quote,
                                                  uint64_t quotes,
                                                  const uint8_t *block,
                                                  family kind) {
  piece_starts found = before;
  for (uint64_t left = quotes & found.sure; left != 0; left &= left - 1) {
    const unsigned i = lowest(left);
    const size_t end = bpeek_contraction_end(block, READABLE, i, kind != GPT2);
    if (end == 0) {
      continue;
    }
    const uint64_t first = (uint64_t)1 << i;
    const uint64_t behind = (uint64_t)1 << end;
    /* O200K's belong to the word before them, the others are pieces. */
    const uint64_t inside = (behind - 1) & ~(first - 1);
    found.starts &= ~(kind == O200K ? inside : inside & ~first);
    found.starts |= behind & word;
    if (behind > found.sure || (kind == O200K && (behind & quote) != 0)) {
      found.unclear |= first;
    }
  }
  return found;
}

/* The places of which everything is known that they depend on. */
static inline uint64_t sure_places(const class_masks *m) {
  const uint64_t known = ~m->space & (((uint64_t)2 << LAST_START) - 1);
  return known == 0 ? 0 : ((uint64_t)2 << highest(known)) - 1;
}

static inline piece_starts starts_of(const class_masks *m, const uint8_t *block,
                                     family kind) {
  /* Punctuation with the blank before it. */
  const uint64_t other = run_starts(m->other) & ~(m->blank << 1);
  piece_starts found = {other, 0, sure_places(m)};
  uint64_t quotes = m->quote & other;
  if (kind == GPT2) {
    found.starts |=
        (run_starts(m->word) | run_starts(m->number)) & ~(m->blank << 1);
    found.starts |= run_starts(m->space) | last_spaces(m, 0);
  } else {
    found.starts |= word_starts(m, other) | number_starts(m) | space_starts(m);
    found.unclear |= m->number & m->beyond_ascii;
  }
  if (kind == O200K) {
    found.starts |= m->upper & m->lower << 1;
    /* U* may have to give characters back; a mark may be punctuation's; a
     * slash may follow newlines that follow punctuation. */
    found.unclear |= m->upper & m->shared << 1;
    found.unclear |= m->mark & m->other << 1;
    found.unclear |= m->slash & newlines_of_other(m) << 1;
    quotes = m->quote & m->word << 1;
  }
  if (quotes != 0) {
    found = part_contractions(found, m->word, m->quote, quotes, block, kind);
  }
  found.unclear &= found.sure;
  if (found.unclear != 0) {
    found.sure = (found.unclear & -found.unclear) - 1;
  }
  found.starts &= found.sure & ~(uint64_t)1;
  return found;
}

/* ---- Scanning ---------------------------------------------------------- */

/* Writes the pieces of a block at `from` that end in it, the first of which
 * begins at `begin`; returns how many. */
static inline size_t put_pieces(uint64_t starts, size_t from, size_t begin,
                                bpeek_span *pieces) {
  size_t count = 0;
  for (uint64_t left = starts; left != 0; left &= left - 1) {
    const size_t end = from + lowest(left);
    pieces[count++] = (bpeek_span){(uint32_t)begin, (uint32_t)end};
    begin = end;
  }
  return count;
}

/* Where in the block the last character is, if the next block can begin with
 * it; else 0. */
static inline size_t word_to_go_on_with(const piece_starts *found,
                                        const class_masks *m) {
  const uint64_t last = found->sure & ~(found->sure >> 1) & m->word;
  return found->unclear == 0 && last != 0 ? lowest(first_bytes(last, m->inner))
                                          : 0;
}

static inline size_t scan(const uint8_t *text, size_t length, size_t at,
                          bpeek_span *pieces, size_t capacity, family kind,
                          bpeek_scanner *scalar) {
  size_t count = 0;
  size_t from = at; /* the block; the piece that it begins in begins at `at` */
  while (capacity - count >= BLOCK && length - from >= READABLE) {
    const class_masks m = masks_of(text + from, kind);
    const piece_starts found = starts_of(&m, text + from, kind);
    const size_t more = put_pieces(found.starts, from, at, pieces + count);
    count += more;
    at = more != 0 ? pieces[count - 1].end : at;
    const size_t on = word_to_go_on_with(&found, &m);
    if (on != 0) {
      from += on;
    } else {
      if (found.unclear != 0 || more == 0) {
        count += scalar(text, length, at, pieces + count, 1);
        at = pieces[count - 1].end;
      }
      from = at;
    }
  }
  return count != 0 ? count : scalar(text, length, at, pieces, capacity);
}

size_t bpeek_scan_gpt2_by_masks(const uint8_t *text, size_t length, size_t at,
                                bpeek_span *pieces, size_t capacity) {
  return scan(text, length, at, pieces, capacity, GPT2, bpeek_scan_gpt2);
}

size_t bpeek_scan_cl100k_by_masks(const uint8_t *text, size_t length, size_t at,
                                  bpeek_span *pieces, size_t capacity) {
  return scan(text, length, at, pieces, capacity, CL100K, bpeek_scan_cl100k);
}

size_t bpeek_scan_llama3_by_masks(const uint8_t *text, size_t length, size_t at,
                                  bpeek_span *pieces, size_t capacity) {
  return scan(text, length, at, pieces, capacity, CL100K, bpeek_scan_llama3);
}

size_t bpeek_scan_o200k_by_masks(const uint8_t *text, size_t length, size_t at,
                                 bpeek_span *pieces, size_t capacity) {
  return scan(text, length, at, pieces, capacity, O200K, bpeek_scan_o200k);
}

#endif
