/** The server of `npm start`: what browsers may keep, and for how long. */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedFolder, serveFolder } from './support/folder.ts';

const dist = new URL('../../dist/', import.meta.url);

let served: ServedFolder;
beforeAll(async () => {
  served = await serveFolder(fileURLToPath(dist));
});
afterAll(() => served.close());

async function lifetime(path: string): Promise<string | null> {
  const response = await fetch(served.address + path, { method: 'HEAD' });
  expect(response.status, path).toBe(200);
  return response.headers.get('Cache-Control');
}

test('files with a hash in their names are kept for good', async () => {
  for (const folder of ['assets', 'parts', 'texts', 'widget']) {
    const names = await readdir(new URL(`${folder}/`, dist));
    const hashed = names.filter((name) => name !== 'licenses.md');
    expect(hashed.length).toBeGreaterThan(1);
    for (const name of hashed) {
      expect(await lifetime(`${folder}/${name}`), name).toBe('max-age=31536000, immutable');
    }
  }
});

test('all others are asked for anew, and are not sent again', async () => {
  for (const path of ['', 'index.js', 'worker.js', 'bpeek.wasm', 'encodings/gpt2.bpeek']) {
    expect(await lifetime(path), path).toBe('no-cache');
    const { headers } = await fetch(served.address + path, { method: 'HEAD' });
    const again = await fetch(served.address + path, {
      headers: { 'If-None-Match': headers.get('ETag') ?? '' },
    });
    expect(again.status, path).toBe(304);
  }
});
