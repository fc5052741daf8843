// The projects of web/examples, made ready in build/examples as a stranger would: with what their
// lockfiles name, and with bpeek as it is packed.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../wasm/toolchain/process.mjs';

const source = join(root, 'web/examples');
const built = join(root, 'build/examples');

/** Where the pages that name bpeek's files have them; the others install the package. */
const copies = { plain: 'bpeek', mkdocs: 'docs/bpeek' };

/** Installs what a folder's lockfile names, unless that has been done since the lockfile changed. */
export function install(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  const lockfile = join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.log(`Installing what ${folder} names`);
  // A build sets NODE_ENV for whatever comes after it.
  const options = ['--include=dev', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...options], { cwd: folder, quiet: true });
}

export function prepareExamples() {
  mkdirSync(built, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const tarball = join(built, `bpeek-${version}.tgz`);
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', built], { quiet: true });
  for (const name of readdirSync(source)) prepare(name, join(built, name), tarball);
}

function prepare(name, folder, tarball) {
  mkdirSync(folder, { recursive: true });
  // Modules are kept, but not what tools have remembered of an earlier bpeek.
  for (const file of readdirSync(folder)) {
    if (file !== 'node_modules') rmSync(join(folder, file), { recursive: true });
  }
  for (const cache of ['.vite', '.cache', '.astro']) {
    rmSync(join(folder, 'node_modules', cache), { recursive: true, force: true });
  }
  cpSync(join(source, name), folder, { recursive: true, preserveTimestamps: true });
  if (copies[name]) {
    unpack(tarball, join(folder, copies[name]), 'package/dist');
  } else {
    cpSync(tarball, join(folder, tarball.slice(built.length)));
    install(folder);
    // npm takes a tarball of the same name for the one that it knows.
    unpack(tarball, join(folder, 'node_modules/bpeek'), 'package');
  }
}

function unpack(tarball, folder, part) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const strip = `--strip-components=${part.split('/').length}`;
  run('tar', ['-xzf', tarball, '-C', folder, strip, part]);
}
