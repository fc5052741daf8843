// The tests of `npm run test:embed`: bpeek in other people's tools, which take long to install.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const minutes = 60_000;

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    name: 'embed',
    include: ['tests/**/*.embed.ts'],
    exclude: ['**/node_modules/**'],
    maxWorkers: availableParallelism(),
    testTimeout: 5 * minutes,
    hookTimeout: 5 * minutes,
  },
});
