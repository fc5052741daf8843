// Taking the whole state of the playground elsewhere: as a link, or where the text
// is too long for one, as a file.
import { batch, effect, type ReadonlySignal, signal } from '@preact/signals';
import { compress, decompress } from './compression.ts';
import { type Policy, policyOf } from './policy.ts';
import { fragmentOf, type Route, type SharedKey } from './route.ts';

/** The most that a text may have, compressed, to go into a link: mail programs cut longer ones. */
export const LINK_LIMIT = 16_000;

/** What all views have in common. Whatever is left out stays as it is. */
export interface CarriedState {
  text?: string;
  encoding?: string;
  special?: Policy;
}

export type LinkState =
  /** `isCopied`: false where the browser refused, so that it has to be copied by hand. */
  { kind: 'link'; link: string; isCopied: boolean } | { kind: 'too-long'; size: number };

export interface Carrying {
  /** The link that was asked for last. */
  readonly link: ReadonlySignal<LinkState | undefined>;
  /** Makes a link to all that is shown, and copies it. */
  makeLink(): Promise<void>;
  /** The code that was to be copied last, and whether the browser let it. */
  readonly copiedCode: ReadonlySignal<{ code: string; isCopied: boolean } | undefined>;
  copyCode(code: string): Promise<void>;
  /** Opens the playground's own page beside this one, with all that is shown here. */
  open(): Promise<void>;
  dispose(): void;
}

interface Parts {
  route: Route;
  /** The address of the playground's page. */
  home: string | URL;
  text: ReadonlySignal<string>;
  encoding: ReadonlySignal<string>;
  special: ReadonlySignal<Policy>;
  apply: (state: CarriedState) => void;
  /** The link holds a text that cannot be read. */
  onDamaged: () => void;
}

export async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    // Refused, or (TypeError) missing where the page is not served securely.
    if (error instanceof DOMException || error instanceof TypeError) return false;
    throw error;
  }
}

export function createCarrying(parts: Parts): Carrying {
  const { route, home, text, encoding, special, apply, onDamaged } = parts;
  const link = signal<LinkState | undefined>(undefined);
  const copiedCode = signal<{ code: string; isCopied: boolean } | undefined>(undefined);
  /** What the address says and the playground has taken over. */
  const arrived = signal<CarriedState>({});

  async function arrive(shared: Route['shared']['value']) {
    const packed = shared.get('text');
    const unpacked = packed === undefined ? undefined : await decompress(packed);
    // The reader may have gone elsewhere meanwhile.
    if (route.shared.peek() !== shared) return;
    const name = shared.get('encoding');
    const policy = policyOf(shared.get('special'));
    const state: CarriedState = {
      ...(unpacked === undefined ? {} : { text: unpacked }),
      ...(name === undefined ? {} : { encoding: name }),
      ...(policy === undefined ? {} : { special: policy }),
    };
    // At once, so that what is replaced is not taken for an edit of what has come.
    batch(() => {
      apply(state);
      arrived.value = state;
    });
    if (packed !== undefined && unpacked === undefined) {
      route.forget('text');
      onDamaged();
    }
  }

  /** An address that has ceased to be true would undo an edit at the next reload. */
  function forgetIfChanged<K extends SharedKey>(key: K, now: ReadonlySignal<CarriedState[K]>) {
    const { [key]: then, ...others } = arrived.value;
    if (then === undefined || then === now.value) return;
    arrived.value = others;
    route.forget(key);
  }

  async function toLink(): Promise<{ link: string } | { size: number }> {
    const packed = await compress(text.peek());
    if (packed.size > LINK_LIMIT) return { size: packed.size };
    const shared = { text: packed.text, encoding: encoding.peek(), special: special.peek() };
    return { link: new URL(fragmentOf(route, shared), home).href };
  }

  let seen: Route['shared']['value'] = new Map();
  const stops = [
    effect(() => {
      const shared = route.shared.value;
      const isNew = [...shared].some(([key, value]) => seen.get(key) !== value);
      seen = shared;
      if (isNew) void arrive(shared);
    }),
    effect(() => forgetIfChanged('text', text)),
    effect(() => forgetIfChanged('encoding', encoding)),
    effect(() => forgetIfChanged('special', special)),
  ];

  return {
    link,
    async makeLink() {
      link.value = undefined;
      const made = await toLink();
      link.value =
        'link' in made
          ? { kind: 'link', ...made, isCopied: await copyToClipboard(made.link) }
          : { kind: 'too-long', ...made };
    },
    copiedCode,
    async copyCode(code) {
      copiedCode.value = { code, isCopied: await copyToClipboard(code) };
    },
    async open() {
      const made = await toLink();
      // Without its text, which does not fit, the view is still there.
      const target = 'link' in made ? made.link : new URL(route.hrefOf(route.view.peek()), home);
      window.open(target, '_blank', 'noopener');
    },
    dispose() {
      for (const stop of stops) stop();
    },
  };
}
