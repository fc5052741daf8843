// What a widget tells its page, as CustomEvents that bubble and leave the shadow tree.
import type { BpeekErrorCode, Tokens } from '../../../wasm/index.ts';

export interface WidgetEvents {
  /** The text has its tokens for the first time. */
  'bpeek-ready': { encoding: string; count: number };
  /** Text, encoding or policy have changed, and the tokens with them; the text is `value`. */
  'bpeek-change': { encoding: string; count: number };
  /** Another token is pointed at, in the text or in the list. */
  'bpeek-token': { index: number; id: number; begin: number; end: number };
  /** Another step of the merges is shown. */
  'bpeek-step': { step: number };
  /** What went wrong, with a place in the text where there is one. */
  'bpeek-error': { code: BpeekErrorCode; message: string; offset: number | undefined };
}

export type WidgetEvent = {
  [Name in keyof WidgetEvents]: { name: Name; detail: WidgetEvents[Name] };
}[keyof WidgetEvents];

export type Tell = (event: WidgetEvent) => void;

/** A widget that is running, as its element sees it. */
export interface Widget {
  value: string;
  readonly tokens: Tokens | undefined;
  /** The step of the merges that is shown, counted from 0. */
  step: number;
  dispose(): void;
}
