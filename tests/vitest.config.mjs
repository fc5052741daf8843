import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Limits for tests that hang, not for tests that are slow.
const minutes = 60_000;

function project(name, include, more = {}) {
  return { extends: true, test: { name, include, ...more } };
}

// These fill the whole of WebAssembly's memory, or start many processes: both take long in a large
// process.
const inSmall = ['tests/wasm/*memory.test.ts', 'tests/wasm/cli.test.ts'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // Vitest would leave one processor to its main thread, which has little to do.
    maxWorkers: availableParallelism(),
    // The files that a worker runs share what they import, and one browser.
    isolate: false,
    experimental: { fsModuleCache: true, fsModuleCachePath: 'build/vitest' },
    testTimeout: 5 * minutes,
    hookTimeout: 2 * minutes,
    expect: { poll: { timeout: minutes } },
    projects: [
      project('small', inSmall, { isolate: true }),
      project('all', ['tests/**/*.test.{ts,mjs}'], { exclude: [...inSmall, '**/node_modules/**'] }),
    ],
  },
});
