// `npm run test:embed`: bpeek as others use it, in their bundlers and course tools. What these are
// is installed into node_modules folders of their own, on demand. Arguments go to Vitest.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../wasm/toolchain/build.mjs';
import { main, root, run } from '../wasm/toolchain/process.mjs';
import { setup } from '../wasm/toolchain/setup.mjs';

const here = join(root, 'tests');

/** Installs what a folder's lockfile names, unless that has been done since the lockfile changed. */
function install(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  const lockfile = join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.log(`Installing what ${folder} names`);
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...options], { cwd: folder, quiet: true });
}

main(async () => {
  setup(['build', 'test']);
  await build();
  install(join(here, 'package'));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const config = '--config=tests/vitest.embed.config.mjs';
  run(process.execPath, [vitest, 'run', config, ...process.argv.slice(2)]);
});
