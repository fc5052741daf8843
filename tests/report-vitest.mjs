// Runs the Vitest projects and counts their tests by the JSON report.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, Stop } from '../wasm/toolchain/process.mjs';
import { recall } from '../wasm/toolchain/stamp.mjs';
import { projectFiles } from './check/tree.mjs';

const PEERS = 'tests/wasm/peers';

/**
 * All tests; those that compare with peers draw the same numbers each time, so that they are run
 * again only once engine, encodings, tests or packages are others.
 */
export async function runAllTests(reports, print) {
  const { before, remember } = recall({
    name: `peers ${process.version}`,
    inputs: [
      'wasm',
      'dist/bpeek.wasm',
      'dist/bpeek-scalar.wasm',
      'dist/encodings',
      'tests/wasm',
      'tests/vitest.config.mjs',
      'node_modules/.package-lock.json',
    ],
  });
  if (before === undefined) {
    const total = await runVitest(reports);
    const { passed, failed } = countOf(
      total.files.filter(({ name }) => name.includes(`/${PEERS}/`)),
    );
    if (passed > 0 && failed === 0 && total.failed === 0) remember({ passed, failed });
    return total;
  }
  print(`ok     ${PEERS}: ${before.passed} passed with the same files before`);
  const { passed, failed } = await runVitest(reports, undefined, othersThanPeers());
  return { passed: passed + before.passed, failed };
}

const othersThanPeers = () =>
  projectFiles().filter(
    (path) => /^tests\/.*\.test\.(ts|mjs)$/.test(path) && !path.startsWith(`${PEERS}/`),
  );

/** Other arguments go to Vitest. */
export async function runVitest(reports, config = 'tests/vitest.config.mjs', others = []) {
  const report = join(reports, 'vitest.json');
  rmSync(report, { force: true });
  const vitest = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--config=${config}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...others,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const [exitCode] = await once(vitest, 'close');
  if (!existsSync(report)) throw new Stop('Vitest has written no report.');
  const { testResults: files } = JSON.parse(readFileSync(report, 'utf8'));
  const { passed, failed } = countOf(files);
  // An error outside of any test fails the run, though no test has failed.
  const strayErrors = exitCode !== 0 && failed === 0 ? 1 : 0;
  return { passed, failed: failed + strayErrors, files };
}

/** A file that is broken, with no test that failed, is one failure. */
function countOf(files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const number = (wanted) => tests.filter(({ status }) => status === wanted).length;
  return { passed: number('passed'), failed: number('failed') + broken.length };
}
