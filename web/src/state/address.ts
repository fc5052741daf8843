// Where a playground keeps what its address says: the fragment of the page's URL,
// or, for one of several on a page, a string of its own. A fragment is never sent
// to a server.

export interface Address {
  /** With its `#`; empty where there is none. */
  fragment(): string;
  /** In place of the present entry of the history. */
  replace(fragment: string): void;
  /** As a new entry, from which Back leads here. */
  push(fragment: string): void;
  /** Calls `follow` when the reader has gone elsewhere: by a link, by Back or Forward. */
  onMove(follow: () => void): () => unknown;
}

export function pageAddress(): Address {
  return {
    fragment: () => location.hash,
    replace: (fragment) => history.replaceState(history.state, '', fragment),
    push: (fragment) => history.pushState(null, '', fragment),
    onMove(follow) {
      addEventListener('hashchange', follow);
      return () => removeEventListener('hashchange', follow);
    },
  };
}

export interface PrivateAddress extends Address {
  /** Goes elsewhere, as by a link. */
  move(fragment: string): void;
}

export function privateAddress(initial = ''): PrivateAddress {
  let now = initial;
  const followers = new Set<() => void>();
  const to = (fragment: string) => {
    now = fragment;
  };
  return {
    fragment: () => now,
    replace: to,
    push: to,
    move(fragment) {
      to(fragment);
      for (const follow of followers) follow();
    },
    onMove(follow) {
      followers.add(follow);
      return () => followers.delete(follow);
    },
  };
}
