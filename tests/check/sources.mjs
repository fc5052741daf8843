// core/sources.mk lists exactly the C files of core/src and core/cli, in order.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../wasm/toolchain/process.mjs';
import { projectFiles } from './tree.mjs';

const makefile = readFileSync(join(root, 'core/sources.mk'), 'utf8').replaceAll('\\\n', ' ');

for (const [variable, folder] of [
  ['CORE_SOURCES', 'core/src/'],
  ['CLI_SOURCES', 'core/cli/'],
]) {
  const assignment = makefile.match(new RegExp(`^${variable} =(.*)$`, 'm'));
  const listed = assignment[1].split(/\s+/).filter((name) => name !== '');
  const present = projectFiles()
    .filter((path) => path.startsWith(folder) && path.endsWith('.c'))
    .map((path) => path.slice(folder.length));
  const complain = (sentence) => {
    console.error(`core/sources.mk, ${variable}: ${sentence}`);
    process.exitCode = 1;
  };
  for (const name of present.filter((name) => !listed.includes(name)))
    complain(`${name} is missing.`);
  for (const name of listed.filter((name) => !present.includes(name)))
    complain(`there is no ${name}.`);
  if (listed.join() !== [...listed].sort().join()) complain('not in alphabetical order.');
}
