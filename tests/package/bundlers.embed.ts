/** The installed package in projects of Vite, webpack, esbuild and Deno, as their users set them up. */
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { done, htmlOf, program, useChromium } from './support/chromium.ts';
import { emptyProject, type Packed, type Project, pack, projectWith } from './support/project.ts';

const bin = (name: string) =>
  fileURLToPath(new URL(`./node_modules/.bin/${name}`, import.meta.url));

/** Needs only the list of encodings. */
const listing = "import { encodings } from 'bpeek'; document.title = 'done: ' + encodings.length;";

const chromium = useChromium();
let packed: Packed;
let keep: Project;
let project: Project;

beforeAll(async () => {
  keep = await emptyProject();
  packed = await pack(keep.folder);
});
afterAll(() => keep.remove());
beforeEach(async () => {
  project = await projectWith(packed);
  await project.write({ 'main.js': program('bpeek'), 'index.html': htmlOf('./main.js') });
  return () => project.remove();
});

const titleOf = async (folder: string, page = '') =>
  chromium.titleOf((await chromium.serve(join(project.folder, folder))) + page);

describe('Vite', () => {
  test('builds it', async () => {
    await project.run(bin('vite'), 'build', '--base', './');
    expect(await titleOf('dist')).toBe(done);
  });

  test('serves it while developing', async () => {
    await project.whileServing(bin('vite'), ['--port', '0'], async (address) => {
      expect(await chromium.titleOf(address)).toBe(done);
    });
  });

  test('leaves out what is not used', async () => {
    await project.write({
      'main.js': listing,
    });
    await project.run(bin('vite'), 'build', '--base', './');
    expect(await titleOf('dist')).toBe('done: 11');
    // It copies files before it knows that nothing will ask for them.
    const scripts = (await readdir(join(project.folder, 'dist/assets'))).filter((name) =>
      /^index-.*\.js$/.test(name),
    );
    expect(scripts.length).toBe(1);
    const code = await readFile(join(project.folder, 'dist/assets', scripts[0]!), 'utf8');
    expect(code.length).toBeLessThan(3000);
  });
});

describe('webpack', () => {
  const build = (...options: string[]) =>
    project.run(bin('webpack'), '--entry', './main.js', '--output-path', 'dist', ...options);

  test.each(['production', 'development'])('builds it for %s', async (mode) => {
    const said = await build('--mode', mode, '--devtool', 'source-map');
    // Other warnings than those of the size of what is downloaded on demand.
    expect(said).not.toMatch(/ERROR|WARNING in (?!asset size|entrypoint size|webpack perf)/);
    await project.write({ 'dist/index.html': htmlOf('./main.js') });
    expect(await titleOf('dist')).toBe(done);
  });

  test('leaves out what is not used', async () => {
    await project.write({
      'main.js': listing,
    });
    await build('--mode', 'production');
    const code = await readFile(join(project.folder, 'dist/main.js'), 'utf8');
    expect(code.length).toBeLessThan(10_000);
  });
});

describe('esbuild', () => {
  const build = (...options: string[]) =>
    project.run(bin('esbuild'), 'main.js', '--bundle', '--outdir=dist', ...options);

  async function copyFiles(to: string) {
    for (const name of ['bpeek.wasm', 'bpeek-scalar.wasm', 'worker.js', 'encodings']) {
      const from = join(project.folder, 'node_modules/bpeek/dist', name);
      await cp(from, join(project.folder, to, name), { recursive: true });
    }
  }

  test.each(['--minify', '--splitting'])(
    '%s: a module, with its files beside it',
    async (option) => {
      await build('--format=esm', option);
      await copyFiles('dist');
      await project.write({ 'dist/index.html': htmlOf('./main.js') });
      expect(await titleOf('dist')).toBe(done);
    },
  );

  test('a classic script is told where the files are', async () => {
    await project.write({
      'main.js': `import { configure } from 'bpeek'; configure({ base: 'files' }); ${program('bpeek')}`,
    });
    await build('--format=iife', '--log-level=error');
    await copyFiles('dist/files');
    await project.write({ 'dist/index.html': '<!doctype html><script src="main.js"></script>' });
    expect(await titleOf('dist')).toBe(done);
  });

  test('a classic script that is not told says so in one sentence', async () => {
    await build('--format=iife', '--log-level=error');
    await project.write({ 'dist/index.html': '<!doctype html><script src="main.js"></script>' });
    expect(await titleOf('dist')).toMatch(
      /^failed: engine This bundle can't tell where \S+ is\. .* configure\(\{ base \}\)\.$/,
    );
  });

  test('a module without its files says what to do', async () => {
    await build('--format=esm');
    await project.write({ 'dist/index.html': htmlOf('./main.js') });
    expect(await titleOf('dist')).toMatch(
      /^failed: network The \S+ .* answers 404 Not Found\. .* configure\(\{ base \}\)\.$/,
    );
  });

  test('leaves out what is not used', async () => {
    await project.write({
      'main.js': "import { encodings } from 'bpeek'; console.log(encodings);",
    });
    await build('--format=esm', '--minify');
    const code = await readFile(join(project.folder, 'dist/main.js'), 'utf8');
    expect(code.length).toBeLessThan(3000);
    expect(await project.node('dist/main.js')).toContain('o200k_base');
  });
});

test('Deno imports it from an address', async () => {
  const address = await chromium.serve(join(project.folder, 'node_modules/bpeek/dist'));
  await project.write({
    'main.ts': `
      import { Tokenizer } from '${address}index.js';
      const gpt2 = await Tokenizer.load('gpt2');
      console.log([...gpt2.encode('hello world')].join());
    `,
  });
  const said = await project.run(bin('deno'), 'run', '--no-config', '--allow-all', 'main.ts');
  expect(said.trim()).toBe('31373,995');
});
