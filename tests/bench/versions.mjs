// Which version of a package is measured.
import { readFile } from 'node:fs/promises';

export async function versionOf(name) {
  const home = name === 'bpeek' ? '../../package.json' : `../../node_modules/${name}/package.json`;
  const own = new URL(`node_modules/${name}/package.json`, import.meta.url);
  const file = await readFile(own).catch(() => readFile(new URL(home, import.meta.url)));
  return JSON.parse(file.toString()).version;
}
