import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// The engine and the encodings are put into dist/ by their own build steps,
// which is why Vite neither copies nor empties anything there.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: false,
  build: {
    outDir: '../dist',
    emptyOutDir: false,
    modulePreload: { polyfill: false },
  },
});
