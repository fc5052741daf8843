// What a page has to hold to show the playground as it is now.
import type { Policy } from './policy.ts';

export const embedForms = ['tag', 'iframe'] as const;

export type EmbedForm = (typeof embedForms)[number];

export interface Embedded {
  /** A link to the same state (see carry.ts). */
  link: string;
  view: string;
  encoding: string;
  special: Policy;
  step: string | undefined;
  text: string;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The folder of the playground's page, where widget.js and embed.html are. */
const besides = (link: string, file: string) => new URL(file, link).href;

/** The room is reserved in the tag, so that nothing moves when the playground comes. */
const ROOM = 'display: block; min-height: 480px';

function tag({ link, view, encoding, special, step, text }: Embedded): string {
  const attributes = {
    encoding,
    ...(view === 'tokens' ? {} : { view }),
    ...(special === 'literal' ? {} : { special }),
    ...(step === undefined ? {} : { step }),
    style: ROOM,
  };
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return [
    `<script type="module" src="${escaped(besides(link, 'widget.js'))}"></script>`,
    `<bpeek-playground${written.join('')}>`,
    `${escaped(text)}</bpeek-playground>`,
  ].join('\n');
}

function iframe({ link }: Embedded): string {
  const source = besides(link, `embed.html${new URL(link).hash}`);
  return [
    `<iframe src="${escaped(source)}" title="bpeek" loading="lazy" allow="clipboard-write"`,
    '  style="width: 100%; height: 560px; border: 0"></iframe>',
    `<script src="${escaped(besides(link, 'embed.js'))}"></script>`,
  ].join('\n');
}

export const embedCode = (form: EmbedForm, embedded: Embedded) =>
  form === 'tag' ? tag(embedded) : iframe(embedded);
