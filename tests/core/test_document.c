/* Documents: after every edit, the tokens are those of the whole text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document_support.h"

#include "document.h"

/* ---- Scripts of edits -------------------------------------------------- */

enum { EDITS = 10, ALL_PARSED = (1 << SPECIALS) - 1 };

typedef struct edit {
  size_t from, to, count;
  uint16_t units[256];
} edit;

/* What has been done to one document so far. */
typedef struct script {
  uint32_t kind, parsed;
  size_t chunk_size;
  edit edits[EDITS];
  size_t count;
} script;

static void fail_with_script(const script *done, const char *what) {
  print_error("%s: %s\nspecial tokens %x, chunks of %zu\n",
              kind_names[done->kind], what, done->parsed, done->chunk_size);
  for (size_t i = 0; i < done->count; i++) {
    const edit *at = &done->edits[i];
    print_error("edit(%zu, %zu, \"", at->from, at->to);
    for (size_t k = 0; k < at->count; k++) {
      const unsigned unit = at->units[k];
      const bool is_plain = unit >= 0x20 && unit < 0x7F && unit != '\\';
      print_error(is_plain ? "%c" : "\\u%04X", unit);
    }
    print_error("\")\n");
  }
  fail();
}

static void append_word(edit *to, const word *added) {
  if (to->count + added->count <= sizeof to->units / sizeof *to->units) {
    memcpy(to->units + to->count, added->units,
           added->count * sizeof *added->units);
    to->count += added->count;
  }
}

/* A place in the text: anywhere, where a token ends or beside that, where the
 * last edit was, or an end. */
static size_t random_place(random_source *source, const twins *both,
                           const edit *last) {
  const size_t length = both->length;
  size_t place = random_below(source, (uint32_t)length + 1);
  switch (random_below(source, 8)) {
  case 0:
  case 1:
  case 2:
    if (both->tokens.count > 0) {
      const uint32_t token = random_below(source, (uint32_t)both->tokens.count);
      place = both->tokens.ends[token] + random_below(source, 3);
      place -= place > 0 ? 1 : 0;
    }
    break;
  case 3:
    place = last == NULL ? 0 : last->from + last->count;
    break;
  case 4:
    place = random_below(source, 2) == 0 ? 0 : length;
    break;
  default:
    break;
  }
  return place < length ? place : length;
}

static edit random_edit(random_source *source, const twins *both,
                        const edit *last) {
  edit made = {.from = random_place(source, both, last)};
  made.to = made.from;
  if (random_below(source, 2) == 0) {
    made.to = random_below(source, 4) == 0
                  ? random_place(source, both, last)
                  : made.from + 1 + random_below(source, 3);
    made.to = made.to < both->length ? made.to : both->length;
  }
  if (made.to < made.from) {
    const size_t from = made.to;
    made.to = made.from;
    made.from = from;
  }
  uint32_t count = random_below(source, 3);
  if (random_below(source, 6) == 0 || both->length == 0) {
    count = random_below(source, 40);
  }
  for (uint32_t i = 0; i < count; i++) {
    append_word(&made, &words[random_below(source, WORDS)]);
  }
  return made;
}

static void do_edit(script *done, twins *both, const edit *next,
                    random_source *source) {
  done->edits[done->count++] = *next;
  edit_twins(both, next->from, next->to, next->units, next->count);
  const char *difference = compare_twins(both);
  for (unsigned i = 0; difference == NULL && i < 3; i++) {
    const size_t from = random_place(source, both, next);
    const size_t to = random_place(source, both, next);
    difference =
        compare_part(both, from < to ? from : to, from < to ? to : from);
  }
  if (difference != NULL) {
    fail_with_script(done, difference);
  }
}

static void run_scripts(uint32_t kind, uint32_t scripts) {
  static twins both;
  static script done;
  random_source source = {kind + 1};
  open_twins(&both, kind);
  for (uint32_t i = 0; i < scripts; i++) {
    done.kind = kind;
    done.parsed = random_below(&source, 3) == 0
                      ? ALL_PARSED
                      : random_below(&source, ALL_PARSED);
    done.parsed &= random_below(&source, 2) == 0
                       ? ALL_PARSED
                       : random_below(&source, ALL_PARSED);
    done.parsed = random_below(&source, 3) == 0 ? 0 : done.parsed;
    done.chunk_size = (size_t)2 << random_below(&source, 6);
    done.count = 0;
    begin_document(&both, done.parsed, done.chunk_size);
    for (unsigned k = 0; k < EDITS; k++) {
      const edit next =
          random_edit(&source, &both, k == 0 ? NULL : &done.edits[k - 1]);
      do_edit(&done, &both, &next, &source);
    }
  }
  close_twins(&both);
}

/* 1600 scripts for each kind of model, more than 20,000 in all. */
static void equals_a_fresh_encode(void **state) {
  (void)state;
  for (uint32_t kind = 0; kind < MODEL_KINDS; kind++) {
    run_scripts(kind, 1600 / ROUNDS_SHARE);
  }
}

/* ---- Longer texts, in chunks of the usual size ------------------------- */

/* Words with a space now and then, until there are so many units. */
static void insert_prose(twins *both, random_source *source, size_t at,
                         size_t count) {
  static edit made;
  for (size_t end = both->length + count; both->length < end;) {
    made.count = 0;
    for (unsigned i = 0; i < 20; i++) {
      const uint32_t kinds = random_below(source, 3) == 0 ? WORDS : 12;
      append_word(&made, &words[random_below(source, kinds)]);
    }
    edit_twins(both, at, at, made.units, made.count);
    at += made.count;
  }
}

static bool has_cuts(uint32_t kind) {
  const bool is_by_pcre2 = kind >= 5 && kind <= 7;
  return !is_by_pcre2 && kind != 8;
}

static void cuts_where_it_can(void **state) {
  (void)state;
  static twins both;
  for (uint32_t kind = 0; kind < MODEL_KINDS; kind++) {
    random_source source = {kind + 50};
    open_twins(&both, kind);
    begin_document(&both, 1, BPEEK_CHUNK_SIZE);
    insert_prose(&both, &source, 0, 20000);
    const bpeek_chunks *chunks = &both.document->chunks;
    if (!has_cuts(kind)) {
      assert_int_equal(chunks->count, 1);
    } else if (chunks->count < 8) {
      fail_msg("%s: only %zu chunks", kind_names[kind], chunks->count);
    }
    for (size_t i = 0; has_cuts(kind) && i < chunks->count; i++) {
      assert_true(chunks->entries[i].chunk->length <= 4 * BPEEK_CHUNK_SIZE);
    }
    const char *difference = compare_twins(&both);
    if (difference != NULL) {
      fail_msg("%s: %s", kind_names[kind], difference);
    }
    close_twins(&both);
  }
}

/* Deleting bit by bit leaves no crowd of tiny chunks. */
static void joins_what_is_tiny(void **state) {
  (void)state;
  static twins both;
  random_source source = {70};
  open_twins(&both, 2);
  begin_document(&both, 0, 64);
  insert_prose(&both, &source, 0, 20000);
  while (both.length > 500) {
    const size_t from = random_below(&source, (uint32_t)both.length - 20);
    edit_twins(&both, from, from + 20, NULL, 0);
  }
  assert_true(both.document->chunks.count <= 40);
  assert_null(compare_twins(&both));
  edit_twins(&both, 0, both.length, NULL, 0);
  assert_int_equal(both.document->chunks.count, 1);
  assert_null(compare_twins(&both));
  close_twins(&both);
}

/* A chunk that can't be cut is one, however long, and is cut when it can. */
static void bears_what_cannot_be_cut(void **state) {
  (void)state;
  static twins both;
  static uint16_t digits[5000];
  for (size_t i = 0; i < 5000; i++) {
    digits[i] = (uint16_t)('0' + i % 10);
  }
  open_twins(&both, 1);
  begin_document(&both, 0, 64);
  edit_twins(&both, 0, 0, digits, 5000);
  assert_int_equal(both.document->chunks.count, 1);
  edit_twins(&both, 2500, 2501, u"a", 1);
  assert_true(both.document->chunks.count > 1);
  assert_null(compare_twins(&both));
  edit_twins(&both, 2500, 2501, u"0", 1);
  assert_int_equal(both.document->chunks.count, 1);
  assert_null(compare_twins(&both));
  close_twins(&both);
}

/* ---- Halves of surrogate pairs ----------------------------------------- */

static void expect_totals(const twins *both, size_t bytes, size_t characters,
                          size_t units) {
  const bpeek_totals totals = bpeek_document_totals(both->document);
  assert_int_equal(totals.bytes, bytes);
  assert_int_equal(totals.characters, characters);
  assert_int_equal(totals.units, units);
}

static void parts_and_makes_pairs(void **state) {
  (void)state;
  static twins both;
  open_twins(&both, 0);
  begin_document(&both, 0, 4);
  edit_twins(&both, 0, 0, u"a \xD83D\xDE00 b", 6);
  expect_totals(&both, 8, 5, 6);
  edit_twins(&both, 3, 3, u" c ", 3);
  expect_totals(&both, 13, 9, 9);
  assert_null(compare_twins(&both));
  edit_twins(&both, 3, 6, NULL, 0);
  expect_totals(&both, 8, 5, 6);
  edit_twins(&both, 3, 3, u"\xDE00\xD83D", 2);
  expect_totals(&both, 12, 6, 8);
  edit_twins(&both, 2, 3, NULL, 0);
  expect_totals(&both, 11, 6, 7);
  edit_twins(&both, 2, 3, u"\xD83D", 1);
  expect_totals(&both, 11, 6, 7);
  edit_twins(&both, 3, 3, u"\xDE00", 1);
  assert_null(compare_twins(&both));
  expect_totals(&both, 12, 6, 8);
  close_twins(&both);
}

static int free_models(void **state) {
  (void)state;
  forget_models();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equals_a_fresh_encode),
      cmocka_unit_test(cuts_where_it_can),
      cmocka_unit_test(joins_what_is_tiny),
      cmocka_unit_test(bears_what_cannot_be_cut),
      cmocka_unit_test(parts_and_makes_pairs),
  };
  return cmocka_run_group_tests_name("document", tests, NULL, free_models);
}
