/* Which scanner serves which pattern. */
#include <string.h>

#include "split_masks.h"

typedef struct known_pattern {
  const char *text;
  bpeek_scanner *scanner;
} known_pattern;

/*
 * Spellings that match the same in every text. Between them differ: possessive
 * forms, which have nothing to give back where the next item is of another
 * class; contractions written out; `\s*[\r\n]`, which ends after the run's
 * last newline just as `\s*[\r\n]+` does; and `\s++$` beside `\s+(?!\S)`, which
 * takes what ends the text too. Only cl100k's `\s++$` comes before its
 * `\s*[\r\n]`, so that it is another pattern than those below it.
 */
static const known_pattern known_patterns[] = {
    /* gpt2, r50k, p50k: in tiktoken now, in minbpe, in GPT-2 */
    {"'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|"
     "\\s++$|\\s+(?!\\S)|\\s",
     bpeek_scan_gpt2_by_masks},
    {"'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
     "\\s+(?!\\S)|\\s+",
     bpeek_scan_gpt2_by_masks},
    {"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|"
     "\\s+(?!\\S)|\\s+",
     bpeek_scan_gpt2_by_masks},
    /* cl100k in tiktoken now */
    {"'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+|"
     " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
     bpeek_scan_cl100k_by_masks},
    /* minbpe's gpt4; llama3, which is cl100k's first spelling */
    {"'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}|"
     " ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
     bpeek_scan_llama3_by_masks},
    {"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
     " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
     bpeek_scan_llama3_by_masks},
    /* o200k */
    {"[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
     "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
     "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
     "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
     "\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|"
     "\\s+(?!\\S)|\\s+",
     bpeek_scan_o200k_by_masks},
};

bpeek_scanner *bpeek_scanner_for(const uint8_t *pattern, size_t length) {
  const size_t count = sizeof known_patterns / sizeof known_patterns[0];
  for (size_t i = 0; i < count; i++) {
    const known_pattern *known = &known_patterns[i];
    if (strlen(known->text) == length &&
        memcmp(known->text, pattern, length) == 0) {
      return known->scanner;
    }
  }
  return NULL;
}
