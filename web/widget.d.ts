/** Types of widget.js: the element, its events, and the tag in JSX. */
import type { BpeekErrorCode, Tokens } from './index.js';

/** What each event's `detail` holds. */
export interface WidgetEvents {
  /** The text has its tokens for the first time. */
  'bpeek-ready': { encoding: string; count: number };
  /** Text, encoding or special tokens have changed; the text is the element's `value`. */
  'bpeek-change': { encoding: string; count: number };
  /** Another token is pointed at; places are in UTF-16 units. */
  'bpeek-token': { index: number; id: number; begin: number; end: number };
  /** Another step of the merges is shown. */
  'bpeek-step': { step: number };
  /** Something went wrong, and the reader has been told. */
  'bpeek-error': { code: BpeekErrorCode; message: string; offset: number | undefined };
}

/** The attributes of the tag. */
export interface BpeekPlaygroundAttributes {
  encoding?: string;
  view?: 'tokens' | 'ids' | 'bytes' | 'merges' | 'train' | 'compare' | 'languages';
  text?: string;
  src?: string;
  special?: 'literal' | 'parse' | 'error';
  step?: number | string;
  whitespace?: boolean;
  readonly?: boolean;
  lang?: string;
  theme?: 'auto' | 'light' | 'dark';
  loading?: 'lazy' | 'eager' | 'click';
  'max-length'?: number | string;
}

/** `<bpeek-playground>`. */
export declare class BpeekPlayground extends HTMLElement {
  /** Resolves when the text has its tokens for the first time. */
  readonly ready: Promise<void>;
  /** The text. Setting it is no edit that the reader could undo. */
  value: string;
  /** The tokens of the text; undefined until there are any. */
  readonly tokens: Tokens | undefined;
  /** In the merges view, shows the next step, or the one after so many merges. */
  step(to?: number): void;

  addEventListener<Name extends keyof WidgetEvents>(
    type: Name,
    listener: (this: BpeekPlayground, event: CustomEvent<WidgetEvents[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Listeners in JSX: `onbpeek-change={({ detail }) => …}`, in React from 19 on. */
type Listeners = {
  [Name in keyof WidgetEvents as `on${Name}`]?: (event: CustomEvent<WidgetEvents[Name]>) => void;
};

/** What a tag takes besides, in React as in Preact. */
type Tag = BpeekPlaygroundAttributes &
  Listeners & {
    children?: unknown;
    class?: string;
    className?: string;
    dir?: string;
    hidden?: boolean;
    id?: string;
    key?: string | number;
    ref?: ((element: BpeekPlayground | null) => void) | { current: BpeekPlayground | null } | null;
    slot?: string;
    style?: string | object;
    title?: string;
  };

declare global {
  interface HTMLElementTagNameMap {
    'bpeek-playground': BpeekPlayground;
  }
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'bpeek-playground': Tag;
    }
  }
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'bpeek-playground': Tag;
    }
  }
}
