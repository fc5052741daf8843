// The project's files as the checks see them: what git knows or would add.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../wasm/toolchain/process.mjs';

/** Paths from the root, without what .gitignore names and what has been deleted. */
export function projectFiles() {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  return execFileSync('git', list, { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
}

/** A Map from path to content of the files whose path matches. */
export function readFiles(pattern) {
  const paths = projectFiles().filter((path) => pattern.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
