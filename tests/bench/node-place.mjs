// What the peers need in Node.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const place = {
  dist: new URL('../../dist/', import.meta.url).href,
  read: (url) => readFile(new URL(url)),
  tiktoken: async () => require('tiktoken').Tiktoken,
};
