#include "train_support.h"

#include <stdio.h>
#include <string.h>

const char GPT4_PATTERN[] =
    "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}|"
    " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
const char GPT2_PATTERN[] =
    "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
    "\\s+(?!\\S)|\\s+";
const char A_TO_C_PATTERN[] = "[abc]+";
const char NO_PATTERN[] = "";

const char *const training_patterns[TRAINING_PATTERNS] = {
    NO_PATTERN, GPT4_PATTERN, NO_PATTERN, GPT2_PATTERN, A_TO_C_PATTERN};

void random_words(random_source *source, const char *alphabet, size_t length,
                  training_text *text) {
  uint8_t words[12][10];
  size_t lengths[12];
  for (unsigned i = 0; i < 12; i++) {
    lengths[i] = 1 + random_below(source, 10);
    random_text(source, alphabet, words[i], lengths[i]);
  }
  text->length = 0;
  while (text->length < length) {
    const unsigned word = random_below(source, 1 + random_below(source, 12));
    const size_t left = length - text->length;
    const size_t size = lengths[word] < left ? lengths[word] : left;
    memcpy(text->bytes + text->length, words[word], size);
    text->length += size;
    if (text->length < length) {
      text->bytes[text->length++] = random_below(source, 9) == 0 ? '.' : ' ';
    }
  }
}

void random_bytes(random_source *source, size_t length, training_text *text) {
  text->length = length;
  for (size_t i = 0; i < length; i++) {
    text->bytes[i] = (uint8_t)random_below(source, 256);
  }
}

void random_letters(random_source *source, const char *alphabet, size_t length,
                    training_text *text) {
  text->length = length;
  random_text(source, alphabet, text->bytes, length);
}

void set_text(training_text *text, const char *bytes, const char *pattern) {
  text->length = strlen(bytes);
  memcpy(text->bytes, bytes, text->length);
  text->pattern = pattern;
}

bpeek_status new_trainer(const training_text *text, uint32_t vocabulary,
                         const bpeek_allocator *allocator,
                         bpeek_trainer **trainer) {
  return bpeek_trainer_new(
      text->bytes, text->length, (const uint8_t *)text->pattern,
      strlen(text->pattern), vocabulary, allocator, trainer, NULL);
}

bpeek_trainer *open_trainer(const training_text *text, uint32_t vocabulary) {
  bpeek_trainer *trainer = NULL;
  assert_int_equal(new_trainer(text, vocabulary, NULL, &trainer), BPEEK_OK);
  return trainer;
}

bool same_pair(bpeek_pair_count a, bpeek_pair_count b) {
  return a.left == b.left && a.right == b.right && a.id == b.id &&
         a.count == b.count;
}

void fail_merge(const training_text *text, const char *what,
                bpeek_pair_count expected, bpeek_pair_count got) {
  print_error("expected (%u, %u) -> %u, %u times\n"
              "and got  (%u, %u) -> %u, %u times\nthe pattern: %s\n",
              expected.left, expected.right, expected.id, expected.count,
              got.left, got.right, got.id, got.count, text->pattern);
  fail_with_text(what, text->bytes, text->length);
}
