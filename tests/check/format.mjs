// `npm run format`: lays out all code as `npm run check` wants it.
import { run } from '../../wasm/toolchain/process.mjs';
import { projectFiles } from './tree.mjs';

const c = projectFiles().filter((path) => /\.[ch]$/.test(path));
if (c.length > 0) run('clang-format', ['-i', ...c]);
run('node_modules/.bin/biome', ['check', '--write', '.']);
