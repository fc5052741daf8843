// What embed.html and the page around it say to each other, by postMessage.
//
// Every message is { v: 1, id, type, ... }. An answer has its request's id; what the frame says
// unasked has null. The frame obeys its parent only, and tells nobody else anything.

import { type Policy, policyOf } from '../state/policy.ts';
import type { WidgetEvents } from './events.ts';

export const VERSION = 1;

const themes = ['auto', 'light', 'dark'] as const;

/** All that can be set, and is given in answer to `bpeek:get`. */
export interface FrameState {
  text: string;
  encoding: string;
  special: Policy;
  /** `tokens`, `merges`, `compare`, `train` or `languages`. */
  view: string;
  step: number;
  theme: (typeof themes)[number];
}

type Unasked<Type extends string, Name extends keyof WidgetEvents> = {
  type: Type;
} & WidgetEvents[Name];

export type FromFrame =
  | Unasked<'bpeek:ready', 'bpeek-ready'>
  /** The text itself is told to those who ask for it. */
  | Unasked<'bpeek:change', 'bpeek-change'>
  | Unasked<'bpeek:step', 'bpeek-step'>
  | Unasked<'bpeek:error', 'bpeek-error'>
  /** The height that shows all without scrolling, in CSS pixels. */
  | { type: 'bpeek:resize'; height: number }
  /** The answer to both requests. */
  | { type: 'bpeek:state'; state: FrameState };

export type ToFrame =
  | { type: 'bpeek:get'; id: string | number }
  | { type: 'bpeek:set'; id: string | number; state: Partial<FrameState> };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isId = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/** A message meant for the frame, checked; undefined for anything else that pages say. */
export function requestOf(data: unknown): ToFrame | undefined {
  if (!isRecord(data) || data.v !== VERSION || !isId(data.id)) return undefined;
  const { id } = data;
  if (data.type === 'bpeek:get') return { type: data.type, id };
  if (data.type === 'bpeek:set' && isRecord(data.state)) {
    return { type: data.type, id, state: stateOf(data.state) };
  }
  return undefined;
}

/** What is of the right type; the rest is left as it is in the frame. */
function stateOf(given: Record<string, unknown>): Partial<FrameState> {
  const { text, encoding, view, step } = given;
  const special = policyOf(given.special);
  const theme = themes.find((each) => each === given.theme);
  return {
    ...(typeof text === 'string' ? { text } : {}),
    ...(typeof encoding === 'string' ? { encoding } : {}),
    ...(typeof view === 'string' ? { view } : {}),
    ...(typeof step === 'number' ? { step } : {}),
    ...(special ? { special } : {}),
    ...(theme ? { theme } : {}),
  };
}
