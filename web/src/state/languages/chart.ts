// What the chart draws: a bar for each language and encoding, in rows from the top,
// with the names of the groups between them. And the library that draws it.
import type * as Plot from '@observablehq/plot';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Figure } from './declaration.ts';
import type { Group, Language } from './groups.ts';

export interface Bar {
  readonly language: Language;
  /** Place of the encoding among those shown. */
  readonly series: number;
  readonly premium: number;
  /** From the top, in pixels. */
  readonly top: number;
  readonly bottom: number;
  readonly isBase: boolean;
}

export interface RowLabel {
  readonly text: string;
  /** The middle of the row. */
  readonly middle: number;
}

export interface ChartLayout {
  readonly bars: readonly Bar[];
  readonly names: readonly RowLabel[];
  readonly headings: readonly RowLabel[];
  readonly height: number;
  /** The longest bar. */
  readonly longest: number;
}

const BAR = 14;
/** Several bars to a row are thinner. */
const THIN_BAR = 12;
const GAP = 10;
const HEADING = 36;

export interface LayoutOptions {
  readonly groups: readonly Group[];
  readonly encodings: readonly string[];
  readonly base: Language | undefined;
  readonly figureOf: (language: Language, encoding: string) => Figure | undefined;
  /** Undefined for a group without a heading. */
  readonly headingOf: (group: Group) => string | undefined;
}

export function layOut(options: LayoutOptions): ChartLayout {
  const { groups, encodings, base, figureOf, headingOf } = options;
  const thickness = encodings.length > 1 ? THIN_BAR : BAR;
  const rowHeight = Math.max(20, encodings.length * thickness + GAP);
  const bars: Bar[] = [];
  const names: RowLabel[] = [];
  const headings: RowLabel[] = [];
  let top = 0;
  for (const group of groups) {
    const heading = headingOf(group);
    if (heading !== undefined) {
      headings.push({ text: heading, middle: top + HEADING - 14 });
      top += HEADING;
    }
    for (const language of group.languages) {
      const begin = top + (rowHeight - encodings.length * thickness) / 2;
      for (const [series, encoding] of encodings.entries()) {
        const premium = figureOf(language, encoding)?.premium;
        if (premium === undefined) continue;
        const at = begin + series * thickness;
        const isBase = language === base;
        bars.push({ language, series, premium, top: at, bottom: at + thickness - 1, isBase });
      }
      names.push({ text: language.name, middle: top + rowHeight / 2 });
      top += rowHeight;
    }
  }
  const longest = bars.reduce((most, { premium }) => Math.max(most, premium), 1);
  return { bars, names, headings, height: top, longest };
}

export type PlotLibrary = typeof Plot;

export interface PlotState {
  readonly library: ReadonlySignal<PlotLibrary | undefined>;
  readonly isUnreachable: ReadonlySignal<boolean>;
  /** Fetches the library, unless it is there or on its way. */
  want(): void;
}

export function createPlot(): PlotState {
  const library = signal<PlotLibrary | undefined>(undefined);
  const isUnreachable = signal(false);
  let isLoading = false;

  async function load() {
    isLoading = true;
    isUnreachable.value = false;
    try {
      library.value = await import('@observablehq/plot');
    } catch (error) {
      // A chunk that could not be fetched; a fault of its code would be no TypeError.
      if (!(error instanceof TypeError)) throw error;
      isUnreachable.value = true;
    } finally {
      isLoading = false;
    }
  }

  return {
    library,
    isUnreachable,
    want() {
      if (!library.peek() && !isLoading) void load();
    },
  };
}
