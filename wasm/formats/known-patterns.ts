import { translate } from './regex/translate.ts';

/**
 * Split patterns of tiktoken's that say the same otherwise in Oniguruma's syntax. Read back they
 * become what they were, for which the engine has a scanner.
 */
const patterns = [
  String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s`,
  String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`,
];
const originals = new Map(
  patterns.map((pattern) => [translate(pattern, 'pcre2').pattern, pattern]),
);

/** The known pattern that `pattern` is another spelling of, or `pattern`. */
export function asKnown(pattern: string): string {
  return originals.get(pattern) ?? pattern;
}
