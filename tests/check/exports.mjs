// dist/bpeek.wasm exports what wasm/exports.txt lists, and imports nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, run } from '../../wasm/toolchain/process.mjs';

main(() => {
  run('make', ['-s', '-f', 'emscripten.mk']);

  const listed = readFileSync(join(root, 'wasm/exports.txt'), 'utf8').trimEnd().split('\n');
  const module = new WebAssembly.Module(readFileSync(join(root, 'dist/bpeek.wasm')));
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const imported = WebAssembly.Module.imports(module).map(
    ({ module, name }) => `${module}.${name}`,
  );

  for (const name of exported.filter((name) => !listed.includes(name))) {
    complain(`bpeek.wasm exports ${name}, which wasm/exports.txt does not list.`);
  }
  for (const name of listed.filter((name) => !exported.includes(name))) {
    complain(`bpeek.wasm does not export ${name}, which wasm/exports.txt lists.`);
  }
  for (const name of imported) complain(`bpeek.wasm imports ${name}; it must import nothing.`);
  if (listed.join() !== [...listed].sort().join()) complain('wasm/exports.txt is not in order.');
});

function complain(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}
