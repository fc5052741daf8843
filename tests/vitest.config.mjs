import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Limits for tests that hang, not for tests that are slow.
const minutes = 60_000;

function project(name, pattern, limits) {
  return { test: { name, include: [`tests/${name}/**/${pattern}`], ...limits } };
}

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // Vitest would leave one processor to its main thread, which has little to do.
    maxWorkers: availableParallelism(),
    projects: [
      project('check', '*.test.mjs', {}),
      project('cli', '*.test.ts', {}),
      project('wasm', '*.test.ts', { testTimeout: 5 * minutes, hookTimeout: 2 * minutes }),
      project('web', '*.test.ts', {
        testTimeout: 2 * minutes,
        hookTimeout: 2 * minutes,
        fileParallelism: false,
        // After the others, so that a browser has the processors to itself.
        sequence: { groupOrder: 1 },
      }),
    ],
  },
});
