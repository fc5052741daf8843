// TypeScript to dist/: the library for other people's pages, and the page.
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, Stop } from './process.mjs';

const dist = join(root, 'dist');

// Loading Vite takes a while, so it is loaded only when there is work for it.
async function vite(what, config) {
  const { build } = await import('vite');
  try {
    await build({ logLevel: 'warn', ...config });
  } catch (error) {
    throw new Stop(`Vite cannot build ${what}. ${error.message}`);
  }
}

/** dist/index.js with its types, dist/index.d.ts; and dist/worker.js, which it starts. */
export async function bundleLibrary() {
  await bundleModule('index', 'wasm/index.ts');
  await bundleModule('worker', 'wasm/worker.ts');
  const types = join(dist, 'types');
  rmSync(types, { recursive: true, force: true });
  const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
  run('node_modules/.bin/tsc', ['-p', 'wasm', ...emit, '--outDir', types]);
  writeFileSync(join(dist, 'index.d.ts'), "export * from './types/index.js';\n");
}

async function bundleModule(name, source) {
  await vite('the library', {
    configFile: false,
    root,
    publicDir: false,
    build: {
      lib: { entry: { [name]: source }, formats: ['es'] },
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      // One file that is easy to take along. Pages load what they seldom need on demand.
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
}

/** dist/widget.js, the tag for other people's pages, and what it loads, dist/widget/. */
export async function bundleWidget() {
  rmSync(join(dist, 'widget'), { recursive: true, force: true });
  await vite('the widget', {
    configFile: false,
    root: join(root, 'web'),
    base: './',
    publicDir: false,
    plugins: [onlyInlineStyles],
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { widget: join(root, 'web/src/widget/widget.ts') },
        preserveEntrySignatures: 'exports-only',
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'widget/[name]-[hash].js',
          assetFileNames: 'widget/[name]-[hash][extname]',
        },
      },
    },
  });
}

// Styles that modules import for the page would end up in the document around a widget, which
// adopts them in its shadow tree instead (web/src/widget/styles.ts).
const onlyInlineStyles = {
  name: 'only-inline-styles',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.css') ? '\0no-style' : undefined),
  load: (id) => (id === '\0no-style' ? '' : undefined),
};

/** dist/*.html with dist/assets, and the licences of all that is in dist/. */
export async function bundlePage() {
  // What an earlier build has left there has other names.
  rmSync(join(dist, 'assets'), { recursive: true, force: true });
  for (const name of readdirSync(dist).filter((name) => name.endsWith('.html')))
    rmSync(join(dist, name));
  await vite('the page', {
    configFile: join(root, 'web/vite.config.ts'),
    build: { license: { fileName: 'assets/licenses.md' } },
  });
  for (const name of ['LICENSE', 'NOTICE']) copyFileSync(join(root, name), join(dist, name));
}
