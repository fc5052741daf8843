// node_modules as package-lock.json says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { root, run, Stop } from './process.mjs';

/** Installs the npm packages if what is there is not what the lockfile says. */
export function ensureNodeModules() {
  const locked = readJson('package-lock.json').packages;
  const { devDependencies, dependencies } = readJson('package.json');
  const { devDependencies: lockedDev, dependencies: lockedUse } = locked[''];
  if (!isDeepStrictEqual([devDependencies, dependencies], [lockedDev, lockedUse])) {
    throw new Stop(
      'package-lock.json is not that of package.json. Run this, then try again: npm install',
    );
  }
  if (isInstalled(locked)) return;
  console.log('Installing the npm packages');
  // Not `npm ci`: it wants the packages of all other platforms in the lockfile,
  // also where the registry has none of them.
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...options], { quiet: true });
}

// npm leaves a list of what it has installed in node_modules, written last.
function isInstalled(locked) {
  const list = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, list))) return false;
  const installed = readJson(list).packages;
  // An optional package is absent where it is for another platform.
  return Object.entries(locked).every(
    ([path, { integrity, optional }]) =>
      path === '' || (path in installed ? installed[path].integrity === integrity : optional),
  );
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
