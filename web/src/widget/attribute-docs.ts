// What can be said of <bpeek-playground> to editors and in the documentation. No page loads it.
import { type AttributeName, widgetViews } from './attributes.ts';
import type { WidgetEvents } from './events.ts';

export interface AttributeDocs {
  /** As TypeScript writes it. */
  readonly type: string;
  readonly default: string;
  /** One sentence, in Markdown. */
  readonly description: string;
}

const union = (values: readonly string[]) => values.map((value) => `'${value}'`).join(' | ');

export const attributes: Readonly<Record<AttributeName, AttributeDocs>> = {
  encoding: {
    type: 'string',
    default: 'o200k_base',
    description:
      'The encoding, or several with spaces between for the views that compare; also the address of a model file.',
  },
  view: {
    type: union(widgetViews),
    default: 'tokens',
    description: 'What is shown; `ids` and `bytes` are the tokens, listed so.',
  },
  text: {
    type: 'string',
    default: 'the text inside the tag',
    description: 'The text; without it, the text inside the tag.',
  },
  src: {
    type: 'string',
    default: '',
    description: 'The address of a text file to show, or of a model file to use as the encoding.',
  },
  special: {
    type: "'literal' | 'parse' | 'error'",
    default: 'literal',
    description: 'What becomes of special tokens in the text.',
  },
  step: {
    type: 'number',
    default: '',
    description: 'In the merges view, how many merges have been done.',
  },
  whitespace: {
    type: 'boolean',
    default: 'false',
    description: 'Makes spaces, tabs and line breaks visible.',
  },
  readonly: {
    type: 'boolean',
    default: 'false',
    description: 'The text can be read and pointed at, but not changed.',
  },
  lang: {
    type: 'string',
    default: "the page's",
    description: 'The language of the interface.',
  },
  theme: {
    type: "'auto' | 'light' | 'dark'",
    default: 'auto',
    description:
      '`auto` has the `color-scheme` of the page around: light, dark, or as the reader prefers.',
  },
  loading: {
    type: "'lazy' | 'eager' | 'click'",
    default: 'lazy',
    description: 'Loads when it comes near the window, at once, or when the reader asks for it.',
  },
  'max-length': {
    type: 'number',
    default: 'none',
    description: 'How many characters the text may have; what is beyond is not taken.',
  },
};

export const description =
  'The bpeek playground: a text with its tokens. The text inside the tag is what it begins with.';

export const members = [
  {
    kind: 'field',
    name: 'ready',
    type: { text: 'Promise<void>' },
    readonly: true,
    description: 'Resolves when the text has its tokens for the first time.',
  },
  { kind: 'field', name: 'value', type: { text: 'string' }, description: 'The text.' },
  {
    kind: 'field',
    name: 'tokens',
    type: { text: 'Tokens | undefined' },
    readonly: true,
    description: 'The tokens of the text.',
  },
  {
    kind: 'method',
    name: 'step',
    parameters: [{ name: 'to', type: { text: 'number' }, optional: true }],
    description: 'In the merges view, shows the next step, or the one after so many merges.',
  },
];

const event = (name: keyof WidgetEvents, detail: string, when: string) => ({
  name,
  type: { text: `CustomEvent<${detail}>` },
  description: when,
});

export const events = [
  event(
    'bpeek-ready',
    '{ encoding: string; count: number }',
    'The text has its tokens for the first time.',
  ),
  event(
    'bpeek-change',
    '{ encoding: string; count: number }',
    'Text, encoding or special tokens have changed.',
  ),
  event(
    'bpeek-token',
    '{ index: number; id: number; begin: number; end: number }',
    'Another token is pointed at.',
  ),
  event('bpeek-step', '{ step: number }', 'Another step of the merges is shown.'),
  event(
    'bpeek-error',
    '{ code: BpeekErrorCode; message: string; offset: number | undefined }',
    'Something went wrong, and the reader has been told.',
  ),
];

export const cssProperties = [
  ...[1, 2, 3, 4, 5, 6].map((tint) => ({
    name: `--bpeek-token-${tint}`,
    description: `The tint of tokens, number ${tint} of six in turn.`,
  })),
  { name: '--bpeek-boundary', description: 'The ticks between tokens.' },
  { name: '--bpeek-font', description: 'The typeface of text and ids.' },
  { name: '--bpeek-min-height', description: 'The room of the playground.', default: '480px' },
];

export const cssParts = [
  { name: 'controls', description: 'The sentence of controls.' },
  { name: 'text', description: 'The panel with the text.' },
  { name: 'count', description: 'The panel with the token count.' },
  { name: 'card', description: 'The panel about one token.' },
  { name: 'list', description: 'The panel with the list of tokens.' },
];
