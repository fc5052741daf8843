// dist/docs: every web/docs/NN-name.md as a page, name.html, in the order of the numbers; and the
// API reference from the library's types.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, Stop } from '../process.mjs';
import { withExamples } from './examples.mjs';
import { pageHtml } from './page.mjs';
import { referencePage } from './reference-page.mjs';

const source = join(root, 'web/docs');
const dist = join(root, 'dist/docs');
// The reference comes after the pages up to 30.
const reference = { file: '35-api.md', read: () => referencePage(join(root, 'dist/types')) };

export function buildDocs() {
  const pages = readdirSync(source)
    .filter((file) => file.endsWith('.md'))
    .map((file) => ({ file, read: () => readFileSync(join(source, file), 'utf8') }))
    .concat(reference)
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, read }) => pageOf(file, withExamples(filledIn(read()))));

  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const page of pages) writeFileSync(join(dist, `${page.name}.html`), pageHtml(page, pages));
  const styles = ['src/styles/theme.css', 'docs/docs.css'];
  const css = styles.map((path) => readFileSync(join(root, 'web', path), 'utf8')).join('\n');
  writeFileSync(join(dist, 'docs.css'), css);
  for (const name of ['docs.js', 'theme.js']) copyFileSync(join(source, name), join(dist, name));
  copyFileSync(join(root, 'web/icon.svg'), join(dist, 'icon.svg'));
}

// A policy allows the page's inline script by its hash.
function filledIn(markdown) {
  return markdown.replace('{{hash of the inline script}}', () => {
    const page = readFileSync(join(root, 'dist/index.html'), 'utf8');
    const [, script] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
    if (script === undefined) throw new Stop('dist/index.html has no inline script any more.');
    return `sha256-${createHash('sha256').update(script).digest('base64')}`;
  });
}

function pageOf(file, markdown) {
  const [, name] = /^\d+-([a-z0-9-]+)\.md$/.exec(file) ?? [];
  const [, title] = /^# (.+)$/m.exec(markdown) ?? [];
  if (name && title) return { name, title, markdown };
  throw new Stop(`web/docs/${file} needs a name like 20-name.md and a line like "# Title".`);
}
