// Brings dist/ up to date, skipping what already is.
import { availableParallelism } from 'node:os';
import { main, run } from './process.mjs';

const make = ['-s', `-j${availableParallelism()}`];

main(() => {
  run('make', [...make, '-f', 'emscripten.mk']);
});
