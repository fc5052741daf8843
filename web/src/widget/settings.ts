// What the attributes of a widget ask for.
import { type Policy, policyOf } from '../state/policy.ts';
import { type AttributeName, type WidgetView, widgetViews } from './attributes.ts';

export type WidgetTheme = 'auto' | 'light' | 'dark';
export type WidgetLoading = 'lazy' | 'eager' | 'click';

export interface WidgetSettings {
  /** One or several, in order; empty where the attribute says nothing. */
  encodings: readonly string[];
  view: WidgetView;
  /** Undefined: the text inside the tag. */
  text: string | undefined;
  src: string | undefined;
  special: Policy;
  step: number | undefined;
  whitespace: boolean;
  readonly: boolean;
  lang: string | undefined;
  theme: WidgetTheme;
  loading: WidgetLoading;
  maxLength: number;
}

type Read = (name: AttributeName) => string | null;

const oneOf = <T extends string>(value: string | null, values: readonly T[], otherwise: T): T =>
  values.find((each) => each === value) ?? otherwise;

/** A whole number from 0 on; anything else says nothing. */
function count(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}

/** As in HTML, a boolean attribute is true by being there; "false" is what frameworks write. */
const isOn = (value: string | null) => value !== null && value !== 'false';

export function settingsOf(read: Read): WidgetSettings {
  return {
    encodings: (read('encoding') ?? '').split(/[\s,]+/).filter(Boolean),
    view: oneOf(read('view'), widgetViews, 'tokens'),
    text: read('text') ?? undefined,
    src: read('src') || undefined,
    special: policyOf(read('special')) ?? 'literal',
    step: count(read('step')),
    whitespace: isOn(read('whitespace')),
    readonly: isOn(read('readonly')),
    lang: read('lang') || undefined,
    theme: oneOf(read('theme'), ['auto', 'light', 'dark'], 'auto'),
    loading: oneOf(read('loading'), ['lazy', 'eager', 'click'], 'lazy'),
    maxLength: count(read('max-length')) ?? Number.POSITIVE_INFINITY,
  };
}
