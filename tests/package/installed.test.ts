/** The tarball, installed offline in an empty project: in Node, in Chromium, under TypeScript. */
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remembered } from '../wasm/support/remembered.ts';
import { done, htmlOf, program, useChromium } from './support/chromium.ts';
import { installedPackage, type Project } from './support/project.ts';

const chromium = useChromium();
let files: readonly string[];
let project: Project;

beforeAll(async () => {
  ({ project, files } = await installedPackage());
});
afterAll(() => project.remove());

const installed = (path: string) => join(project.folder, 'node_modules/bpeek', path);

test('holds what it needs, and nothing else', async () => {
  const kinds = new Set(files.map((path) => path.replace(/(?<=^dist\/[a-z]+\/).*/, '*')));
  expect([...kinds].sort()).toEqual([
    'LICENSE',
    'NOTICE',
    'README.md',
    'dist/LICENSE',
    'dist/NOTICE',
    'dist/assets/*',
    'dist/bpeek-scalar.wasm',
    'dist/bpeek.wasm',
    'dist/custom-elements.json',
    'dist/docs/*',
    'dist/embed.html',
    'dist/embed.js',
    'dist/encodings/*',
    'dist/index.d.ts',
    'dist/index.html',
    'dist/index.js',
    'dist/index.js.map',
    'dist/licences.md',
    'dist/parts/*',
    'dist/texts/*',
    'dist/types/*',
    'dist/widget.css',
    'dist/widget.d.ts',
    'dist/widget.js',
    'dist/widget/*',
    'dist/worker.js',
    'dist/worker.js.map',
    'package.json',
  ]);
  const { customElements, dependencies, exports, sideEffects } = JSON.parse(
    await readFile(installed('package.json'), 'utf8'),
  );
  expect(dependencies).toBe(undefined);
  // The engine is not among what does something by being imported.
  expect(sideEffects).toEqual([
    './dist/widget.js',
    './dist/widget.css',
    './dist/widget/*.js',
    './dist/embed.js',
  ]);
  const manifest = JSON.parse(await readFile(installed(customElements), 'utf8'));
  expect(files).toContain(`dist/${manifest.modules[0].path}`);
  for (const target of Object.values(exports).flatMap((to) => Object.values([to].flat()))) {
    const path = typeof target === 'string' ? [target] : Object.values(target as object);
    for (const each of path) {
      const start = String(each).replace('./', '').replace(/\*$/, '');
      expect(files.some((file) => file.startsWith(start))).toBe(true);
    }
  }
});

test('comes with the licence of everything that NOTICE names', async () => {
  const licences = await readFile(installed('dist/licences.md'), 'utf8');
  expect([...licences.matchAll(/^## (.*)\n\n(?=\S)/gm)].map(([, name]) => name)).toEqual([
    'bpeek',
    'PCRE2',
    'musl',
    'The Unicode Character Database',
    'pbf',
    'tiktoken',
    'llama3-tokenizer-js',
    'llama-tokenizer-js',
    'mistral-tokenizer-js',
    '@anthropic-ai/tokenizer',
  ]);
});

test('the engine is under 120 kB of brotli: JavaScript that is loaded at once, and WebAssembly', async () => {
  const files = ['dist/bpeek.wasm', ...(await importedAtOnce('dist/index.js'))];
  const contents = await Promise.all(files.map((path) => readFile(installed(path), 'latin1')));
  const sizes = await remembered(
    import.meta.url,
    [`brotli ${process.versions.brotli}`, contents],
    () => contents.map((content) => brotliCompressSync(Buffer.from(content, 'latin1')).length),
  );
  const list = files.map((path, i) => `${path} ${sizes[i]}`).join(', ');
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${list}: ${total} bytes in all`);
  expect(total, list).toBeLessThan(120_000);
});

async function importedAtOnce(entry: string): Promise<string[]> {
  const found = [entry];
  for (const path of found) {
    const code = await readFile(installed(path), 'utf8');
    for (const [, to] of code.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+)["']/g)) {
      const target = join(path, '..', to!);
      if (!found.includes(target)) found.push(target);
    }
  }
  return found;
}

test('Node: every encoding, a worker, and tokenizer.json', async () => {
  await project.write({
    'all.js': `
      import { connect, encodings, Tokenizer } from 'bpeek';
      const loaded = [];
      for (const { name } of encodings) {
        const tokenizer = await Tokenizer.load(name);
        loaded.push([name, tokenizer.decode(tokenizer.encode('안녕 hello'))]);
      }
      const engine = connect();
      const remote = await engine.load('gpt2');
      loaded.push(['in a worker', [...(await remote.encode('hello world'))]]);
      const again = await Tokenizer.load(new TextEncoder().encode(await remote.toTokenizerJson()));
      loaded.push(['as tokenizer.json', [...again.encode('hello world')]]);
      engine.close();
      console.log(JSON.stringify(Object.fromEntries(loaded)));
    `,
  });
  const {
    'in a worker': worker,
    'as tokenizer.json': json,
    ...texts
  } = JSON.parse(await project.node('all.js'));
  expect(Object.keys(texts).length).toBe(11);
  expect(new Set(Object.values(texts))).toEqual(new Set(['안녕 hello']));
  expect([worker, json]).toEqual([
    [31373, 995],
    [31373, 995],
  ]);
});

test('Node: one clear sentence where the files have been left behind', async () => {
  await mkdir(join(project.folder, 'bundle'), { recursive: true });
  for (const path of ['index.js', 'parts']) {
    await cp(installed(`dist/${path}`), join(project.folder, 'bundle', path), { recursive: true });
  }
  await project.write({
    'lost.js': `
      import { Tokenizer } from './bundle/index.js';
      await Tokenizer.load('gpt2').catch(({ code, message }) => console.log(code, message));
    `,
  });
  const said = await project.node('lost.js');
  expect(said).toMatch(/^network The (engine|encoding) .* could not be read: ENOENT/);
  expect(said).toContain('name that folder with configure({ base }).');
});

// From 20.19 on, Node's require() takes modules.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
test.runIf(major > 20 || minor >= 19)('Node: require()', async () => {
  await project.write({
    'required.cjs': `
      const { Tokenizer } = require('bpeek');
      Tokenizer.load('gpt2').then((gpt2) => console.log(gpt2.count('hello world')));
    `,
  });
  expect((await project.node('required.cjs')).trim()).toBe('2');
});

test('TypeScript: with and without a bundler, checked as strictly as can be', async () => {
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  await project.write({
    'use.ts': `
      import { BpeekError, connect, encodings, Tokenizer, type Tokens, Trainer } from 'bpeek';
      const tokenizer: Tokenizer = await Tokenizer.load(encodings[0]?.name ?? 'gpt2');
      export const tokens: Tokens = tokenizer.tokens('hello', { special: 'parse' });
      export const ids: Uint32Array = await (await connect().load('gpt2')).encode('hello');
      export const merges = (await Trainer.create('aab', { vocabSize: 257 })).step().merges;
      export const code = (error: BpeekError): string => error.code;
      // @ts-expect-error
      tokenizer.encode(7);
    `,
    'tag.ts': `
      import 'bpeek/widget';
      import { BpeekPlayground, type WidgetEvents } from 'bpeek/widget';
      const tag: BpeekPlayground = document.createElement('bpeek-playground');
      tag.addEventListener('bpeek-change', ({ detail }) => detail.count.toFixed());
      tag.step(3);
      export const length: number | undefined = tag.tokens?.ids.length;
      export const ready: WidgetEvents['bpeek-ready'] = { encoding: 'gpt2', count: 2 };
      // @ts-expect-error
      tag.tokens = undefined;
    `,
  });
  const strict = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--skipLibCheck',
    'false',
  ];
  const target = ['--target', 'es2022', '--lib', 'es2022,dom', '--types', ''];
  for (const module of [
    ['--module', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    await project.run(process.execPath, tsc, ...strict, ...target, ...module, 'use.ts', 'tag.ts');
  }
});

test('Node: the tag can be imported where pages are rendered, and does nothing there', async () => {
  await project.write({
    'render.js': `
      import { BpeekPlayground } from 'bpeek/widget';
      console.log(BpeekPlayground.name.length > 0, globalThis.customElements);
    `,
  });
  expect((await project.node('render.js')).trim()).toBe('true undefined');
});

test('Chromium: a module script, and its worker', async () => {
  const index = './node_modules/bpeek/dist/index.js';
  await project.write({ 'page.html': htmlOf('./page.js'), 'page.js': program(index) });
  const address = await chromium.serve(project.folder);
  expect(await chromium.titleOf(`${address}page.html`)).toBe(done);
});

test('Chromium: in a worker of the user', async () => {
  await project.write({
    'in-worker.html': htmlOf('./in-worker.js'),
    'in-worker.js': `
      const worker = new Worker('./worker.js', { type: 'module' });
      worker.onmessage = ({ data }) => { document.title = data; };
      worker.onerror = ({ message }) => { document.title = 'failed: ' + message; };
    `,
    'worker.js': `
      import { Tokenizer } from './node_modules/bpeek/dist/index.js';
      const gpt2 = await Tokenizer.load('gpt2');
      postMessage('done: ' + gpt2.encode('hello world').join());
    `,
  });
  const address = await chromium.serve(project.folder);
  expect(await chromium.titleOf(`${address}in-worker.html`)).toBe('done: 31373,995');
});

test('Chromium: imported from another origin', async () => {
  const other = await chromium.serve(installed('dist'));
  await project.write({ 'far.html': htmlOf('./far.js'), 'far.js': program(`${other}index.js`) });
  const address = await chromium.serve(project.folder);
  expect(await chromium.titleOf(`${address}far.html`)).toBe(done);
});
