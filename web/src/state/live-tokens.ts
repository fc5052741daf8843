// The tokens of the text as it is edited. An engine's document is kept in step with the text, edit
// by edit; whoever needs tokens asks it for those in sight, so that nothing walks over all of them.
import { computed, type ReadonlySignal } from '@preact/signals';
import {
  BpeekError,
  type Document,
  type DocumentTokens,
  type TokenChange,
} from '../../../wasm/index.ts';
import type { Policy } from './policy.ts';
import { createRefusal, type Refusal } from './refusal.ts';
import type { Edit, Revision, TextState } from './text.ts';
import type { Encoding, Tokenization } from './tokenization.ts';
import type { TextSize } from './utf8.ts';

/** A row of tokens, with the number of the first of them among all. */
export type TokenRun = DocumentTokens;

/** The tokens of one revision of the text. It answers until the next revision is tokenized. */
export interface LiveTokens {
  readonly status: 'ready';
  readonly revision: Revision;
  readonly encoding: Encoding;
  readonly policy: Policy;
  /** The number of all tokens. */
  readonly count: number;
  readonly size: TextSize;
  /** What the revision's edits did to the tokens of the revision before; undefined if unknown. */
  readonly change: TokenChange | undefined;
  /** The tokens that lie between two positions, wholly or in part. */
  between(from: number, to: number): TokenRun;
  /** `count` tokens from number `index` on, or as many as there are. */
  at(index: number, count: number): TokenRun;
  /** The first token that ends after a position: the one that holds the character there. */
  indexAt(position: number): number;
}

export interface LiveRefusal {
  readonly status: 'refused';
  readonly revision: Revision;
  readonly error: BpeekError;
  /** The special token that was found, where that is the reason. */
  readonly special: string | undefined;
  /** Unknown where the text could not be tokenized at all. */
  readonly size: TextSize | undefined;
}

export type Live = LiveTokens | LiveRefusal | { status: 'loading' } | { status: 'counting' };

/** The token that holds the character before this position, as a caret there means it. */
export const indexBefore = (live: LiveTokens, position: number) =>
  Math.min(live.indexAt(Math.max(0, position - 1)), live.count - 1);

/** More tokens than can be made anew at each key press without anybody noticing. */
const MANY_TOKENS = 20_000;

/**
 * Whether the next edit had better wait for a pause in the typing: the last one made far more
 * tokens anew than it brought, as with a split pattern that bpeek has no scanner for.
 */
export function isSlow(live: Live): boolean {
  if (live.status === 'counting') return true;
  if (live.status === 'refused') return live.size === undefined;
  if (live.status === 'loading' || !live.change) return false;
  const { added } = live.change;
  const brought = live.revision.edits.reduce((sum, { insert }) => sum + insert.length, 0);
  return added > MANY_TOKENS && added > brought;
}

/** A document, and how far it has followed the text. */
interface Followed {
  readonly encoding: Encoding;
  readonly policy: Policy;
  readonly document: Document;
  readonly refusal: Refusal | undefined;
  revision: Revision;
  change: TokenChange | undefined;
}

/** Two changes, one after the other, as one. */
export function joined(one: TokenChange, next: TokenChange): TokenChange {
  const first = Math.min(one.first, next.first);
  const end = Math.max(one.first + one.added, next.first + next.removed);
  return {
    first,
    removed: end - first - (one.added - one.removed),
    added: end - first + (next.added - next.removed),
  };
}

function begin(revision: Revision, encoding: Encoding, policy: Policy): Followed {
  // A document takes no refusals: special tokens are parsed, and looked for.
  const special = policy === 'literal' ? 'literal' : 'parse';
  const document = encoding.tokenizer.document(revision.text.toString(), { special });
  const refusal = policy === 'error' ? createRefusal(document, encoding) : undefined;
  return { encoding, policy, document, refusal, revision, change: undefined };
}

function follow(followed: Followed, revision: Revision): void {
  const { document, refusal } = followed;
  if (revision.number === followed.revision.number) return;
  const isNext = revision.number === followed.revision.number + 1;
  const edits: readonly Edit[] = isNext
    ? revision.edits
    : [{ from: 0, to: document.length, insert: revision.text.toString() }];
  const changes = edits.map(({ from, to, insert }) => {
    const change = document.edit(from, to, insert);
    refusal?.follow(change);
    return change;
  });
  followed.revision = revision;
  followed.change = isNext && changes.length > 0 ? changes.reduce(joined) : undefined;
}

function stateOf(followed: Followed): LiveTokens | LiveRefusal {
  const { document, refusal, encoding, policy, revision, change } = followed;
  const size = { characters: document.characterCount, bytes: document.byteCount };
  const refused = refusal?.found();
  if (refused) return { status: 'refused', revision, size, ...refused };
  return {
    status: 'ready',
    revision,
    encoding,
    policy,
    count: document.tokenCount,
    size,
    change,
    between: (from, to) => document.tokensIn(from, to),
    at: (index, count) => document.tokensAt(index, count),
    indexAt(position) {
      const place = Math.min(position, document.length);
      return document.tokensIn(place, place).first;
    },
  };
}

export interface LiveState {
  readonly live: ReadonlySignal<Live>;
  dispose(): void;
}

export function createLiveTokens(
  { revision, settled }: TextState,
  encoding: ReadonlySignal<Encoding | undefined>,
  policy: ReadonlySignal<Policy>,
): LiveState {
  let followed: Followed | undefined;

  function forget() {
    followed?.document.free();
    followed = undefined;
  }

  function tokensOf(wanted: Revision, by: Encoding, under: Policy): LiveTokens | LiveRefusal {
    if (followed?.encoding !== by || followed.policy !== under) forget();
    try {
      if (followed) follow(followed, wanted);
      else followed = begin(wanted, by, under);
      return stateOf(followed);
    } catch (error) {
      // Whatever edit it failed at: the next one begins with a new document.
      forget();
      if (!(error instanceof BpeekError)) throw error;
      return { status: 'refused', revision: wanted, error, special: undefined, size: undefined };
    }
  }

  const live = computed<Live>(() => {
    if (!encoding.value) return { status: 'loading' };
    if (settled.value !== revision.value) return { status: 'counting' };
    return tokensOf(settled.value, encoding.value, policy.value);
  });
  return { live, dispose: forget };
}

/** All of the tokens at once, for views that show no text that is being edited. */
export function wholeOf(live: Live, text: ReadonlySignal<string>): Tokenization {
  if (live.status === 'refused') {
    const { status, error, special } = live;
    return { status, text: text.value, error, special };
  }
  if (live.status !== 'ready') return live;
  const { status, encoding, policy, count } = live;
  return { status, text: text.value, encoding, policy, tokens: live.at(0, count) };
}
