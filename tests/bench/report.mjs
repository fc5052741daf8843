// Tables, and bars beside the figures that are held against them. A part of the report is
// { title, note, table, bars, data }; a bar is { bar, figure, isMet }.

export const fixed = (value, digits = 0) =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits);

const line = (cells) => `| ${cells.join(' | ')} |`;

/** Markdown. `columns` are pairs of a title and what gives a row's cell. */
export function table(columns, rows) {
  return [
    line(columns.map(([title]) => title)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row) ?? ''))),
  ].join('\n');
}

/** A bar that the lowest (or the highest) of some figures must reach; `where` names its place. */
function extreme(choose, isMet) {
  return (bar, limit, unit, rows, figureOf, where) => {
    const known = rows.filter((row) => Number.isFinite(figureOf(row)));
    if (known.length === 0) return [];
    const row = known.reduce((best, each) =>
      choose(figureOf(each), figureOf(best)) ? each : best,
    );
    const figure = figureOf(row);
    const digits = figure < 10 ? 2 : figure < 100 ? 1 : 0;
    return [
      {
        bar,
        figure: `${figure.toFixed(digits)}${unit} (${where(row)})`,
        isMet: isMet(figure, limit),
      },
    ];
  };
}

export const atLeast = extreme(
  (a, b) => a < b,
  (figure, limit) => figure >= limit,
);
export const atMost = extreme(
  (a, b) => a > b,
  (figure, limit) => figure <= limit,
);

export function barTable(bars) {
  return table(
    [
      ['bar', ({ bar }) => bar],
      ['measured', ({ figure }) => figure],
      ['met', ({ isMet }) => (isMet ? 'yes' : '**no**')],
    ],
    bars,
  );
}

/** One part as Markdown. */
export function section({ title, note, table: rows, bars }) {
  const held = bars.length > 0 ? `${barTable(bars)}\n\n` : '';
  return `## ${title}\n\n${note}\n\n${held}${rows}\n`;
}
