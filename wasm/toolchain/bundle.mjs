// TypeScript to dist/: the library for other people's programs, and the page.
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitTypes } from './declarations.mjs';
import { root, Stop } from './process.mjs';

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

// The addresses of bpeek's files, which Vite leaves alone here: other people's bundlers shall not.
// Spaces take the place of the comment, so that nothing moves and the source map stays true. The
// files are in dist/ itself, which the widget's modules are not.
const addressesForOtherBundlers = {
  name: 'addresses-for-other-bundlers',
  renderChunk: (code, { fileName }) => ({
    code: code.replaceAll(/(?<=\bnew URL\(\s*)\/\* @vite-ignore \*\/(\s*["'`])\.\//g, (_, quote) =>
      fileName.startsWith('widget/') ? `${quote}../` : `${' '.repeat(18)}${quote}./`,
    ),
    map: null,
  }),
};

/**
 * dist/index.js, with what it loads on demand in dist/parts, and its types; and dist/worker.js,
 * which it starts: a single file, since bundlers copy it as it is.
 */
export async function bundleLibrary() {
  rmSync(join(dist, 'parts'), { recursive: true, force: true });
  await bundleModule('index', 'wasm/index.ts', {
    chunkFileNames: 'parts/[name]-[hash].js',
    // What index.js and its parts have in common is one file, for it is needed at once.
    codeSplitting: {
      groups: [{ name: 'common', test: /wasm\/([^/]+|formats\/as-ranks\.ts)$/, minShareCount: 2 }],
    },
  });
  await bundleModule('worker', 'wasm/worker.ts', { codeSplitting: false });
  emitTypes();
}

async function bundleModule(name, source, output) {
  await vite('the library', {
    configFile: false,
    root,
    publicDir: false,
    plugins: [addressesForOtherBundlers],
    build: {
      lib: { entry: { [name]: source }, formats: ['es'] },
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      sourcemap: true,
      rolldownOptions: { output: { minify: true, ...output } },
    },
  });
}

/**
 * dist/widget.js, the tag for other people's pages; dist/embed.html, for those that take iframes
 * only, with embed.js for its height; and what these load, dist/widget/.
 */
export async function bundleWidget() {
  rmSync(join(dist, 'widget'), { recursive: true, force: true });
  await vite('the widget', {
    configFile: false,
    root: join(root, 'web'),
    base: './',
    publicDir: false,
    plugins: [onlyInlineStyles, addressesForOtherBundlers],
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      // Vite's preloading names files as they are here, not as another bundler names them.
      modulePreload: false,
      rolldownOptions: {
        treeshake,
        input: {
          widget: join(root, 'web/src/widget/widget.ts'),
          embed: join(root, 'web/src/widget/embed.ts'),
          frame: join(root, 'web/embed.html'),
        },
        preserveEntrySignatures: 'allow-extension',
        output: {
          entryFileNames: ({ name }) =>
            name === 'frame' ? 'widget/[name]-[hash].js' : '[name].js',
          chunkFileNames: 'widget/[name]-[hash].js',
          // What several parts use is one file, which is asked for at once, not one after the other.
          // The tag, which is there before that, does without it.
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [
              {
                name: 'playground',
                minShareCount: 2,
                test: /^(?!.*(\/widget\/(host-styles|attributes|settings)|\/state\/policy|preload-helper)\.[jt]s$)/,
              },
            ],
          },
          assetFileNames: ({ names }) =>
            isText(names) ? sharedText : 'widget/[name]-[hash][extname]',
        },
      },
    },
  });
  for (const name of ['widget.css', 'widget.d.ts']) {
    copyFileSync(join(root, 'web', name), join(dist, name));
  }
  await writeManifest();
}

// The Declaration in all languages is one copy for the page and the widget.
const isText = ([name]) => name?.endsWith('.bin');
const sharedText = 'texts/[name]-[hash][extname]';

/** dist/custom-elements.json: the tag, for editors (the format of custom-elements-manifest). */
async function writeManifest() {
  const { runnerImport } = await import('vite');
  const path = 'web/src/widget/attribute-docs.ts';
  const { module } = await runnerImport(join(root, path), { configFile: false, root });
  const attributes = Object.entries(module.attributes).map(([name, { type, ...facts }]) => ({
    name,
    type: { text: type },
    description: facts.description,
    default: facts.default,
  }));
  const declaration = {
    kind: 'class',
    customElement: true,
    name: 'BpeekPlayground',
    tagName: 'bpeek-playground',
    description: module.description,
    superclass: { name: 'HTMLElement' },
    attributes,
    members: module.members,
    events: module.events,
    cssProperties: module.cssProperties,
    cssParts: module.cssParts,
  };
  const reference = { name: 'BpeekPlayground', module: 'widget.js' };
  const manifest = {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path: 'widget.js',
        declarations: [declaration],
        exports: [
          { kind: 'js', name: 'BpeekPlayground', declaration: reference },
          { kind: 'custom-element-definition', name: 'bpeek-playground', declaration: reference },
        ],
      },
    ],
  };
  writeFileSync(join(dist, 'custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

// Styles that modules import for the page would end up in the document around a widget, which
// adopts them in its shadow tree instead (web/src/widget/styles.ts).
const onlyInlineStyles = {
  name: 'only-inline-styles',
  enforce: 'pre',
  resolveId: (id) => (/^[^?]*\.css$/.test(id) ? '\0no-style' : undefined),
  load: (id) => (id === '\0no-style' ? '' : undefined),
};

// CodeMirror's commands know how to indent code, which takes a parser; the editor does not indent.
// These packages do nothing by being there, and are left out where nothing of them is used.
const treeshake = {
  moduleSideEffects: [{ test: /\/node_modules\/(@lezer|@codemirror)\//, sideEffects: false }],
};

/** dist/*.html with dist/assets and dist/texts, and the licences of all that is in dist/. */
export async function bundlePage() {
  // What an earlier build has left there has other names.
  for (const folder of ['assets', 'texts'])
    rmSync(join(dist, folder), { recursive: true, force: true });
  for (const name of readdirSync(dist).filter((name) => name.endsWith('.html')))
    rmSync(join(dist, name));
  await vite('the page', {
    configFile: join(root, 'web/vite.config.ts'),
    build: {
      license: { fileName: 'assets/licenses.md' },
      rolldownOptions: {
        treeshake,
        output: {
          assetFileNames: ({ names }) =>
            isText(names) ? sharedText : 'assets/[name]-[hash][extname]',
        },
      },
    },
  });
  for (const name of ['LICENSE', 'NOTICE']) copyFileSync(join(root, name), join(dist, name));
}
