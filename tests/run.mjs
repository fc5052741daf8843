// `npm test`: makes the machine ready, builds, runs everything that can fail,
// and ends with one line, "N passed, N failed". The counts come from the
// reports of the tests themselves.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from '../wasm/toolchain/build.mjs';
import { main, root, run, Stop } from '../wasm/toolchain/process.mjs';
import { setup } from '../wasm/toolchain/setup.mjs';
import { runChecks } from './check/run.mjs';
import { runCTests, runFuzzers } from './report-c.mjs';
import { runVitest } from './report-vitest.mjs';

const reports = join(root, 'build/test-reports');

/** Runs part of the tests; a part that does not get to its end is one failure. */
async function part(title, total, runPart) {
  console.log(`\n== ${title}`);
  try {
    const { passed, failed } = await runPart();
    if (passed + failed === 0) throw new Stop(`${title}: nothing ran.`);
    total.passed += passed;
    total.failed += failed;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`FAILED ${error.message}`);
    total.failed += 1;
  }
}

main(async () => {
  setup(['build', 'test']);
  await build();
  rmSync(reports, { recursive: true, force: true });

  const jobs = `-j${availableParallelism()}`;
  const make = (...targets) => run('make', ['-s', jobs, '-C', 'core', ...targets]);
  const total = { passed: 0, failed: 0 };
  await part('C tests, gcc', total, () => {
    make('tests-gcc');
    return runCTests('gcc', reports);
  });
  await part('C tests, clang with AddressSanitizer and UBSan', total, () => {
    make('tests-asan');
    return runCTests('asan', reports);
  });
  await part('Fuzzers', total, () => {
    make('fuzzers');
    return runFuzzers();
  });
  await part('WebAssembly and browser tests', total, () => runVitest(reports));
  await part('Checks', total, runChecks);

  if (total.failed > 0) process.exitCode = 1;
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
});
