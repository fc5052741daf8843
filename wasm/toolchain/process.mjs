// What every script here needs: where the project is, running commands, and
// ending with a sentence instead of a stack trace.
import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** An end that the user can do something about: its message is all they see. */
export class Stop extends Error {}

/** Whether the module with this URL is the script that was started, not a part of one. */
export function isStarted(url) {
  return process.argv[1] === fileURLToPath(url);
}

/** Runs a script's entry point; a Stop becomes one message and exit code 1. */
export async function main(entry) {
  try {
    await entry();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`bpeek: ${error.message}`);
    process.exitCode = 1;
  }
}

/**
 * Runs a command to its end. Its output goes to the terminal, or with
 * `quiet` is kept and shown only if the command fails. Returns stdout.
 */
export function run(command, args, { quiet = false, cwd = root, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  });
  if (result.error) throw new Stop(`cannot run ${command}: ${result.error.message}`);
  if (result.status !== 0) {
    if (quiet) process.stderr.write(result.stdout + result.stderr);
    const how = result.signal ?? `exit code ${result.status}`;
    throw new Stop(`\`${[command, ...args].join(' ')}\` failed (${how}).`);
  }
  return result.stdout ?? '';
}

/** Runs a command beside others; resolves to how it ended and all that it has printed. */
export function finish(command, args, env = {}) {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 28 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const why = error?.signal ?? error?.code;
      const ended = typeof why === 'number' ? `exit code ${why}` : why;
      resolve({ ok: !error, ended, output: stdout + stderr });
    });
  });
}

/** Whether `command` is on the PATH. */
export function hasCommand(command) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      const file = join(directory, command);
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}
