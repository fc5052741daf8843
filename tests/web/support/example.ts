/** A page of web/examples, with what it names beside it: as a stranger has it, but not copied. */
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder of an example, in which paths are links to folders of the project. */
export async function exampleWith(name: string, links: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'bpeek-example-'));
  const source = join(root, 'web/examples', name);
  for (const file of await readdir(source)) await symlink(join(source, file), join(folder, file));
  for (const [path, target] of Object.entries(links)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(root, target), join(folder, path));
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
