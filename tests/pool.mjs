// Programs side by side, as many at a time as there are processors.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { root } from '../wasm/toolchain/process.mjs';

/** Calls `work` with each item; resolves to the results, in order. */
export async function mapInPool(items, work) {
  const results = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

/** Runs a program in the root; resolves to its end and all it has printed. */
export function finish(program, args, env = {}) {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 28 };
    execFile(program, args, options, (error, stdout, stderr) => {
      const why = error?.signal ?? error?.code;
      const ended = typeof why === 'number' ? `exit code ${why}` : why;
      resolve({ ok: !error, ended, output: stdout + stderr });
    });
  });
}
