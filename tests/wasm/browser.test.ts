/** dist/index.js in a real browser: in a page, in a worker, under a strict policy. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBrowser } from '../web/support/browser.ts';
import { dist } from './support/dist.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  wasm: 'application/wasm',
};
const page =
  '<!doctype html><title>Test</title><script type="module" src="/test-page.js"></script>';
const made: Readonly<Record<string, string>> = {
  '/free.html': page,
  '/strict.html': page,
  '/forbidding.html': page,
  '/test-page.js': `
    import { configure, connect, Tokenizer } from '/index.js';
    globalThis.inWorker = async (base) => {
      if (base) configure({ base });
      const engine = connect();
      const tokenizer = await engine.load('gpt2');
      const ids = [...await tokenizer.encode('hello world')];
      const controller = new AbortController();
      // Takes minutes, so that it ends only with its worker.
      const stuck = engine.trainer('a'.repeat(400_000), {
        vocabSize: 300, pattern: 'a*b|a', signal: controller.signal,
      });
      setTimeout(() => controller.abort('enough'), 50);
      const reason = await stuck.catch((error) => error);
      const again = await tokenizer.decode(ids);
      engine.close();
      return { ids, reason, again };
    };
    globalThis.encodeHello = async (source) => {
      const tokenizer = await Tokenizer.load(source);
      return [...tokenizer.encode('hello world')];
    };
    globalThis.thereAndBack = async (texts) => {
      const tokenizer = await Tokenizer.load('gpt2');
      return texts.map((text) => tokenizer.decode(tokenizer.encode(text)));
    };
  `,
  '/test-worker.js': `
    import { Tokenizer } from '/index.js';
    const tokenizer = await Tokenizer.load('gpt2');
    postMessage([...tokenizer.encode('hello world')]);
  `,
};
const policies: Readonly<Record<string, string>> = {
  '/strict.html': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
  '/forbidding.html': "default-src 'self'",
};

const browser = useBrowser();
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    const policy = policies[path];
    try {
      const body = made[path] ?? (await readFile(new URL(`.${path}`, dist)));
      response.writeHead(200, {
        'Content-Type': type,
        'Access-Control-Allow-Origin': '*',
        ...(policy && { 'Content-Security-Policy': policy }),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function openPage(path: string): Promise<Page> {
  const page = await browser.open({ path: `${origin}/${path}` });
  await page.waitForFunction('globalThis.encodeHello');
  return page;
}

/** Loads a tokenizer in the page; gives the ids of "hello world", or the error. */
function encodeIn(page: Page, source: string): Promise<unknown> {
  return page.evaluate(
    `encodeHello(${JSON.stringify(source)})
      .catch(({ code, message }) => ({ code, message }))`,
  );
}

const hello = [31373, 995];

test.each(['free.html', 'strict.html'])('in the page %s', async (path) => {
  const page = await openPage(path);
  expect(await encodeIn(page, 'gpt2')).toEqual(hello);
  expect(await encodeIn(page, './encodings/gpt2.bpeek')).toEqual(hello);
});

test('decodes ASCII, text that is mostly so, and text of other scripts', async () => {
  const page = await openPage('free.html');
  const texts = ['plain', 'it’s a “quoted” word, and so on', '안녕하세요 😉', 'नमस्ते', ''];
  expect(await page.evaluate(`thereAndBack(${JSON.stringify(texts)})`)).toEqual(texts);
});

test('in a worker', async () => {
  const page = await openPage('free.html');
  const ids = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker('/test-worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
  );
  expect(ids).toEqual(hello);
});

test.each([
  ['free.html', 'its own origin', () => ''],
  ['strict.html', 'its own origin', () => ''],
  ['free.html', 'another origin', () => origin.replace('127.0.0.1', 'localhost')],
])(
  '%s: the library starts its worker from %s, and another when it is stuck',
  async (path, _, base) => {
    const page = await openPage(path);
    expect(await page.evaluate(`inWorker(${JSON.stringify(base())})`)).toEqual({
      ids: hello,
      reason: 'enough',
      again: 'hello world',
    });
  },
);

test('a worker that may not start says why', async () => {
  const page = await openPage('free.html');
  const error = await page.evaluate(
    `inWorker('/nowhere/').catch(({ code, message }) => ({ code, message }))`,
  );
  expect(error).toEqual({
    code: 'engine',
    message: expect.stringContaining('/nowhere/worker.js does not start'),
  });
});

test('where WebAssembly is forbidden, the error says what to allow', async () => {
  const page = await openPage('forbidding.html');
  expect(await encodeIn(page, 'gpt2')).toEqual({
    code: 'engine',
    message: expect.stringContaining("script-src needs 'wasm-unsafe-eval'"),
  });
});

test('with no network, and then with one', async () => {
  const page = await openPage('free.html');
  expect(await encodeIn(page, 'gpt2')).toEqual(hello);
  await page.context().setOffline(true);
  expect(await encodeIn(page, 'r50k_base')).toEqual({
    code: 'network',
    message: expect.stringContaining('Check the connection and try again'),
  });
  await page.context().setOffline(false);
  expect(await encodeIn(page, 'r50k_base')).toEqual(hello);
});

test('what talks to a worker is fetched when it is asked for, and again when that failed', async () => {
  const page = await openPage('free.html');
  await page.context().setOffline(true);
  const inWorker = () =>
    page.evaluate(`inWorker().catch(({ code, message }) => ({ code, message }))`);
  expect(await inWorker()).toEqual({
    code: 'network',
    message: expect.stringContaining('Check the connection and try again'),
  });
  await page.context().setOffline(false);
  expect(await inWorker()).toMatchObject({ ids: hello });
});
