// What the attributes of <bpeek-playground> mean: for the documentation, the manifest and the
// types of JSX, which are made from this table. No page loads it.
import { type AttributeName, widgetViews } from './attributes.ts';

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
    description: "`auto` follows the reader's system.",
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
