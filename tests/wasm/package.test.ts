/** dist/index.js as others use it: modules without dependencies, with their types. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { dist } from './support/dist.ts';

const index = new URL('index.js', dist).href;
const expected = [31373, 995];
const program = `
  const { Tokenizer } = await import(${JSON.stringify(index)});
  const tokenizer = await Tokenizer.load('gpt2');
  const ids = [...tokenizer.encode('hello world')];
`;

test.each(['index.js', 'worker.js'])('%s imports nothing of others', async (name) => {
  const code = await readFile(new URL(name, dist), 'utf8');
  expect(code).not.toMatch(/\b(?:import|from)\s*['"](?!\.\/parts\/)/);
  expect(code).not.toMatch(/\brequire\s*\(/);
});

test('runs in Node, wherever it is called from', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', `${program} console.log(JSON.stringify(ids));`],
    { cwd: tmpdir() },
  );
  expect(JSON.parse(stdout)).toEqual(expected);
});

test('runs in a worker thread', async () => {
  const code = `(async () => { ${program} require('node:worker_threads').parentPort.postMessage(ids); })();`;
  const worker = new Worker(code, { eval: true });
  const ids = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  expect(ids).toEqual(expected);
});

test('has types that TypeScript reads', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bpeek-types-'));
  try {
    const module = JSON.stringify(fileURLToPath(new URL('index.js', dist)));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(
      join(folder, 'use.ts'),
      `import { BpeekError, configure, connect, encodings, type Special, Tokenizer } from ${module};
       configure({ base: 'https://example.org/bpeek/' });
       const special: Special = { parse: ['<|endoftext|>'], others: 'error' };
       using tokenizer: Tokenizer = await Tokenizer.load(encodings[0]?.name ?? 'gpt2');
       export const ids: Uint32Array = tokenizer.encode('hello', { special });
       const remote = await connect().load('gpt2', { signal: AbortSignal.timeout(1000) });
       export const counts: Uint32Array = await remote.countAll(['hello'], { special });
       export const code = (error: BpeekError): string => error.code;
       // @ts-expect-error
       tokenizer.encode(7);
       // @ts-expect-error
       tokenizer.encode('hello', { special: 'all' });
      `,
    );
    const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext'];
    const lib = ['--lib', 'es2022,dom,esnext.disposable', '--types', ''];
    await promisify(execFile)(process.execPath, [tsc, ...options, ...lib, 'use.ts'], {
      cwd: folder,
    }).catch(({ stdout }) => expect.fail(String(stdout)));
  } finally {
    await rm(folder, { recursive: true });
  }
});
