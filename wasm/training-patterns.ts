/** minbpe's names for its two split patterns. */
export type PatternName = 'gpt4' | 'gpt2';

const patterns: ReadonlyMap<string, string> = new Map<PatternName, string>([
  [
    'gpt4',
    String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`,
  ],
  ['gpt2', String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`],
]);

/** The pattern of this name, or the one that was written instead of a name. */
export function patternCalled(nameOrPattern: string): string {
  return patterns.get(nameOrPattern) ?? nameOrPattern;
}
