// Measurements happen in processes of their own, one at a time, so that none disturbs another.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url));

/** Sends a request to a fresh measuring process; its answer. */
export function ask(request) {
  return new Promise((resolve, reject) => {
    const child = fork(MEASURE, {
      execArgv: ['--expose-gc'],
      serialization: 'advanced',
      // Its output is none of ours: `tokenizers` prints empty lines.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // What would use several threads gets one, as all others.
      env: { ...process.env, RAYON_NUM_THREADS: '1' },
    });
    let answer;
    child.on('message', (message) => {
      answer = message;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (answer !== undefined) resolve(answer);
      else
        reject(
          new Error(
            `measuring ${JSON.stringify({ ...request, text: undefined })} ended with exit code ${code}`,
          ),
        );
    });
    child.send(request);
  });
}
