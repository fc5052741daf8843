// Runs the C tests and counts them by cmocka's XML reports.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../wasm/toolchain/process.mjs';

function programs(folder, pattern) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => pattern.test(name));
  return names.map((name) => basename(name, '.c')).sort();
}

/** Runs each tests/core/test_*.c as built in a variant of core/Makefile. */
export function runCTests(variant, reports) {
  const total = { passed: 0, failed: 0 };
  for (const name of programs('tests/core', /^test_.*\.c$/)) {
    // cmocka overwrites nothing: each program gets a new folder.
    const folder = join(reports, variant, name);
    mkdirSync(folder, { recursive: true });
    const program = join(root, 'core/build', variant, 'tests/core', name);
    const result = spawnSync(program, [], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        CMOCKA_MESSAGE_OUTPUT: 'xml',
        CMOCKA_XML_FILE: join(folder, '%g.xml'),
      },
    });
    const { passed, failed } = count(folder, result);
    console.log(`${failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

function count(folder, result) {
  const counts = { passed: 0, failed: 0 };
  for (const file of readdirSync(folder)) {
    const report = readFileSync(join(folder, file), 'utf8');
    for (const [suite] of report.matchAll(/<testsuite .*?>/g)) {
      const number = (name) => Number(suite.match(new RegExp(` ${name}="(\\d+)"`))[1]);
      const failed = number('failures') + number('errors');
      counts.passed += number('tests') - failed - number('skipped');
      counts.failed += failed;
    }
    for (const [, test, message] of report.matchAll(
      /<testcase name="(.*?)"[^>]*>\s*<(?:failure|error)[^>]*>([\s\S]*?)<\/(?:failure|error)>/g,
    )) {
      console.log(`${test}: ${message.replace(/^<!\[CDATA\[|\]\]>$/g, '').trim()}`);
    }
  }
  const endedBadly = result.status !== 0 && counts.failed === 0;
  const ranNothing = counts.passed + counts.failed === 0;
  if (endedBadly || ranNothing) counts.failed += 1;
  if (counts.failed > 0) {
    const why = result.error?.message ?? result.signal ?? `exit code ${result.status}`;
    console.log(`${result.stdout ?? ''}${result.stderr ?? ''}ended with ${why}`);
  }
  return counts;
}

/** Each fuzzer is one test: its bounded run finds nothing. */
export function runFuzzers() {
  const total = { passed: 0, failed: 0 };
  for (const name of programs('tests/fuzz', /\.c$/)) {
    const target = ['-s', '-C', 'core', `run/tests/fuzz/${name}`, 'FUZZ_RUNS=5000'];
    const result = spawnSync('make', target, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
    const found = result.status !== 0;
    console.log(`${found ? 'FAILED' : 'ok    '} ${name}`);
    if (found) console.log(result.stdout + result.stderr);
    total[found ? 'failed' : 'passed'] += 1;
  }
  return total;
}
