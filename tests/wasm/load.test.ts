/** Loading: from names, addresses, bytes and files, over a network that may fail. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dist, readDist } from './support/dist.ts';

type Bpeek = typeof import('../../wasm/index.ts');

let server: Server;
let base: URL;
let requests: string[];
let answer: RequestListener;
/** A copy of the library of its own, whose engine has not started. */
let bpeek: Bpeek;

beforeEach(async () => {
  requests = [];
  answer = serveDist;
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/app/`);
  vi.resetModules();
  bpeek = await import('../../wasm/index.ts');
  bpeek.configure({ base });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const serveDist: RequestListener = async (request, response) => {
  const path = (request.url ?? '').replace('/app/', '');
  const file = await readDist(path);
  const type = path.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': file.length }).end(file);
};

/** Answers as `special` does for paths that end so, and with the files for all others. */
function serve(ending: string, special: RequestListener): void {
  answer = (request, response) =>
    (request.url?.endsWith(ending) ? special : serveDist)(request, response);
}

async function failure(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  if (error instanceof bpeek.BpeekError) return error;
  throw new Error(`No BpeekError but ${String(error)}`, { cause: error });
}

const hello = [31373, 995];

test('from a name, over the network', async () => {
  const progress: [number, number | undefined][] = [];
  using tokenizer = await bpeek.Tokenizer.load('gpt2', {
    onProgress: (loaded, total) => progress.push([loaded, total]),
  });
  expect([...tokenizer.encode('hello world')]).toEqual(hello);
  const size = (await readDist('encodings/gpt2.bpeek')).length;
  expect(progress.at(-1)).toEqual([size, size]);
  expect(progress.map(([loaded]) => loaded)).toEqual(
    progress.map(([loaded]) => loaded).sort((a, b) => a - b),
  );
  expect(requests.sort()).toEqual(['/app/bpeek.wasm', '/app/encodings/gpt2.bpeek']);
});

test('progress without a length', async () => {
  serve('gpt2.bpeek', async (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.end(await readDist('encodings/gpt2.bpeek'));
  });
  const progress: [number, number | undefined][] = [];
  using tokenizer = await bpeek.Tokenizer.load('gpt2', {
    onProgress: (loaded, total) => progress.push([loaded, total]),
  });
  expect(tokenizer.name).toBe('gpt2');
  expect(progress.at(-1)).toEqual([(await readDist('encodings/gpt2.bpeek')).length, undefined]);
});

test('all who load the same encoding share one download and one copy', async () => {
  const tokenizers = await Promise.all(
    Array.from({ length: 10 }, () => bpeek.Tokenizer.load('gpt2')),
  );
  const later = await bpeek.Tokenizer.load('gpt2');
  expect(requests.sort()).toEqual(['/app/bpeek.wasm', '/app/encodings/gpt2.bpeek']);
  for (const tokenizer of tokenizers) tokenizer.free();
  expect([...later.encode('hello world')]).toEqual(hello);
  later.free();
  // With the last of them the copy is gone.
  using again = await bpeek.Tokenizer.load('gpt2');
  expect([...again.encode('hello world')]).toEqual(hello);
  expect(requests.length).toBe(3);
});

test('from an address, bytes, a buffer and a file', async () => {
  const bytes = await readDist('encodings/gpt2.bpeek');
  const url = new URL('encodings/gpt2.bpeek?v=1', base);
  const fileUrl = new URL('encodings/gpt2.bpeek', dist);
  for (const [source, name] of [
    [url, 'gpt2'],
    [url.href, 'gpt2'],
    [fileUrl, 'gpt2'],
    [fileURLToPath(fileUrl), 'gpt2'],
    [bytes, ''],
    [bytes.buffer, ''],
    [new Blob([bytes]), ''],
    [new File([bytes], 'mine.bpeek'), 'mine'],
  ] as const) {
    using tokenizer = await bpeek.Tokenizer.load(source);
    expect(tokenizer.name).toBe(name);
    expect([...tokenizer.encode('hello world')]).toEqual(hello);
  }
  using named = await bpeek.Tokenizer.load(bytes, { name: 'course' });
  expect(named.name).toBe('course');
});

test('a folder is a folder with or without a slash at its end', async () => {
  bpeek.configure({ base: base.href.slice(0, -1) });
  using tokenizer = await bpeek.Tokenizer.load('gpt2');
  expect(tokenizer.vocabularySize).toBe(50257);
});

test('the engine from a server that does not know its type', async () => {
  serve('.wasm', async (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.end(await readDist('bpeek.wasm'));
  });
  using tokenizer = await bpeek.Tokenizer.load('gpt2');
  expect([...tokenizer.encode('hello world')]).toEqual(hello);
});

test('the scalar engine where WebAssembly has no vectors', async () => {
  using validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  using tokenizer = await bpeek.Tokenizer.load('gpt2');
  expect([...tokenizer.encode('hello world')]).toEqual(hello);
  expect(requests.sort()).toEqual(['/app/bpeek-scalar.wasm', '/app/encodings/gpt2.bpeek']);
  expect(validate).toHaveBeenCalledOnce();
});

test('an answer that is not the file', async () => {
  for (const ending of ['.wasm', 'gpt2.bpeek']) {
    serve(ending, (_, response) => response.writeHead(404).end('gone'));
    const missing = await failure(bpeek.Tokenizer.load('gpt2'));
    expect(missing.code).toBe('network');
    expect(missing.message).toMatch(/answers 404 Not Found\. Check/);
    expect(missing.message).toContain(ending);
    serve(ending, (_, response) => {
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end('<!doctype html>');
    });
    const page = await failure(bpeek.Tokenizer.load('gpt2'));
    expect(page.code).toBe('network');
    expect(page.message).toMatch(/answers with a web page/);
  }
  // What failed is tried again.
  answer = serveDist;
  using tokenizer = await bpeek.Tokenizer.load('gpt2');
  expect(tokenizer.name).toBe('gpt2');
});

test('no network, then a network', async () => {
  const fetch = vi.fn(() => Promise.reject(new TypeError('fetch failed')));
  vi.stubGlobal('fetch', fetch);
  const { code, message } = await failure(bpeek.Tokenizer.load('gpt2'));
  expect(code).toBe('network');
  expect(message).toMatch(/could not be fetched from http.* Check the connection and try again/);
  vi.unstubAllGlobals();
  using tokenizer = await bpeek.Tokenizer.load('gpt2');
  expect(tokenizer.name).toBe('gpt2');
});

test('a connection that breaks', async () => {
  serve('gpt2.bpeek', async (_, response) => {
    const file = await readDist('encodings/gpt2.bpeek');
    response.writeHead(200, { 'Content-Length': file.length });
    response.write(file.subarray(0, 1000), () => response.destroy());
  });
  for (const options of [{}, { onProgress: () => undefined }]) {
    const { code, message } = await failure(bpeek.Tokenizer.load('gpt2', options));
    expect(code).toBe('network');
    expect(message).toMatch(/connection broke while the encoding gpt2 was loading/);
  }
});

test('a file that is not there', async () => {
  const { code, message } = await failure(bpeek.Tokenizer.load(new URL('none.bpeek', dist)));
  expect(code).toBe('network');
  expect(message).toMatch(/none\.bpeek could not be read/);
});

test('an engine that does not start', async () => {
  serve('.wasm', (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/wasm' }).end('no wasm');
  });
  const { code, message } = await failure(bpeek.Tokenizer.load('gpt2'));
  expect(code).toBe('engine');
  expect(message).toMatch(/does not start \(.*wasm-unsafe-eval/);
  vi.stubGlobal('WebAssembly', undefined);
  const missing = await failure(bpeek.Tokenizer.load('gpt2'));
  expect(missing.code).toBe('engine');
  expect(missing.message).toMatch(/no WebAssembly/);
});

test('a damaged file tells where', async () => {
  serve('gpt2.bpeek', async (_, response) => {
    const file = await readDist('encodings/gpt2.bpeek');
    response.end(file.subarray(0, file.length / 2));
  });
  const { code, offset } = await failure(bpeek.Tokenizer.load('gpt2'));
  expect(code).toBe('damaged_file');
  expect(offset).toBeGreaterThan(0);
});

test('a load that is aborted rejects with the reason', async () => {
  const reason = new Error('enough');
  const before = AbortSignal.abort(reason);
  for (const source of [
    'gpt2',
    new URL('encodings/gpt2.bpeek', base),
    new URL('x', dist),
    new Blob([]),
  ]) {
    await expect(bpeek.Tokenizer.load(source, { signal: before })).rejects.toBe(reason);
  }
  expect(requests).toEqual([]);
  const controller = new AbortController();
  const closed = new Promise<void>((resolve) => {
    serve('gpt2.bpeek', (_, response) => {
      response.on('close', resolve);
      response.writeHead(200).write('bpeek', () => controller.abort(reason));
    });
  });
  await expect(bpeek.Tokenizer.load('gpt2', { signal: controller.signal })).rejects.toBe(reason);
  // Nobody waits for the download any more, so it stops.
  await closed;
  answer = serveDist;
  using tokenizer = await bpeek.Tokenizer.load('gpt2');
  expect(tokenizer.name).toBe('gpt2');
});

test('one who aborts does not take the download from the others', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  serve('gpt2.bpeek', async (_, response) => {
    const file = await readDist('encodings/gpt2.bpeek');
    response.writeHead(200).write(file.subarray(0, 1000), () => {
      controller.abort(reason);
      response.end(file.subarray(1000));
    });
  });
  const aborted = bpeek.Tokenizer.load('gpt2', { signal: controller.signal });
  const patient = bpeek.Tokenizer.load('gpt2');
  await expect(aborted).rejects.toBe(reason);
  using tokenizer = await patient;
  expect([...tokenizer.encode('hello world')]).toEqual(hello);
});
