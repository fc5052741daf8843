// The text as tokens: what the page knows of them at any moment.
import {
  BpeekError,
  type RemoteTokenizer,
  type Tokenizer,
  type Tokens,
} from '../../../wasm/index.ts';
import type { Policy } from './policy.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A tokenizer that is ready for use, with what the page keeps about its tokens. */
export interface Encoding {
  name: string;
  tokenizer: Tokenizer;
  vocabulary: Vocabulary;
}

/** A text with its tokens; everything in here belongs together and never changes. */
export interface Ready {
  status: 'ready';
  text: string;
  encoding: Encoding;
  policy: Policy;
  tokens: Tokens;
}

export interface Refused {
  status: 'refused';
  text: string;
  error: BpeekError;
  /** The special token that was found, where that is the reason. */
  special: string | undefined;
}

export type Tokenization = Ready | Refused | { status: 'loading' } | { status: 'counting' };

/** The longest special token that stands at this place of the text. */
function specialAt(text: string, offset: number, names: Iterable<string>) {
  let longest: string | undefined;
  for (const name of names) {
    if (name.length > (longest?.length ?? 0) && text.startsWith(name, offset)) longest = name;
  }
  return longest;
}

export function tokenize(text: string, encoding: Encoding, policy: Policy): Ready | Refused {
  try {
    const tokens = encoding.tokenizer.tokens(text, { special: policy });
    return { status: 'ready', text, encoding, policy, tokens };
  } catch (error) {
    return refusalOf(text, encoding, error);
  }
}

/** The same by the encoding's tokenizer in a worker, for a text that would keep the page waiting. */
export async function tokenizeAside(
  text: string,
  encoding: Encoding,
  policy: Policy,
  aside: Pick<RemoteTokenizer, 'tokens'>,
  signal: AbortSignal,
): Promise<Ready | Refused> {
  try {
    const tokens = await aside.tokens(text, { special: policy, signal });
    return { status: 'ready', text, encoding, policy, tokens };
  } catch (error) {
    signal.throwIfAborted();
    return refusalOf(text, encoding, error);
  }
}

function refusalOf(text: string, { tokenizer }: Encoding, error: unknown): Refused {
  if (!(error instanceof BpeekError)) throw error;
  const special =
    error.code === 'special_token' && error.offset !== undefined
      ? specialAt(text, error.offset, tokenizer.specialTokens.keys())
      : undefined;
  return { status: 'refused', text, error, special };
}
