// The library's types: dist/index.d.ts, and in dist/types the declarations that it reaches.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { root, run } from './process.mjs';

const entry = `/// <reference lib="esnext.disposable" />
export * from './types/index.js';
`;
// `from './abi.ts'`, and `import('./abi.ts')` within a type.
const specifier = /(?<=\b(?:from |import\()['"])(\.{1,2}\/[^'"]*)\.ts(?=['"])/g;

export function emitTypes() {
  const types = join(root, 'dist/types');
  const all = mkdtempSync(join(tmpdir(), 'bpeek-declarations-'));
  try {
    const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
    const out = ['--stripInternal', '--outDir', all];
    run('node_modules/.bin/tsc', ['-p', 'wasm', ...options, ...out]);
    rmSync(types, { recursive: true, force: true });
    for (const [path, text] of reached(all, 'index')) {
      const file = join(types, `${path}.d.ts`);
      mkdirSync(dirname(file), { recursive: true });
      // Not every TypeScript takes .ts in a declaration for what it is.
      writeFileSync(file, text.replace(specifier, '$1.js'));
    }
    writeFileSync(join(root, 'dist/index.d.ts'), entry);
  } finally {
    rmSync(all, { recursive: true });
  }
}

function reached(folder, first) {
  const found = new Map();
  const queue = [first];
  for (const path of queue) {
    if (found.has(path)) continue;
    const text = readFileSync(join(folder, `${path}.d.ts`), 'utf8');
    found.set(path, text);
    for (const [, to] of text.matchAll(specifier)) queue.push(posix.join(posix.dirname(path), to));
  }
  return found;
}
