// What a count of tokens means, beside another count, a text, a window, a price.

/** How many times the tokens of the base. */
export function premiumOf(tokens: number, base: number | undefined): number | undefined {
  return base ? tokens / base : undefined;
}

export function tokensPerCharacter(tokens: number, characters: number): number | undefined {
  return characters > 0 ? tokens / characters : undefined;
}

/** The share of a context window; more than 1 for what does not fit. */
export const windowShare = (tokens: number, window: number) => tokens / window;

/** `price` is that of a million tokens. */
export const costOf = (tokens: number, price: number) => (tokens * price) / 1e6;

/** The middle one; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}
