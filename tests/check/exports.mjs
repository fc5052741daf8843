// The modules export what wasm/exports.txt lists, and import nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, run } from '../../wasm/toolchain/process.mjs';

main(() => {
  run('make', ['-s', '-f', 'emscripten.mk']);

  const listed = readFileSync(join(root, 'wasm/exports.txt'), 'utf8').trimEnd().split('\n');
  if (listed.join() !== [...listed].sort().join()) complain('wasm/exports.txt is not in order.');
  for (const file of ['bpeek.wasm', 'bpeek-scalar.wasm']) checkModule(file, listed);
});

function checkModule(file, listed) {
  const module = new WebAssembly.Module(readFileSync(join(root, 'dist', file)));
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const imported = WebAssembly.Module.imports(module).map(
    ({ module, name }) => `${module}.${name}`,
  );
  for (const name of exported.filter((name) => !listed.includes(name))) {
    complain(`${file} exports ${name}, which wasm/exports.txt does not list.`);
  }
  for (const name of listed.filter((name) => !exported.includes(name))) {
    complain(`${file} does not export ${name}, which wasm/exports.txt lists.`);
  }
  for (const name of imported) complain(`${file} imports ${name}; it must import nothing.`);
}

function complain(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}
