// What the address says: which view is shown, and what that view is to show, as in
// #/merges?piece=strawberry&step=3.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Address } from './address.ts';

export type Params = ReadonlyMap<string, string>;
/** Undefined takes a parameter out. */
export type ParamChanges = Readonly<Record<string, string | undefined>>;

/** What a shared link says besides: what is the same in all views. */
const SHARED = ['text', 'encoding', 'special'] as const;

export type SharedKey = (typeof SHARED)[number];

export interface Route {
  /** One of the views, always; the first one where the address names none. */
  readonly view: ReadonlySignal<string>;
  /** The parameters of the view that is shown. */
  readonly params: ReadonlySignal<Params>;
  /** What the address says of text, encoding and policy, if it came as a shared link. */
  readonly shared: ReadonlySignal<Params>;
  /** Changes parameters of this view; the address follows in the same entry of the history. */
  set(changes: ParamChanges): void;
  /** Takes out what was shared but is so no more. */
  forget(key: SharedKey): void;
  /** Shows a view, with these parameters, as a new entry of the history. */
  go(view: string, params?: ParamChanges): void;
  /** A link to a view: with these parameters, or as it was left. */
  hrefOf(view: string, params?: ParamChanges): string;
  dispose(): void;
}

interface Place {
  view: string;
  params: Params;
  shared: Params;
}

/** Browsers refuse to have the address changed too often. */
const PAUSE = 200;

const NONE: Params = new Map();

function write(view: string, ...params: readonly Params[]): string {
  const query = new URLSearchParams(params.flatMap((some) => [...some])).toString();
  return query ? `#/${view}?${query}` : `#/${view}`;
}

/** The fragment that opens a view as it is, for somebody else. */
export function fragmentOf({ view, params }: Route, shared: Readonly<Record<SharedKey, string>>) {
  return write(view.peek(), params.peek(), changed(NONE, shared));
}

function changed(params: Params, changes: ParamChanges): Params {
  const next = new Map(params);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  }
  return next;
}

const isShared = (key: string) => SHARED.some((each) => each === key);

function placeOf(fragment: string, views: readonly [string, ...string[]]): Place {
  const [, view, query = ''] = /^#\/([^/?]*)\??(.*)$/s.exec(fragment) ?? [];
  const known = views.find((each) => each === view);
  if (known === undefined) return { view: views[0], params: NONE, shared: NONE };
  const entries = [...new URLSearchParams(query)];
  return {
    view: known,
    params: new Map(entries.filter(([key]) => !isShared(key))),
    shared: new Map(entries.filter(([key]) => isShared(key))),
  };
}

export function createRoute(address: Address, views: readonly [string, ...string[]]): Route {
  const place = signal(placeOf(address.fragment(), views));
  /** The parameters with which each view was left. */
  const left = signal<ReadonlyMap<string, Params>>(new Map());
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** The fragment that `place` belongs to. */
  let known = address.fragment();

  const writeNow = () => {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    // The reader has followed a link, of which `onMove` is about to tell.
    if (address.fragment() !== known) return;
    const { view, params, shared } = place.peek();
    address.replace(write(view, params, shared));
    known = address.fragment();
  };
  const change = (next: Place) => {
    place.value = next;
    waiting ??= setTimeout(writeNow, PAUSE);
  };
  const leave = (next: Place) =>
    batch(() => {
      const { view, params } = place.peek();
      left.value = new Map(left.peek()).set(view, params);
      place.value = next;
    });
  const stop = address.onMove(() => {
    // What was waiting to be written belongs to an entry that has been left.
    clearTimeout(waiting);
    waiting = undefined;
    known = address.fragment();
    leave(placeOf(known, views));
  });
  // Whoever reloads finds the place as it was last.
  addEventListener('pagehide', writeNow);

  return {
    view: computed(() => place.value.view),
    params: computed(() => place.value.params),
    shared: computed(() => place.value.shared),
    set(changes) {
      const now = place.peek();
      const params = changed(now.params, changes);
      if (write('', params) !== write('', now.params)) change({ ...now, params });
    },
    forget(key) {
      const now = place.peek();
      if (now.shared.has(key))
        change({ ...now, shared: changed(now.shared, { [key]: undefined }) });
    },
    go(view, changes = {}) {
      writeNow();
      const params = changed(NONE, changes);
      address.push(write(view, params));
      known = address.fragment();
      leave({ view, params, shared: NONE });
    },
    hrefOf(view, changes) {
      return write(view, changes ? changed(NONE, changes) : (left.value.get(view) ?? NONE));
    },
    dispose() {
      writeNow();
      stop();
      removeEventListener('pagehide', writeNow);
    },
  };
}
