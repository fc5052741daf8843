// The attributes of <bpeek-playground>. What each means is in attribute-docs.ts.

export const widgetViews = [
  'tokens',
  'ids',
  'bytes',
  'merges',
  'train',
  'compare',
  'languages',
] as const;

export type WidgetView = (typeof widgetViews)[number];

export const attributeNames = [
  'encoding',
  'view',
  'text',
  'src',
  'special',
  'step',
  'whitespace',
  'readonly',
  'lang',
  'theme',
  'loading',
  'max-length',
] as const;

export type AttributeName = (typeof attributeNames)[number];
