// The views there are, in the order of the header. Each has an address of its
// own, #/<id>; the first one is what a bare address shows.
import type { ComponentType } from 'preact';
import type { PlainMessage } from '../i18n/messages.ts';
import { TokensView } from './tokens/tokens-view.tsx';

export interface View {
  id: string;
  title: PlainMessage;
  /** The first view is here with the page; the others come when they are first shown. */
  load: () => ComponentType | Promise<{ default: ComponentType }>;
  /** It says by itself what has just happened, such as that a file was opened. */
  saysNotices?: true;
}

export const views: readonly [View, ...View[]] = [
  { id: 'tokens', title: 'viewTokens', load: () => TokensView, saysNotices: true },
  { id: 'merges', title: 'viewMerges', load: () => import('./merges/merges-view.tsx') },
  {
    id: 'train',
    title: 'viewTrain',
    load: () => import('./train/train-view.tsx'),
    saysNotices: true,
  },
  { id: 'compare', title: 'viewCompare', load: () => import('./compare/compare-view.tsx') },
  {
    id: 'languages',
    title: 'viewLanguages',
    load: () => import('./languages/languages-view.tsx'),
  },
];

export const viewOf = (id: string): View => views.find((view) => view.id === id) ?? views[0];
