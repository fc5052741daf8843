// The bar chart, drawn by Observable Plot: what each language takes beside English.
import type { Messages } from '../../i18n/messages.ts';
import type { Bar, ChartLayout, PlotLibrary, RowLabel } from '../../state/languages/chart.ts';

interface DrawOptions {
  layout: ChartLayout;
  encodings: readonly string[];
  width: number;
  /** What has been counted: Article 1, or all of it. */
  text: string;
  words: Messages;
}

const TITLE = 28;
const LEGEND = 24;
const AXIS = 28;
const FOOT = 32;
/** The figure at the end of a bar. */
const VALUE = 48;
/** Names take at most this share of the width. */
const NAME_SHARE = 0.36;
const LONGEST_NAME = 200;
const LETTER = 7;

export const seriesColour = (series: number) => `var(--series-${series})`;

export function drawChart(plot: PlotLibrary, options: DrawOptions): SVGElement | HTMLElement {
  const { layout, encodings, width, text, words } = options;
  const { bars, names, headings, height, longest } = layout;
  // There are none while nothing has been counted yet, or nothing is chosen.
  const longestName = Math.max(0, ...names.map((name) => name.text.length)) * LETTER + 12;
  const marginLeft = Math.round(Math.min(longestName, LONGEST_NAME, width * NAME_SHARE));
  const legend = legendLines(encodings, width);
  const marginTop = TITLE + legend.length * LEGEND + AXIS;
  const middle = ({ top, bottom }: Bar) => (top + bottom) / 2;
  const label = (name: RowLabel) => name.text;

  const drawn = plot.plot({
    width,
    height: marginTop + height + FOOT,
    marginLeft,
    marginRight: VALUE,
    marginTop,
    marginBottom: FOOT,
    style: {
      fontFamily: 'var(--sans)',
      fontSize: '13px',
      color: 'var(--ink)',
      overflow: 'visible',
    },
    x: { domain: [0, longest], axis: null },
    y: { domain: [0, Math.max(1, height)], range: [marginTop, marginTop + height], axis: null },
    color: { type: 'identity' },
    marks: [
      plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: Math.max(2, width / 120) }),
      plot.axisX({
        anchor: 'top',
        label: null,
        tickSize: 0,
        ticks: Math.max(2, width / 120),
        tickFormat: words.shortPremium,
        fill: 'var(--muted)',
      }),
      plot.rect(bars, {
        x1: 0,
        x2: 'premium',
        y1: 'top',
        y2: 'bottom',
        fill: ({ series }: Bar) => seriesColour(series),
        ariaHidden: 'true',
      }),
      plot.ruleX([1], { stroke: 'var(--ink)', strokeWidth: 1.5 }),
      plot.text(bars, {
        x: 'premium',
        y: middle,
        text: ({ premium }: Bar) => words.premium(premium),
        textAnchor: 'start',
        dx: 6,
        fontSize: encodings.length > 1 ? 11 : 13,
        fill: 'var(--ink)',
        fontVariant: 'tabular-nums',
      }),
      plot.text(names, {
        x: 0,
        y: 'middle',
        text: label,
        textAnchor: 'end',
        dx: -8,
        lineWidth: (marginLeft - 8) / 13,
        textOverflow: 'ellipsis-end',
        fill: 'var(--ink)',
      }),
      plot.text(headings, {
        frameAnchor: 'left',
        y: 'middle',
        text: label,
        textAnchor: 'start',
        dx: -marginLeft,
        fontWeight: 600,
        fill: 'var(--ink)',
      }),
      ...decorations(plot, { legend, text, words, marginLeft, width }),
    ],
  });
  // An image has one name; those that Plot gives its parts are for nobody.
  for (const part of drawn.querySelectorAll('[aria-label]')) {
    part.setAttribute('data-mark', part.getAttribute('aria-label') ?? '');
    part.removeAttribute('aria-label');
  }
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', words.chartLabel(names.length, encodings.join(', ')));
  return drawn;
}

interface LegendEntry {
  name: string;
  series: number;
  x: number;
}

/** The encodings in as many lines as they need. */
function legendLines(encodings: readonly string[], width: number): LegendEntry[][] {
  const lines: LegendEntry[][] = [[]];
  let x = 0;
  for (const [series, name] of encodings.entries()) {
    const needed = name.length * LETTER + 36;
    if (x > 0 && x + needed > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push({ name, series, x });
    x += needed;
  }
  return lines;
}

interface DecorationOptions extends Pick<DrawOptions, 'text' | 'words' | 'width'> {
  legend: LegendEntry[][];
  marginLeft: number;
}

/** Title, legend and source, so that the picture can stand alone. */
function decorations(plot: PlotLibrary, options: DecorationOptions) {
  const { legend, text, words, marginLeft, width } = options;
  const entries = legend.flatMap((line, at) =>
    line.map((entry) => ({ ...entry, y: TITLE + at * LEGEND + LEGEND / 2 - 4 })),
  );
  const atLeft = { frameAnchor: 'top-left', dx: -marginLeft, textAnchor: 'start' } as const;
  const marginTop = TITLE + legend.length * LEGEND + AXIS;
  return [
    plot.text([words.chartTitle], {
      ...atLeft,
      dy: -marginTop + 2,
      fontSize: width < 400 ? 14 : 15,
      fontWeight: 600,
      fill: 'var(--ink)',
    }),
    ...entries.flatMap(({ name, series, x, y }) => [
      plot.dot([name], {
        frameAnchor: 'top-left',
        dx: x - marginLeft + 6,
        dy: y - marginTop,
        r: 5,
        symbol: 'square',
        fill: seriesColour(series),
      }),
      plot.text([name], {
        ...atLeft,
        dx: x - marginLeft + 18,
        dy: y - marginTop,
        lineAnchor: 'middle',
        fill: 'var(--muted)',
      }),
    ]),
    plot.text([words.chartSource(text)], {
      frameAnchor: 'bottom-left',
      dx: -marginLeft,
      dy: FOOT - 4,
      textAnchor: 'start',
      fontSize: width < 400 ? 10 : 12,
      fill: 'var(--muted)',
    }),
  ];
}
