// `npm test`: makes the machine ready, builds, runs everything that can fail,
// and ends with one line, "N passed, N failed". The counts come from the
// reports of the tests themselves.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from '../wasm/toolchain/build.mjs';
import { finish, main, root, Stop } from '../wasm/toolchain/process.mjs';
import { setup } from '../wasm/toolchain/setup.mjs';
import { result } from '../wasm/toolchain/stamp.mjs';
import { runChecks } from './check/run.mjs';
import { projectFiles } from './check/tree.mjs';
import { runCTests, runFuzzers } from './report-c.mjs';
import { runAllTests } from './report-vitest.mjs';

const reports = join(root, 'build/test-reports');

/** Runs part of the tests; a part that does not get to its end is one failure. */
async function part(title, total, print, runPart) {
  print(`\n== ${title}`);
  try {
    const { passed, failed } = await runPart();
    if (passed + failed === 0) throw new Stop(`${title}: nothing ran.`);
    total.passed += passed;
    total.failed += failed;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    print(`FAILED ${error.message}`);
    total.failed += 1;
  }
}

async function make(target, print) {
  const jobs = `-j${availableParallelism()}`;
  const { ok, output } = await finish('make', ['-s', jobs, '-C', 'core', target]);
  if (ok) return;
  print(output);
  throw new Stop(`\`make -C core ${target}\` failed.`);
}

/** What checks look into of what is built. */
const built = ['bpeek.wasm', 'bpeek-scalar.wasm', 'index.d.ts', 'types'].map(
  (name) => `dist/${name}`,
);

/** Checks look at files alone, so that they are run again once a file is another. */
async function checksOfChanges(print) {
  const { lines, ...count } = await result({
    name: 'checks',
    inputs: [...projectFiles(), ...built, 'node_modules/.package-lock.json'],
    run: async () => {
      const said = [];
      return { ...(await runChecks((line) => said.push(line))), lines: said };
    },
    isGood: ({ failed }) => failed === 0,
  });
  for (const line of lines) print(line);
  return count;
}

main(async () => {
  setup(['build', 'test']);
  await build();
  rmSync(reports, { recursive: true, force: true });

  const total = { passed: 0, failed: 0 };
  // What Vitest prints goes to the terminal at once; the other parts, which run
  // beside it one after the other, are shown after it.
  const lines = [];
  const print = (line) => lines.push(line);
  const besideVitest = {
    'C tests, gcc': async () => {
      await make('tests-gcc', print);
      return runCTests('gcc', reports, print);
    },
    'C tests, clang with AddressSanitizer and UBSan': async () => {
      await make('tests-asan', print);
      return runCTests('asan', reports, print);
    },
    Fuzzers: async () => {
      await make('fuzzers', print);
      return runFuzzers(print);
    },
    Checks: () => checksOfChanges(print),
  };
  await Promise.all([
    part('WebAssembly and browser tests', total, console.log, () => runAllTests(reports, print)),
    (async () => {
      for (const [title, runPart] of Object.entries(besideVitest)) {
        await part(title, total, print, runPart);
      }
    })(),
  ]);
  for (const line of lines) console.log(line);

  if (total.failed > 0) process.exitCode = 1;
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
});
