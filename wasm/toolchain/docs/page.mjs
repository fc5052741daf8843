// One page of the documentation: Markdown in the site's frame.
import { Marked } from 'marked';

/** The page's HTML; `pages` are all there are, in order. */
export function pageHtml({ name, title, markdown }, pages) {
  const { html, sections } = render(markdown);
  const at = pages.findIndex((page) => page.name === name);
  const links = pages.map((page) =>
    navigationItem(page, page.name === name ? sections : undefined),
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${asText(title)} · bpeek</title>
    <link rel="icon" type="image/svg+xml" href="./icon.svg" />
    <script src="./theme.js"></script>
    <link rel="stylesheet" href="./docs.css" />
    <script type="module" src="./docs.js"></script>${hasWidget(markdown) ? liveWidgets : ''}
  </head>
  <body>
    <a class="skip-link" href="#content">Skip to the text</a>
    <header class="site-header">
      <a class="brand" href="../" aria-label="bpeek: to the playground"><span>bpe</span><span>ek</span></a>
      <a class="site-title" href="./index.html">Docs</a>
      <a href="../">Playground</a>
    </header>
    <div class="columns">
      <details class="contents" open>
        <summary>Contents</summary>
        <nav aria-label="Documentation"><ul>${links.join('')}</ul></nav>
      </details>
      <main id="content">
        <article>
${html}
        </article>
        <nav class="neighbours" aria-label="Neighbouring pages">${neighbour('prev', pages[at - 1])}${neighbour('next', pages[at + 1])}</nav>
      </main>
    </div>
  </body>
</html>
`;
}

// Tags in the text are alive; in code they are only shown.
const hasWidget = (markdown) =>
  /^<bpeek-playground/m.test(markdown.replace(/^(```|~~~~)[\s\S]*?^\1/gm, ''));
const liveWidgets = `
    <link rel="stylesheet" href="../widget.css" />
    <script type="module" src="../widget.js"></script>`;

function navigationItem({ name, title }, sections) {
  const link = `<a href="./${name}.html"${sections ? ' aria-current="page"' : ''}>${asText(title)}</a>`;
  if (!sections?.length) return `<li>${link}</li>`;
  const items = sections.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`);
  return `<li>${link}<ul>${items.join('')}</ul></li>`;
}

function neighbour(relation, page) {
  if (!page) return '';
  const word = relation === 'prev' ? 'Before' : 'Next';
  return `<a rel="${relation}" href="./${page.name}.html"><span>${word}</span>${asText(page.title)}</a>`;
}

/** The article's HTML, and its headings of the second level. */
function render(markdown) {
  const sections = [];
  const taken = new Set();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const text = this.parser.parseInline(tokens);
        const id = idOf(text, taken);
        if (depth === 2) sections.push({ id, text });
        const anchor =
          depth > 1 ? `<a class="anchor" href="#${id}" aria-label="Link to this">#</a>` : '';
        return `<h${depth} id="${id}">${text}${anchor}</h${depth}>\n`;
      },
      // Scrolls by itself where it is too wide, also by keyboard.
      table(token) {
        const row = (cells, tag) =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        const head = `<thead>${row(token.header, 'th')}</thead>`;
        const body = `<tbody>${token.rows.map((cells) => row(cells, 'td')).join('')}</tbody>`;
        return `<div class="wide" tabindex="0"><table>${head}${body}</table></div>\n`;
      },
    },
    // Pages link to each other's sources, so that links also work where these are read.
    walkTokens(token) {
      if (token.type === 'link')
        token.href = token.href.replace(/^(?:\d+-)?([a-z0-9-]+)\.md/, './$1.html');
    },
  });
  return { html: marked.parse(markdown), sections };
}

// The reference has methods of one name in several classes.
function idOf(html, taken) {
  const words = html
    .replace(/<[^>]+>/g, '')
    .replace(/&[a-z]+;|&#\d+;/g, ' ')
    .toLowerCase();
  const base = words.replace(/[^\p{L}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, '') || 'section';
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
  taken.add(id);
  return id;
}

function asText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
