// Prints the graph that wasm-metadce wants: only what wasm/exports.txt names
// is reached from outside. (Emscripten exports more than it is asked to.)
import { readFileSync } from 'node:fs';

const exports = readFileSync(new URL('../exports.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((name) => name !== '');

const outside = { name: 'outside', root: true, reaches: exports };
console.log(JSON.stringify([outside, ...exports.map((name) => ({ name, export: name }))]));
