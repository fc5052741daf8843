// `npm run check`: everything that can be said about the code without running
// it. `npm test` runs the same and counts each check as one test.
import { availableParallelism } from 'node:os';
import { finish, isStarted } from '../../wasm/toolchain/process.mjs';
import { projectFiles } from './tree.mjs';

const bin = 'node_modules/.bin';
const make = ['make', '-s', '-k', `-j${availableParallelism()}`];

// Each check is a command that says what is wrong and exits with other than 0.
function checks() {
  const c = projectFiles().filter((path) => /\.[ch]$/.test(path));
  return {
    'C is formatted': ['clang-format', '--dry-run', '-Werror', ...c],
    'TypeScript, CSS and JSON are formatted and lint-free': [
      `${bin}/biome`,
      'check',
      '--error-on-warnings',
      '.',
    ],
    'wasm has no type errors': [`${bin}/tsc`, '-p', 'wasm'],
    'web has no type errors': [`${bin}/tsc`, '-p', 'web'],
    'tests have no type errors': [`${bin}/tsc`, '-p', 'tests'],
    'the Unicode tables are those of the generator': [
      'node',
      'wasm/toolchain/unicode.mjs',
      '--check',
    ],
    'the never-arrows are kept': ['node', 'tests/check/arrows.mjs'],
    'styles ask for the width of the playground': ['node', 'tests/check/widths.mjs'],
    'core/sources.mk lists the files there are': ['node', 'tests/check/sources.mjs'],
    'the module exports what wasm/exports.txt lists': ['node', 'tests/check/exports.mjs'],
    'clang-tidy has no warnings in core and tests': [...make, '-C', 'core', 'tidy'],
    'clang-tidy has no warnings in wasm': [...make, '-f', 'emscripten.mk', 'tidy'],
  };
}

/** Runs all checks; those that fail say why. */
export async function runChecks(print) {
  const total = { passed: 0, failed: 0 };
  for (const [name, [command, ...args]] of Object.entries(checks())) {
    const { ok, ended, output } = await finish(command, args);
    print(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
    if (!ok) print(output || `${command} ended with ${ended}`);
    total[ok ? 'passed' : 'failed'] += 1;
  }
  return total;
}

if (isStarted(import.meta.url)) {
  const { passed, failed } = await runChecks(console.log);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
