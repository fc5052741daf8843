// All styles of the playground in one sheet, which every widget's shadow tree adopts:
// nothing of them reaches the page around it, and no policy on styles forbids it.

const files = import.meta.glob<string>(['../**/*.css', '!./scheme-*.css'], {
  query: '?inline',
  import: 'default',
  eager: true,
});

/** What the rest builds on comes first, as on the page. */
const foundations = ['theme', 'base', 'controls', 'tokens'].map((name) => `../styles/${name}.css`);

function order(path: string) {
  const place = foundations.indexOf(path);
  return place < 0 ? foundations.length : place;
}

let sheet: CSSStyleSheet | undefined;

export function widgetStyles(): CSSStyleSheet {
  if (sheet) return sheet;
  const css = Object.entries(files)
    .sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))
    .map(([, text]) => text)
    .join('\n');
  sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
