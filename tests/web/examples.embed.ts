/** The examples, built by the course tools they are for; `npm run test:embed` makes them ready. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Project } from '../package/support/project.ts';
import { useBrowser } from './support/browser.ts';
import { serveFolder } from './support/folder.ts';
import { learns, lesson, navigates, observe, seesTokens, watch } from './support/learner.ts';

const browser = useBrowser();
const endings: (() => unknown)[] = [];
afterAll(() => Promise.all(endings.map((end) => end())));

const folderOf = (name: string) =>
  fileURLToPath(new URL(`../../build/examples/${name}`, import.meta.url));

const build = (name: string) => new Project(folderOf(name)).run('npm', 'run', 'build');

async function visit(address: string) {
  const page = await browser.open({
    before: watch,
    path: 'icon.svg',
    viewport: { width: 1280, height: 800 },
  });
  const observed = observe(page);
  await page.goto(address);
  return { page, ...observed };
}

async function visitFolder(name: string, output: string) {
  const folder = await serveFolder(join(folderOf(name), output));
  endings.push(folder.close);
  return visit(folder.address);
}

test('a plain page, from the package', async () => {
  const { page, expectPeace } = await visitFolder('plain', '.');
  await learns(page);
  await expectPeace();
});

test('reveal.js, from the package', async () => {
  const { page, expectPeace } = await visitFolder('reveal', '.');
  await seesTokens(page, 0);
  await expectPeace();
});

describe.each(['react', 'preact'])('%s', (name) => {
  test('types pass, and what is built works', async () => {
    await build(name);
    const { page, expectPeace } = await visitFolder(name, 'dist');
    await learns(page);
    await page.getByText('Shown is step 2').waitFor();
    await expectPeace();
  });

  test('works while it is being developed', async () => {
    const vite = join(folderOf(name), 'node_modules/.bin/vite');
    await new Project(folderOf(name)).whileServing(vite, ['--port', '0'], async (address) => {
      const { page } = await visit(address);
      await learns(page);
    });
  });
});

describe.each([
  { name: 'vitepress', output: '.vitepress/dist' },
  { name: 'starlight', output: 'dist' },
  { name: 'docusaurus', output: 'build' },
  { name: 'mkdocs', output: 'site' },
])('$name', ({ name, output }) => {
  test('renders the page, shows tokens in it, and again after navigating', async () => {
    await (name === 'mkdocs' ? new Project(folderOf(name)).run('mkdocs', 'build') : build(name));
    const html = await readFile(join(folderOf(name), output, 'index.html'), 'utf8');
    // What readers without JavaScript see.
    for (const { text } of lesson) expect(html).toContain(`>${text}</bpeek-playground>`);
    const { page, expectPeace } = await visitFolder(name, output);
    await learns(page);
    await navigates(page, 'Why it cannot spell', 'What a model reads');
    await expectPeace();
  });
});
