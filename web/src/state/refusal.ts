// The special token that the policy 'error' refuses. Documents know no such policy; so the text is
// tokenized with special tokens parsed, and the first of them is kept track of, edit by edit.
import { BpeekError, type Document, type TokenChange } from '../../../wasm/index.ts';
import type { Encoding } from './tokenization.ts';

export interface Refusal {
  /** Takes over what an edit has changed. */
  follow(change: TokenChange): void;
  found(): { error: BpeekError; special: string } | undefined;
}

/** Tokens that are looked through at a time. */
const STEP = 1 << 15;

export function createRefusal(document: Document, { tokenizer, vocabulary }: Encoding): Refusal {
  /** Some added tokens are no special tokens, though they are parsed like them. */
  function isRefused(special: string): boolean {
    try {
      tokenizer.count(special, { special: 'error' });
      return false;
    } catch (error) {
      if (error instanceof BpeekError && error.code === 'special_token') return true;
      throw error;
    }
  }

  const textAt = (index: number) => {
    const { begins, ends } = document.tokensAt(index, 1);
    const from = begins[0] ?? 0;
    return { from, special: document.text(from, ends[0] ?? from) };
  };

  /** The first token that is refused, of those from number `from` to number `to`. */
  function search(from: number, to: number): number | undefined {
    for (let first = from; first < to; first += STEP) {
      const { ids } = document.tokensAt(first, Math.min(STEP, to - first));
      for (const [i, id] of ids.entries()) {
        if (vocabulary.isSpecial(id) && isRefused(textAt(first + i).special)) return first + i;
      }
    }
    return undefined;
  }

  let index = search(0, document.tokenCount);

  return {
    follow({ first, removed, added }) {
      if (index !== undefined && index < first) return;
      const isBehind = index !== undefined && index >= first + removed;
      const moved = isBehind && index !== undefined ? index + added - removed : undefined;
      const wasAmong = index !== undefined && !isBehind;
      const among = search(first, first + added);
      index = among ?? (wasAmong ? search(first + added, document.tokenCount) : moved);
    },
    found() {
      if (index === undefined) return undefined;
      const { from: offset, special } = textAt(index);
      const message = `The text holds the special token ${special} at position ${offset}; parse it, or take it as text.`;
      return { error: new BpeekError('special_token', message, { offset }), special };
    },
  };
}
