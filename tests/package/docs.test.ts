/** dist/docs: every export is documented, every link leads somewhere, nothing is too wide. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { useBrowser } from '../web/support/browser.ts';

interface Documented {
  readonly name: string;
  readonly comment: string;
  readonly members: readonly { readonly name: string; readonly comment: string }[];
}

const dist = new URL('../../dist/', import.meta.url);

const browser = useBrowser();

test('every export and every member has a doc comment', async () => {
  const path = new URL('../../wasm/toolchain/docs/reference.mjs', import.meta.url).href;
  const { readReference } = await import(/* @vite-ignore */ path);
  const exported: Documented[] = readReference(new URL('types/', dist).pathname);
  const without = exported.flatMap(({ name, comment, members }) => [
    ...(comment ? [] : [name]),
    ...members.filter((member) => !member.comment).map((member) => `${name}.${member.name}`),
  ]);
  expect(without).toEqual([]);
  const library = await import(/* @vite-ignore */ new URL('index.js', dist).href);
  const names = exported.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(library)));
});

test('every link leads somewhere', async () => {
  const pages = new Map<string, string>();
  for (const name of await readdir(new URL('docs/', dist))) {
    if (name.endsWith('.html')) {
      pages.set(name, await readFile(new URL(`docs/${name}`, dist), 'utf8'));
    }
  }
  expect(pages.size).toBeGreaterThan(5);
  const broken = [...pages].flatMap(([name, html]) =>
    [...html.matchAll(/ href="([^"]+)"/g)]
      .map(([, href]) => href!)
      .filter((href) => !/^(https?:|\.\.\/)/.test(href) && !leadsSomewhere(href, name))
      .map((href) => `${name}: ${href}`),
  );
  expect(broken).toEqual([]);

  function leadsSomewhere(href: string, from: string): boolean {
    const [path = '', id] = href.split('#');
    if (/\.(css|svg)$/.test(path)) return true;
    const html = pages.get(path === '' ? from : path.replace('./', ''));
    return html !== undefined && (!id || html.includes(` id="${id}"`));
  }
});

test('the embed guide has playgrounds that work, in tags and in a frame', async () => {
  const page = await browser.open({ path: 'docs/embed.html' });
  const tags = page.locator('bpeek-playground');
  expect(await tags.count()).toBe(3);
  for (const tag of await tags.all()) {
    await tag.scrollIntoViewIfNeeded();
    await tag.evaluate((element) => (element as never as { ready: Promise<void> }).ready);
  }
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await page.frameLocator('iframe').locator('.count[aria-busy=false]').waitFor();
});

test('recipes show the files of the examples', async () => {
  const html = await readFile(new URL('docs/recipes.html', dist), 'utf8');
  const shown = [...html.matchAll(/<p class="file-name">(.*?)<\/p>/g)].map(([, name]) => name);
  expect(shown).toContain('.vitepress/theme/index.ts');
  expect(html).not.toContain('{{example');
  for (const [tool, file] of [
    ['plain', 'index.html'],
    ['react', 'src/lesson.tsx'],
    ['docusaurus', 'docusaurus.config.js'],
  ] as const) {
    const source = await readFile(
      new URL(`../../web/examples/${tool}/${file}`, import.meta.url),
      'utf8',
    );
    const [first = ''] = source.split('\n').filter((line) => /[a-z]{12}/.test(line));
    const escaped = first.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(html).toContain(escaped.replaceAll('"', '&quot;').replaceAll("'", '&#39;'));
  }
});

test('at 360 px nothing is wider than the page, and no page says an error', async () => {
  const page = await browser.open({
    path: 'docs/index.html',
    viewport: { width: 360, height: 780 },
  });
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  for (const name of await readdir(new URL('docs/', dist))) {
    if (!name.endsWith('.html')) continue;
    await page.goto(`${browser.address()}docs/${name}`);
    expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
      name,
      360,
    ]);
  }
  expect(errors).toEqual([]);
});
