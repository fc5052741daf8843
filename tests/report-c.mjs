// Runs the C tests and counts them by cmocka's XML reports.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { finish, root } from '../wasm/toolchain/process.mjs';
import { result } from '../wasm/toolchain/stamp.mjs';

/**
 * Runs each tests/core/test_*.c as built in a variant of core/Makefile, one after the other. They
 * read nothing and draw the same random numbers each time, so that one that has passed is run again
 * only when it has been built anew.
 */
export async function runCTests(variant, reports, print) {
  const total = { passed: 0, failed: 0 };
  for (const name of programs('tests/core', /^test_.*\.c$/)) {
    const program = join('core/build', variant, 'tests/core', name);
    const count = await result({
      name: `${variant} ${name}`,
      inputs: [program],
      run: () => runProgram(program, join(reports, variant, name), print),
      isGood: ({ failed }) => failed === 0,
    });
    const sign = count.failed > 0 ? 'FAILED' : 'ok    ';
    print(`${sign} ${name}: ${count.passed} passed, ${count.failed} failed`);
    total.passed += count.passed;
    total.failed += count.failed;
  }
  return total;
}

async function runProgram(program, folder, print) {
  // cmocka overwrites nothing: each program gets a new folder.
  mkdirSync(folder, { recursive: true });
  const { ok, ended, output } = await finish(join(root, program), [], {
    CMOCKA_MESSAGE_OUTPUT: 'xml',
    CMOCKA_XML_FILE: join(folder, '%g.xml'),
  });
  const count = countReports(folder, print);
  // A program that stopped in the middle, or has no tests, is one failure.
  const ranNothing = count.passed + count.failed === 0;
  if (ranNothing || (!ok && count.failed === 0)) count.failed += 1;
  if (count.failed > 0) print(`${output}${program} ended with ${ended}`);
  return count;
}

/** Each fuzzer is one test: its bounded run, which begins with the same seed, finds nothing. */
export async function runFuzzers(print) {
  const total = { passed: 0, failed: 0 };
  for (const name of programs('tests/fuzz', /\.c$/)) {
    const seeds = join('tests/fuzz', name);
    const { ok, output } = await result({
      name,
      inputs: [join('core/build/fuzz', seeds), ...(existsSync(join(root, seeds)) ? [seeds] : [])],
      run: () => finish('make', ['-s', '-C', 'core', `run/${seeds}`, 'FUZZ_RUNS=5000']),
      isGood: (run) => run.ok,
    });
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
