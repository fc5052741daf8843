// The shape that every dictionary must have, taken from the English one: a
// missing message, or one with other parameters, does not compile.
import { en } from './en.ts';

type Message<M> = M extends (...args: infer Parameters) => string
  ? (...args: Parameters) => string
  : string;

export type Messages = { readonly [Key in keyof typeof en]: Message<(typeof en)[Key]> };

/** The keys of messages without parameters. */
export type PlainMessage = {
  [Key in keyof Messages]: Messages[Key] extends string ? Key : never;
}[keyof Messages];

export const dictionaries = { en } satisfies Record<string, Messages>;

export type Locale = keyof typeof dictionaries;
