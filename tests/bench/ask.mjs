// Measurements happen in processes of their own, one at a time, so that none disturbs another.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url));

/** Sends a request to a fresh measuring process; its answer. */
export function ask(request) {
  return new Promise((resolve, reject) => {
    const child = fork(MEASURE, { execArgv: ['--expose-gc'], serialization: 'advanced' });
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
