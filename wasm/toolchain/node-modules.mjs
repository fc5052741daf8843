// node_modules as package-lock.json says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './process.mjs';

/** Runs `npm ci` if what is installed is not what the lockfile says. */
export function ensureNodeModules() {
  if (isInstalled()) return;
  console.log('Installing the npm packages');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
}

// npm leaves a list of what it has installed in node_modules, written last.
function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = packages(installed);
  const want = packages(join(root, 'package-lock.json'));
  delete want[''];
  // An optional package is absent where it is for another platform.
  return (
    Object.keys(have).every((path) => path in want) &&
    Object.entries(want).every(([path, { integrity, optional }]) =>
      path in have ? have[path].integrity === integrity : optional,
    )
  );
}

function packages(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}
