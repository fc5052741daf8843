// Runs the Vitest projects and counts their tests by the JSON report.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, Stop } from '../wasm/toolchain/process.mjs';

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
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + brokenFiles;
  // An error outside of any test fails the run, though no test has failed.
  const strayErrors = exitCode !== 0 && failed === 0 ? 1 : 0;
  return { passed: numPassedTests, failed: failed + strayErrors };
}
