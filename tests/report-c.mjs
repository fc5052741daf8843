// Runs the C tests and counts them by cmocka's XML reports.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { finish, root } from '../wasm/toolchain/process.mjs';

/** Runs each tests/core/test_*.c as built in a variant of core/Makefile, one after the other. */
export async function runCTests(variant, reports, print) {
  const total = { passed: 0, failed: 0 };
  for (const name of programs('tests/core', /^test_.*\.c$/)) {
    // cmocka overwrites nothing: each program gets a new folder.
    const folder = join(reports, variant, name);
    mkdirSync(folder, { recursive: true });
    const result = await finish(join(root, 'core/build', variant, 'tests/core', name), [], {
      CMOCKA_MESSAGE_OUTPUT: 'xml',
      CMOCKA_XML_FILE: join(folder, '%g.xml'),
    });
    const count = countReports(folder, print);
    // A program that stopped in the middle, or has no tests, is one failure.
    const ranNothing = count.passed + count.failed === 0;
    if (ranNothing || (!result.ok && count.failed === 0)) count.failed += 1;
    const sign = count.failed > 0 ? 'FAILED' : 'ok    ';
    print(`${sign} ${name}: ${count.passed} passed, ${count.failed} failed`);
    if (count.failed > 0) print(`${result.output}${name} ended with ${result.ended}`);
    total.passed += count.passed;
    total.failed += count.failed;
  }
  return total;
}

/** Each fuzzer is one test: its bounded run finds nothing. */
export async function runFuzzers(print) {
  const total = { passed: 0, failed: 0 };
  for (const name of programs('tests/fuzz', /\.c$/)) {
    const run = ['-s', '-C', 'core', `run/tests/fuzz/${name}`, 'FUZZ_RUNS=5000'];
    const { ok, output } = await finish('make', run);
    print(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
    if (!ok) print(output);
    total[ok ? 'passed' : 'failed'] += 1;
  }
  return total;
}

function programs(folder, pattern) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => pattern.test(name));
  return names.map((name) => basename(name, '.c')).sort();
}

function countReports(folder, print) {
  const count = { passed: 0, failed: 0 };
  for (const file of readdirSync(folder)) {
    const report = readFileSync(join(folder, file), 'utf8');
    for (const [suite] of report.matchAll(/<testsuite .*?>/g)) {
      const number = (name) => Number(suite.match(new RegExp(` ${name}="(\\d+)"`))[1]);
      const failed = number('failures') + number('errors');
      count.passed += number('tests') - failed - number('skipped');
      count.failed += failed;
    }
    const cases =
      /<testcase name="(.*?)"[^>]*>\s*<(?:failure|error)[^>]*>([\s\S]*?)<\/(?:failure|error)>/g;
    for (const [, test, message] of report.matchAll(cases)) {
      print(`${test}: ${message.replace(/^<!\[CDATA\[|\]\]>$/g, '').trim()}`);
    }
  }
  return count;
}
