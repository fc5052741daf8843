// A page that measures: bundles page-place.mjs, serves it from localhost, and calls what it offers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { root } from '../../wasm/toolchain/process.mjs';
import { address, serve } from '../../web/serve.mjs';
import { launchOptions } from '../web/support/chromium.mjs';

const FOLDER = 'build/bench/page';
// These find files beside themselves, and so are served as they are.
const asTheyAre = {
  hypertok: 'hypertok/src/index.mjs',
  '@hypertok/vocab-gpt2': '@hypertok/vocab-gpt2/index.mjs',
  '@hypertok/vocab-cl100k': '@hypertok/vocab-cl100k/index.mjs',
  '@hypertok/vocab-o200k': '@hypertok/vocab-o200k/index.mjs',
};

async function bundle() {
  await build({
    configFile: false,
    logLevel: 'error',
    root: `${root}tests/bench`,
    base: './',
    build: {
      outDir: `${root}${FOLDER}`,
      emptyOutDir: true,
      target: 'esnext',
      minify: false,
      assetsInlineLimit: 0,
      rollupOptions: {
        input: `${root}tests/bench/page-place.mjs`,
        external: Object.keys(asTheyAre),
        output: { entryFileNames: 'bench.js' },
      },
    },
  });
  const imports = Object.fromEntries(
    Object.entries(asTheyAre).map(([name, path]) => [name, `/tests/bench/node_modules/${path}`]),
  );
  mkdirSync(`${root}${FOLDER}`, { recursive: true });
  writeFileSync(
    `${root}${FOLDER}/index.html`,
    `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>` +
      '<script type="module" src="bench.js"></script>',
  );
}

/** `call(name, request)` calls what the page offers, in a page of its own. */
export async function openBenchPage() {
  await bundle();
  const server = await serve(0, root);
  const browser = await chromium.launch(launchOptions);
  return {
    async call(name, request) {
      const context = await browser.newContext();
      const page = await context.newPage();
      // A page that measures for minutes is no page that hangs.
      page.setDefaultTimeout(0);
      await page.goto(`${address(server)}${FOLDER}/`);
      await page.waitForFunction(() => window.bench !== undefined);
      const answer = await page.evaluate(
        ([key, value]) => window.bench[key](value),
        [name, request],
      );
      await context.close();
      return answer;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
