/* What the tests of training share: texts, and trainers made of them. */
#ifndef BPEEK_TEST_TRAIN_SUPPORT_H
#define BPEEK_TEST_TRAIN_SUPPORT_H

#include "support.h"

enum { TRAINING_TEXT = 24000 };

typedef struct training_text {
  uint8_t bytes[TRAINING_TEXT];
  size_t length;
  const char *pattern;
} training_text;

/* minbpe's two patterns, one that leaves some of a text out, and none. */
extern const char GPT4_PATTERN[], GPT2_PATTERN[], A_TO_C_PATTERN[],
    NO_PATTERN[];
enum { TRAINING_PATTERNS = 5 };
extern const char *const training_patterns[TRAINING_PATTERNS];

/* These three set a text's bytes, and leave its pattern alone. */

/* A few words again and again, some of them often. */
void random_words(random_source *source, const char *alphabet, size_t length,
                  training_text *text);
void random_bytes(random_source *source, size_t length, training_text *text);
void random_letters(random_source *source, const char *alphabet, size_t length,
                    training_text *text);

void set_text(training_text *text, const char *bytes, const char *pattern);

bpeek_status new_trainer(const training_text *text, uint32_t vocabulary,
                         const bpeek_allocator *allocator,
                         bpeek_trainer **trainer);

/* The same, and fails the test if that fails. */
bpeek_trainer *open_trainer(const training_text *text, uint32_t vocabulary);

bool same_pair(bpeek_pair_count a, bpeek_pair_count b);

/* Fails with the text, the pattern, and what was to come and what came. */
void fail_merge(const training_text *text, const char *what,
                bpeek_pair_count expected, bpeek_pair_count got);

#endif
